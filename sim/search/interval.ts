/**
 * The exact (Clopper-Pearson) interval of a probability that was seen `hits` times in `n` tries.
 *
 * Its lower end is the probability at which `hits` or more would be seen with a chance of half of what the interval
 * may miss, its upper end the one at which `hits` or fewer would be. Both are beta quantiles; found here by halving
 * over the binomial tail itself, because the usual formulas need logarithms, whose last bits differ between engines.
 *
 * Campaigns stop at their detection, so the number of tries is drawn too. The lower end is exact for that as well,
 * the upper end is a little high: the interval never promises more than was seen.
 */
import { assert } from '../../protocol/std/assert.ts';
import { binomialAtMost } from './binomial.ts';

export type Interval = readonly [low: number, high: number];

/** Halvings; a double holds no more. */
const HALVINGS = 200;

/** `confidence`: how often such an interval holds the true probability, at least. */
export function clopperPearson(hits: number, n: number, confidence = 0.95): Interval {
  assert(Number.isInteger(n) && n >= 0, 'the number of tries is a count');
  assert(Number.isInteger(hits) && hits >= 0 && hits <= n, 'hits are among the tries');
  assert(confidence > 0 && confidence < 1, 'a confidence is between 0 and 1');
  const missed = (1 - confidence) / 2;
  const low = hits === 0 ? 0 : halve((p) => 1 - binomialAtMost(hits - 1, n, p) > missed);
  const high = hits === n ? 1 : halve((p) => binomialAtMost(hits, n, p) < missed);
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
