/**
 * How a campaign chooses what to run next. A campaign numbers its cases by seeds; a strategy says for each seed what is
 * to be run, as plain data from which a worker makes the case, and is told what came of it.
 *
 * Guided strategies work in generations: the orders of one generation depend on the campaign, on the generation and on
 * the reports of earlier ones, which are told in the order of their seeds. So a campaign is the same for any number of
 * workers.
 */
import type { Verdict } from '../check/verdict.ts';
import type { Case } from '../record/case.ts';
import type { Failure } from '../record/run-result.ts';

export const strategyNames = ['mix', 'random', 'pct', 'coverage', 'margin'] as const;
export type StrategyName = (typeof strategyNames)[number];

/** What is to be run for one seed. */
export interface Order {
  readonly seed: string;
  /**
   * `random`: as the scenario draws it. `dense`: the same, with many faults. `pct`: as the scenario draws it, with messages
   * and stages ordered by priorities. `order`: without faults, ordered by priorities. `mutant`: a variation, drawn from the
   * seed, of `parent`.
   */
  readonly kind: 'random' | 'dense' | 'pct' | 'order' | 'mutant';
  /** Null unless it is a mutant. */
  readonly parent: Case | null;
}

/** What a worker tells of one order. */
export interface Report {
  readonly seed: string;
  /** The case as it was run; null where the strategy does not watch and the order tells the case. */
  readonly of: Case | null;
  readonly verdict: Verdict;
  readonly failure: Failure | null;
  readonly events: number;
  readonly virtualMs: number;
  readonly marks: Readonly<Record<string, number>>;
  /** Hashes of the behaviours that were seen, each once, ascending; empty unless somebody asked. */
  readonly behaviours: readonly number[];
  /** How near it came to harm; less is nearer, null unless somebody asked. */
  readonly margin: number | null;
  /** What left it undecided, in the words of the check or of the host; absent when it is decided. */
  readonly doubt?: string;
  /** Of one core. Never compared. */
  readonly cpuMs: number;
}

export interface Strategy {
  /** Orders of one generation; reports of a generation are learnt before the next is ordered. */
  readonly generation: number;
  /** Whether reports need `behaviours` and `margin`. */
  readonly watches: boolean;
  /** Whether orders depend on no report, so that a generation need not wait for the one before. False unless said. */
  readonly independent?: boolean;
  order(seed: string): Order;
  /** Told once for every order, in the order of seeds, a whole generation at a time. */
  learn(order: Order, report: Report): void;
}
