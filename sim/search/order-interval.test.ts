import fc from 'fast-check';
import { expect, test } from 'vitest';
import { binomialAtMost } from './binomial.ts';
import { quantileInterval, quantileRanks } from './order-interval.ts';

test.each([
  // Ranks for the median at 95 %, from published tables (Conover, table A3; Sachs; David and Nagaraja).
  [5, 0.5, null, null],
  [6, 0.5, 1, 6],
  [8, 0.5, 1, 8],
  [10, 0.5, 2, 9],
  [20, 0.5, 6, 15],
  [30, 0.5, 10, 21],
  [100, 0.5, 40, 61],
  // Whoever asks for a high quantile needs many numbers: 0.95 to the power 71 is above 2.5 %, to the 72 it is not.
  [71, 0.95, 63, null],
  [72, 0.95, 64, 72],
])('of %i numbers the %f-quantile lies between the %s-th and the %s-th', (n, q, low, high) => {
  expect(quantileRanks(n, q)).toEqual({ low, high });
});

test('both ranks miss with a chance of at most half, and the next one inwards with more', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 300 }), fc.constantFrom(0.5, 0.9, 0.95), (n, q) => {
      const { low, high } = quantileRanks(n, q);
      if (low !== null) expect(binomialAtMost(low - 1, n, q)).toBeLessThanOrEqual(0.025);
      expect(binomialAtMost(low ?? 0, n, q)).toBeGreaterThan(0.025);
      if (high !== null) expect(1 - binomialAtMost(high - 1, n, q)).toBeLessThanOrEqual(0.025 + 1e-12);
      expect(1 - binomialAtMost((high ?? n + 1) - 2, n, q)).toBeGreaterThan(0.025 - 1e-12);
    }),
  );
});

test('numbers that lie beyond are larger than all others, and an open end is null', () => {
  const values = [7, 3, null, 5, 1, 9, 8, null, 2, 4];
  expect(quantileInterval(values, 0.5)).toEqual([2, null]);
  expect(quantileInterval([4, 2, 8, 6, 3, 7, 5, 1], 0.5)).toEqual([1, 8]);
  expect(quantileInterval([1, 2], 0.5)).toEqual([null, null]);
});
