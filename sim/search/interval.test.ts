import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { clopperPearson } from './interval.ts';

describe('the exact interval', () => {
  test.each([
    // binom.test(682, 925) of R's manual (Mendel's peas: Conover 1971).
    [682, 925, 0.95, 0.7076683, 0.7654066],
    // Agresti and Coull 1998; tables of Clopper and Pearson.
    [0, 10, 0.95, 0, 0.3084971],
    [1, 10, 0.95, 0.002528579, 0.4450161],
    [5, 10, 0.95, 0.187086, 0.812914],
    [10, 10, 0.95, 0.6915029, 1],
    [10, 100, 0.95, 0.04900469, 0.1762226],
    [1, 1, 0.95, 0.025, 1],
  ])('of %i in %i at %f is what is published', (hits, n, confidence, low, high) => {
    const interval = clopperPearson(hits, n, confidence);
    expect(interval[0]).toBeCloseTo(low, 6);
    expect(interval[1]).toBeCloseTo(high, 6);
  });

  test.each([1, 7, 1000, 99_999, 2_000_000])('of none in %i has the closed form', (n) => {
    const [low, high] = clopperPearson(0, n);
    expect(low).toBe(0);
    const closed = -Math.expm1(Math.log(0.025) / n);
    expect(Math.abs(high / closed - 1)).toBeLessThan(1e-9);
  });

  test.each([1, 7, 1000, 99_999])('of one in %i begins where the closed form says', (n) => {
    const closed = -Math.expm1(Math.log(0.975) / n);
    expect(Math.abs(clopperPearson(1, n)[0] / closed - 1)).toBeLessThan(1e-9);
  });

  test('of nothing at all says nothing', () => {
    expect(clopperPearson(0, 0)).toEqual([0, 1]);
  });

  test('ends where just so much of the binomial tail is left', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.nat(), (n, any) => {
        const hits = any % (n + 1);
        const [low, high] = clopperPearson(hits, n);
        if (hits > 0) expect(1 - dumbAtMost(hits - 1, n, low)).toBeCloseTo(0.025, 9);
        if (hits < n) expect(dumbAtMost(hits, n, high)).toBeCloseTo(0.025, 9);
        const [otherLow, otherHigh] = clopperPearson(n - hits, n);
        expect(low).toBeCloseTo(1 - otherHigh, 9);
        expect(high).toBeCloseTo(1 - otherLow, 9);
        expect(low).toBeLessThanOrEqual(hits / n);
        expect(high).toBeGreaterThanOrEqual(hits / n);
      }),
    );
  });
});

/** By the definition, with a whole number for each way to choose. */
function dumbAtMost(k: number, n: number, p: number): number {
  let sum = 0;
  let ways = 1n;
  for (let i = 0; i <= k; i++) {
    sum += Number(ways) * p ** i * (1 - p) ** (n - i);
    ways = (ways * BigInt(n - i)) / BigInt(i + 1);
  }
  return sum;
}
