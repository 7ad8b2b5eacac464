import fc from 'fast-check';
import { expect, test } from 'vitest';
import { simplerNumbers, weightOf } from './round.ts';

test('round numbers weigh less than others, and small ones less than large ones', () => {
  const order = [0, 1, 5, 20, 100, 200, 1000, 20_000, 12, 120, 1200, 123, 1230];
  expect(order.toSorted((a, b) => weightOf(a) - weightOf(b))).toEqual(order);
});

test('187 could be 0, and if it may not, 1, 10, 100 or 200 rather than 186', () => {
  const simpler = simplerNumbers(187);
  expect(simpler[0]).toBe(0);
  expect(simpler).toEqual(expect.arrayContaining([1, 10, 100, 200, 180, 190]));
  expect(simpler).not.toContain(186);
});

test('what is proposed is simpler, simplest first, once, in the grain and not below the least', () => {
  fc.assert(
    fc.property(fc.nat(10_000_000), fc.nat(1000), fc.constantFrom(1, 100, 1000), (number, least, grain) => {
      const simpler = simplerNumbers(number, least, grain);
      expect(new Set(simpler).size).toBe(simpler.length);
      for (const [i, each] of simpler.entries()) {
        expect(each).toBeGreaterThanOrEqual(least);
        expect(weightOf(each)).toBeLessThan(weightOf(number));
        expect(weightOf(each)).toBeGreaterThanOrEqual(weightOf(simpler[i - 1] ?? 0));
        if (each !== least) expect(each % grain).toBe(0);
      }
    }),
  );
});

test('taking the first proposal again and again ends', () => {
  fc.assert(
    fc.property(fc.nat(10_000_000), (number) => {
      let at = number;
      let steps = 0;
      for (let last = simplerNumbers(at, 1).at(-1); last !== undefined; last = simplerNumbers(at, 1).at(-1)) {
        at = last;
        steps++;
      }
      expect(steps).toBeLessThan(200);
    }),
  );
});
