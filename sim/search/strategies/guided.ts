/**
 * Keeps cases that a measure likes and orders mutants of them, beside fresh cases that bring something new in. What is
 * ordered for a seed is drawn from the seed, so it depends on nothing but the seed and what was learnt.
 */
import { Addresses } from '../../kernel/addresses.ts';
import type { Order, Report, Strategy } from '../strategy.ts';
import { Corpus, type Kept } from './corpus.ts';

/** Long enough to keep a few workers busy, short enough that a hundred seeds learn something. */
export const GENERATION = 24;
const KEPT_MAX = 96;

/** What cases are kept for. */
export interface Measure {
  /** Told of each report in turn; whether its case is to be kept. */
  learn(report: Report): boolean;
  /** Positive. */
  energyOf(kept: Kept): number;
}

export class Guided implements Strategy {
  readonly generation = GENERATION;
  readonly watches = true;
  private readonly measure: Measure;
  private readonly freshPpm: number;
  private readonly corpus = new Corpus(KEPT_MAX);
  private learnt = 0;

  /** `freshPpm`: how many orders in a million are fresh cases. */
  constructor(measure: Measure, freshPpm: number) {
    this.measure = measure;
    this.freshPpm = freshPpm;
  }

  order(seed: string): Order {
    const draws = new Addresses(seed);
    const parent = draws.chance('strategy/fresh', this.freshPpm) ? null : this.corpus.pick(draws);
    return parent === null ? { seed, kind: 'dense', parent } : { seed, kind: 'mutant', parent };
  }

  /** A case that was to have no faults is no start for one that has some. */
  learn(order: Order, report: Report): void {
    const { of, behaviours, margin } = report;
    const kept = this.measure.learn(report) && order.kind !== 'order';
    if (kept && of !== null) this.corpus.add(of, behaviours, margin ?? Infinity);
    if (++this.learnt % GENERATION === 0) this.corpus.value((kept) => this.measure.energyOf(kept));
  }
}
