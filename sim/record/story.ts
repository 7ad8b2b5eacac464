/**
 * Why a case fails, as plain data: ten sentences at most, and beside them what each step of the case does to the failure.
 * `scenarios/explain.ts` makes one, `reports/text/explain.ts` prints it.
 */
import type { Verdict } from '../check/verdict.ts';

/** What a run does when one step is taken out of its case. */
export type Effect =
  /** Nothing is found. */
  | 'passes'
  /** Neither found nor refuted: nothing happened, or a bound was reached. */
  | 'undecided'
  /** Something is found, and it is something else. */
  | 'fails otherwise'
  /** The step is not needed. */
  | 'fails the same way';

export type StepKind = 'fault' | 'operation' | 'override' | 'weather' | 'config';

export interface StoryStep {
  readonly kind: StepKind;
  /** Id of the fault, client and number of the operation, address of the override, name of the field. */
  readonly name: string;
  /** Its line, or what it is in words. */
  readonly text: string;
  /** Null: there was no time to try. */
  readonly without: Effect | null;
  /** What is found then, where it is something else. */
  readonly instead: string;
  /** How far it may move while the case still fails the same way; each number of it by itself. */
  readonly margins: readonly StoryMargin[];
}

export interface StoryMargin {
  /** Virtual time, time behind its trigger, how long it lasts, or the value of an override. */
  readonly of: 'time' | 'delay' | 'duration' | 'value';
  readonly us: number;
  /** The least and the greatest that still fail the same way; null where no limit was found as far as it may go. */
  readonly leastUs: number | null;
  readonly mostUs: number | null;
  /** The same in words. */
  readonly text: string;
}

export interface StoryMoment {
  readonly check: string;
  readonly message: string;
  readonly atUs: number;
  readonly event: number;
}

export interface Story {
  readonly schema: 1;
  readonly version: string;
  /** Content name of the case. */
  readonly case: string;
  readonly verdict: Verdict;
  readonly signature: string | null;
  readonly sentences: readonly string[];
  /** The earliest thing that any check found, those of inner steps included. */
  readonly firstWrong: StoryMoment | null;
  /** What the verdict is about. */
  readonly failure: StoryMoment | null;
  readonly steps: readonly StoryStep[];
  /** Runs it took. */
  readonly runs: number;
  /** False when they ended before every step had been tried. */
  readonly complete: boolean;
}
