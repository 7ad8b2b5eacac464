/** From samples to points of a figure: an estimate, its interval, and what it is compared with. */
import { mean, meanInterval } from '../../sim/search/bootstrap.ts';
import { clopperPearson } from '../../sim/search/interval.ts';
import { quantileInterval } from '../../sim/search/order-interval.ts';
import { median, percentile, type Reached } from '../../sim/search/quantile.ts';
import type { FigurePoint } from '../../sim/record/measure-result.ts';

export const CONFIDENCE = 0.95;

/** How many of `hits` are true. */
export function sharePoint(hits: readonly boolean[], reference: number | null): FigurePoint {
  const n = hits.length;
  const count = hits.filter((hit) => hit).length;
  return {
    n,
    value: n === 0 ? null : count / n,
    interval: clopperPearson(count, n, CONFIDENCE),
    reference,
  };
}

/** `percent` 50: the median. */
export function quantilePoint(values: readonly Reached[], percent: number, reference: number | null): FigurePoint {
  return {
    n: values.length,
    value: percent === 50 ? median(values) : percentile(values, percent),
    interval: quantileInterval(values, percent / 100, CONFIDENCE),
    reference,
  };
}

export function meanPoint(values: readonly number[], reference: number | null): FigurePoint {
  const n = values.length;
  if (n === 0) return { n, value: null, interval: [null, null], reference };
  return { n, value: mean(values), interval: meanInterval(values, CONFIDENCE), reference };
}
