/**
 * Tails of the binomial distribution, from basic arithmetic only: logarithms and powers differ in their last bits between
 * engines. A tail is summed from its largest summand outwards, so nothing underflows and every summand is positive: what
 * comes out is right to the last digits.
 */
import { assert } from '../../protocol/std/assert.ts';

/** Beside the largest summand, 1: all that follow together are below the last bit of the sum. */
const NEGLIGIBLE = 1e-22;

/** The chance of `k` hits or fewer in `n` tries of probability `p`. */
export function binomialAtMost(k: number, n: number, p: number): number {
  assert(Number.isInteger(n) && n >= 0, 'the number of tries is a count');
  assert(p >= 0 && p <= 1, 'a probability is from 0 to 1');
  if (k < 0) return 0;
  if (k >= n || p === 0) return 1;
  if (p === 1) return 0;
  const { below, above } = sides(k, n, p);
  return below / (below + above);
}

/** The chance of `k` hits or more. */
export function binomialAtLeast(k: number, n: number, p: number): number {
  return binomialAtMost(n - k, n, 1 - p);
}

/** Sums up to `k` and behind it, as multiples of the largest summand; `p` strictly between 0 and 1. */
function sides(k: number, n: number, p: number): { readonly below: number; readonly above: number } {
  const odds = p / (1 - p);
  const mode = Math.min(n, Math.floor((n + 1) * p));
  let below = 0;
  let above = 0;
  // Each summand follows from its neighbour.
  for (let i = mode, summand = 1; i >= 0 && summand > NEGLIGIBLE; i--) {
    if (i <= k) below += summand;
    else above += summand;
    summand *= i / ((n - i + 1) * odds);
  }
  for (let i = mode + 1, summand = up(mode, n, odds); i <= n && summand > NEGLIGIBLE; i++) {
    if (i <= k) below += summand;
    else above += summand;
    summand *= up(i, n, odds);
  }
  return { below, above };
}

/** From the summand of `i` hits to that of `i + 1`. */
function up(i: number, n: number, odds: number): number {
  return ((n - i) * odds) / (i + 1);
}
