/**
 * The exact (Clopper-Pearson) interval of a probability that was seen `hits` times in `n` tries.
 *
 * Its lower end is the probability at which `hits` or more would be seen with a chance of half of what the interval
 * may miss, its upper end the one at which `hits` or fewer would be. Both are beta quantiles; found here by halving
 * over the binomial tail itself, because the usual formulas need logarithms, whose last bits differ between engines.
 * The tail is summed from its largest summand outwards, so nothing underflows and every summand is positive: what
 * comes out is right to the last digits that halving leaves.
 *
 * Campaigns stop at their detection, so the number of tries is drawn too. The lower end is exact for that as well,
 * the upper end is a little high: the interval never promises more than was seen.
 */
import { assert } from '../../protocol/std/assert.ts';

export type Interval = readonly [low: number, high: number];

/** Halvings; a double holds no more. */
const HALVINGS = 200;
/** Beside the largest summand, 1: all that follow together are below the last bit of the sum. */
const NEGLIGIBLE = 1e-22;

/** `confidence`: how often such an interval holds the true probability, at least. */
export function clopperPearson(hits: number, n: number, confidence = 0.95): Interval {
  assert(Number.isInteger(n) && n >= 0, 'the number of tries is a count');
  assert(Number.isInteger(hits) && hits >= 0 && hits <= n, 'hits are among the tries');
  assert(confidence > 0 && confidence < 1, 'a confidence is between 0 and 1');
  const missed = (1 - confidence) / 2;
  const low = hits === 0 ? 0 : halve((p) => 1 - atMost(hits - 1, n, p) > missed);
  const high = hits === n ? 1 : halve((p) => atMost(hits, n, p) < missed);
  return [low, high];
}

/** The least p between 0 and 1 that is `above`, which holds from some p on. */
function halve(above: (p: number) => boolean): number {
  let low = 0;
  let high = 1;
  for (let i = 0; i < HALVINGS; i++) {
    const middle = low + (high - low) / 2;
    if (middle <= low || middle >= high) break;
    if (above(middle)) high = middle;
    else low = middle;
  }
  return high;
}

/** The chance of `k` hits or fewer in `n` tries of probability `p`, strictly between 0 and 1. */
function atMost(k: number, n: number, p: number): number {
  const odds = p / (1 - p);
  const mode = Math.min(n, Math.floor((n + 1) * p));
  let below = 0;
  let above = 0;
  // Summands as multiples of the largest one; each follows from its neighbour.
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
  return below / (below + above);
}

/** From the summand of `i` hits to that of `i + 1`. */
function up(i: number, n: number, odds: number): number {
  return ((n - i) * odds) / (i + 1);
}
