/** What a measurement comes to: figures made of many runs, as `sim measure --json` prints them. */
import type { Verdict } from '../check/verdict.ts';
import type { Case } from './case.ts';
import type { Setting } from './scenario-document.ts';

export const measureQuestions = ['elections', 'outage', 'messages', 'survival', 'loss'] as const;
export type MeasureQuestionName = (typeof measureQuestions)[number];

export interface MeasureResult {
  readonly schema: 1;
  readonly version: string;
  /** The seeds every figure is made of, both ends included. */
  readonly seeds: { readonly from: string; readonly to: string };
  /** Sizes of ensembles, in the order asked for. */
  readonly voters: readonly number[];
  readonly weather: MeasureWeather;
  /** Fields of the server configuration that were chosen, and no others. */
  readonly config: Readonly<Record<string, Setting>>;
  /** How often an interval is to hold the true value. */
  readonly confidence: number;
  /** False when it was interrupted: figures are made of the runs that were finished. */
  readonly complete: boolean;
  /** Runs that were made, over all questions. */
  readonly runs: number;
  readonly questions: readonly MeasuredQuestion[];
  /** Runs in which a check found something; they count in no figure. */
  readonly findings: readonly MeasureFinding[];
  /** Depends on the machine; comparisons leave it out. */
  readonly timing: { readonly jobs: number; readonly wallMs: number };
}

/** `calm`: every seed runs on the same network and disks; `drawn`: each draws its own. */
export type MeasureWeather = 'calm' | 'drawn';

export interface MeasuredQuestion {
  readonly name: MeasureQuestionName;
  readonly title: string;
  /** Sentences: what was measured, and what of it is the model's. */
  readonly about: readonly string[];
  readonly figures: readonly Figure[];
}

export type FigureUnit = 'ms' | 'probability' | 'count' | 'bytes';

/** One chart, and one table. */
export interface Figure {
  /** Unique in a result, and stable. */
  readonly id: string;
  readonly title: string;
  readonly unit: FigureUnit;
  /** What stands below: the names of `rows`. */
  readonly rowsAre: string;
  readonly rows: readonly string[];
  readonly series: readonly FigureSeries[];
  /** How intervals are made. */
  readonly interval: IntervalMethod;
  /** What the reference values are; null when there are none. */
  readonly reference: FigureReference | null;
  /** Sentences on what the figure shows, or where it differs from the reference. */
  readonly notes: readonly string[];
}

/**
 * `clopper-pearson`: exact, of a proportion. `order-statistics`: exact, of a quantile, between two of the values. `bootstrap`: of
 * a mean, by percentiles of resamplings.
 */
export type IntervalMethod = 'clopper-pearson' | 'order-statistics' | 'bootstrap';

/** `exact`: the closed form of what is measured. `approximation`: of something near it. `least`: nothing can be below it. */
export interface FigureReference {
  readonly kind: 'exact' | 'approximation' | 'least';
  readonly text: string;
}

export interface FigureSeries {
  readonly name: string;
  /** One for each row; null where the series has none. */
  readonly points: readonly (FigurePoint | null)[];
}

export interface FigurePoint {
  /** Runs it is made of. */
  readonly n: number;
  /** Null: nothing was measured, or the quantile lies beyond all that was waited for. */
  readonly value: number | null;
  /** Null as an end: open on that side. */
  readonly interval: readonly [low: number | null, high: number | null];
  /** What it is compared with; null where there is nothing. */
  readonly reference: number | null;
}

export interface MeasureFinding {
  readonly question: MeasureQuestionName;
  readonly variant: string;
  readonly voters: number;
  readonly seed: string;
  readonly verdict: Verdict;
  readonly check: string;
  readonly message: string;
  /** The run, for `sim replay`. */
  readonly case: Case;
}
