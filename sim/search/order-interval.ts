/**
 * An interval of a quantile that asks nothing of the distribution: two of the numbers that were seen, by their ranks.
 *
 * How many of n numbers lie at or below the true q-quantile is binomial(n, q). So the l-th smallest lies above it with the
 * chance of l - 1 hits or fewer, the u-th smallest at or below it with the chance of u hits or more; each rank is the nearest
 * one at which that chance is at most half of what the interval may miss. Where n is too small for such a rank that end is
 * open. (Conover, Practical Nonparametric Statistics, 3.2.)
 */
import { assert } from '../../protocol/std/assert.ts';
import { binomialAtLeast, binomialAtMost } from './binomial.ts';
import type { Reached } from './quantile.ts';

/** Counted from 1; null: there is no such rank, the interval is open on that side. */
export interface Ranks {
  readonly low: number | null;
  readonly high: number | null;
}

export function quantileRanks(n: number, q: number, confidence = 0.95): Ranks {
  assert(q > 0 && q < 1, 'a quantile is between 0 and 1');
  assert(confidence > 0 && confidence < 1, 'a confidence is between 0 and 1');
  const missed = (1 - confidence) / 2;
  // How many ranks from below, and how many from above, miss with so small a chance.
  const low = countWhile(n, (rank) => binomialAtMost(rank - 1, n, q) <= missed);
  const high = countWhile(n, (rank) => binomialAtLeast(n + 1 - rank, n, q) <= missed);
  return { low: low === 0 ? null : low, high: high === 0 ? null : n + 1 - high };
}

/** How many of the ranks 1 ... n, from 1 on, are `small`; behind the first that is not none is. */
function countWhile(n: number, small: (rank: number) => boolean): number {
  let least = 0;
  let most = n;
  while (least < most) {
    const middle = Math.ceil((least + most) / 2);
    if (small(middle)) least = middle;
    else most = middle - 1;
  }
  return least;
}

/**
 * Of the q-quantile of what `values` were drawn from. Null in `values` stands for "beyond"; null as an end: below all that was
 * seen, or beyond.
 */
export function quantileInterval(
  values: readonly Reached[],
  q: number,
  confidence = 0.95,
): readonly [low: Reached, high: Reached] {
  const sorted = values.map((value) => value ?? Infinity).sort((a, b) => a - b);
  const { low, high } = quantileRanks(sorted.length, q, confidence);
  const at = (rank: number | null): Reached => {
    const value = rank === null ? Infinity : (sorted[rank - 1] as number);
    return Number.isFinite(value) ? value : null;
  };
  return [at(low), at(high)];
}
