import { expect, test } from 'vitest';
import { Addresses } from '../kernel/addresses.ts';
import { bootstrapRatio, geometricRatio } from './ratio.ts';

test('the ratio of several bugs is the geometric mean of the ratios of their means', () => {
  const half = { baseline: [10, 30], tried: [10, 10] };
  const eighth = { baseline: [80], tried: [10] };
  expect(geometricRatio([half])).toBeCloseTo(2);
  expect(geometricRatio([half, eighth])).toBeCloseTo(4);
  expect(geometricRatio([half, { baseline: [5], tried: [10] }, eighth])).toBeCloseTo(2);
});

test('equal campaigns have a ratio of one, and no doubt', () => {
  expect(bootstrapRatio([{ baseline: [7, 7, 7], tried: [7, 7, 7] }])).toEqual({ ratio: 1, low: 1, high: 1 });
});

test('the interval holds the ratio, narrows with campaigns, and is the same each time', () => {
  const draws = new Addresses('campaigns');
  const sample = (count: number, scale: number): number[] =>
    Array.from({ length: count }, () =>
      draws.latency('seeds', { shape: 'exponential', minUs: 1, spreadUs: scale, maxUs: 100_000 }),
    );
  const few = [{ baseline: sample(30, 200), tried: sample(30, 100) }];
  const many = [{ baseline: sample(600, 200), tried: sample(600, 100) }];
  const wide = bootstrapRatio(few);
  const narrow = bootstrapRatio(many);
  expect(bootstrapRatio(few)).toEqual(wide);
  for (const { ratio, low, high } of [wide, narrow]) {
    expect(low).toBeLessThan(ratio);
    expect(ratio).toBeLessThan(high);
  }
  expect(narrow.high - narrow.low).toBeLessThan((wide.high - wide.low) / 2);
  expect(narrow.low).toBeGreaterThan(1.6);
  expect(narrow.high).toBeLessThan(2.4);
});
