import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Margin } from './margins.ts';

/** Asks until nothing is left to ask; how many runs it took. */
function search(margin: Margin, fails: (value: number) => boolean): number {
  for (let runs = 0; ; runs++) {
    const value = margin.next();
    if (value === null) return runs;
    margin.learn(fails(value));
  }
}

test('a crash may come a little earlier and much later', () => {
  const margin = new Margin({ value: 5000, least: 0, most: 1_000_000, grain: 100 });
  const runs = search(margin, (value) => value >= 4200 && value <= 90_000);
  expect(margin.least).toBeGreaterThanOrEqual(4200);
  expect(margin.least).toBeLessThan(4400);
  expect(margin.most).toBeGreaterThan(78_000);
  expect(margin.most).toBeLessThanOrEqual(90_000);
  expect(runs).toBeLessThan(25);
});

test('a time that does not matter has no limits', () => {
  const margin = new Margin({ value: 700, least: 0, most: 10_000, grain: 100 });
  search(margin, () => true);
  expect([margin.least, margin.most]).toEqual([null, null]);
});

test('a time that may not move at all is its own limit', () => {
  const margin = new Margin({ value: 700, least: 0, most: 10_000, grain: 100 });
  search(margin, () => false);
  expect([margin.least, margin.most]).toEqual([700, 700]);
});

test('of any window the limits told are in it, and no further from its ends than the grain or an eighth', () => {
  const times = fc.nat(100_000);
  fc.assert(
    fc.property(times, times, times, fc.integer({ min: 1, max: 500 }), (a, b, c, grain) => {
      const [from, value, to] = [a, b, c].sort((x, y) => x - y) as [number, number, number];
      const margin = new Margin({ value, least: 0, most: 100_000, grain });
      const runs = search(margin, (at) => at >= from && at <= to);
      const least = margin.least ?? 0;
      const most = margin.most ?? 100_000;
      expect(least).toBeGreaterThanOrEqual(from);
      expect(most).toBeLessThanOrEqual(to);
      expect(least - from).toBeLessThanOrEqual(Math.max(grain, (value - from) / 7 + 1));
      expect(to - most).toBeLessThanOrEqual(Math.max(grain, (to - value) / 7 + 1));
      expect(runs).toBeLessThan(50);
    }),
  );
});
