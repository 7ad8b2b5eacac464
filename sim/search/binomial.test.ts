import fc from 'fast-check';
import { expect, test } from 'vitest';
import { binomialAtLeast, binomialAtMost } from './binomial.ts';

test.each([
  // By hand: three coins.
  [0, 3, 0.5, 0.125],
  [1, 3, 0.5, 0.5],
  [2, 3, 0.5, 0.875],
  [3, 3, 0.5, 1],
  [-1, 3, 0.5, 0],
  // Tables of the cumulative binomial distribution.
  [5, 20, 0.25, 0.6172],
  [2, 10, 0.1, 0.9298],
  // No doubt at all.
  [2, 5, 0, 1],
  [2, 5, 1, 0],
  [0, 0, 0.3, 1],
])('%i hits or fewer in %i tries of %f have the chance %f', (k, n, p, chance) => {
  expect(binomialAtMost(k, n, p)).toBeCloseTo(chance, 4);
});

test('what is not at most k is at least k + 1', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 200 }),
      fc.nat(200),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (n, k, p) => {
        expect(binomialAtMost(k, n, p) + binomialAtLeast(k + 1, n, p)).toBeCloseTo(1, 9);
      },
    ),
  );
});
