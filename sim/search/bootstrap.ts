/**
 * The bootstrap: what an estimate would have come to had other numbers been drawn, by drawing anew from those that were, with
 * replacement. The middle of what comes of it is the interval (the percentile bootstrap, which is a little narrow where
 * there are few numbers). It is drawn from a seed of its own: the same numbers have the same interval everywhere.
 */
import { byNumber } from '../../protocol/std/compare.ts';
import { Addresses, type Decisions } from '../kernel/addresses.ts';
import type { Interval } from './interval.ts';

/** Resamplings; fewer of very many numbers, whose interval is narrow. */
const ROUNDS = 4000;
const ROUNDS_OF_MANY = 1000;
const MANY = 1000;

export class Resampling {
  private readonly decisions: Decisions;

  constructor(seed: string) {
    this.decisions = new Addresses(seed).of('bootstrap/campaign');
  }

  /** As many as there are. */
  of<T>(values: readonly T[]): T[] {
    const { decisions } = this;
    return values.map(() => values[decisions.range(decisions.begin(), 0, 'value', values.length)] as T);
  }
}

/** The middle `confidence` of numbers. */
export function middleOf(numbers: readonly number[], confidence: number): Interval {
  const sorted = [...numbers].sort(byNumber);
  const skipped = Math.floor(((1 - confidence) / 2) * sorted.length);
  return [sorted[skipped] as number, sorted[sorted.length - 1 - skipped] as number];
}

/** Of the mean of what `values` were drawn from, at least one. */
export function meanInterval(values: readonly number[], confidence = 0.95, seed = 'bootstrap'): Interval {
  const [first] = values;
  if (first !== undefined && values.every((value) => value === first)) return [first, first];
  const resampling = new Resampling(seed);
  const rounds = values.length > MANY ? ROUNDS_OF_MANY : ROUNDS;
  const means = Array.from({ length: rounds }, () => mean(resampling.of(values)));
  return middleOf(means, confidence);
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
