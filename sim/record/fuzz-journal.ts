/**
 * What a campaign writes down while it goes, one JSON document per line: first what must be the same for the lines
 * behind it to mean something, then what each go was asked for, the seeds it ran in whatever order they came back, and
 * how it ended, if it came to that. `fuzz-journal-schema.ts` reads it.
 */
import type { Verdict } from '../check/verdict.ts';
import type { Case } from './case.ts';
import type { Failure } from './run-result.ts';

export interface FuzzHeader {
  readonly kind: 'fuzz';
  readonly schema: 1;
  readonly version: string;
  /** Content name of the campaign. */
  readonly campaign: string;
  /** What is run, one case per scenario; seeds take turns, and replace theirs. */
  readonly bases: readonly Case[];
  /** The files they were read from, as the user named them; null for a scenario of the registry. */
  readonly origins: readonly (string | null)[];
  readonly strategy: string;
  readonly islands: number;
  /** The one island that is run, from 0; null for all. */
  readonly shard: number | null;
  /** The first seed of all islands. */
  readonly from: string;
  /** Of the first seed: another build of the same version shows here. */
  readonly fingerprint: string;
}

/** What one go was asked for. A later go that is asked for nothing goes on with it. */
export interface FuzzGo {
  readonly kind: 'go';
  /** Consecutive seeds of all islands; null for no end. */
  readonly seeds: number | null;
  /** The campaign's own time, in ms over all goes, at which no further round is begun; null for no end. */
  readonly untilMs: number | null;
  readonly stopAfter: number | null;
  /** Signatures of the baseline, ascending. */
  readonly known: readonly string[];
  readonly undecided: 'fail' | 'warn';
  readonly shrink: boolean;
  /** Of wall clock, before a seed is given up. */
  readonly seedTimeoutMs: number;
  /** Of one worker. */
  readonly memoryMib: number;
}

/** One seed. What says nothing is left out. */
export interface FuzzRun {
  readonly seed: string;
  /** As its strategy ordered it; `random` unless said. */
  readonly order?: 'dense' | 'pct' | 'order' | 'mutant';
  /** `ok` unless said. */
  readonly verdict?: Verdict;
  readonly failure?: Failure;
  /** What was run, of a failure that the scenario and the seed do not tell. */
  readonly case?: Case;
  readonly doubt?: string;
  readonly events: number;
  readonly virtualMs: number;
  readonly marks?: Readonly<Record<string, number>>;
  readonly behaviours?: readonly number[];
  readonly margin?: number;
  readonly cpuMs: number;
}

export interface FuzzRuns {
  readonly kind: 'runs';
  /** The campaign's own time when they came back, in ms over all goes. */
  readonly atMs: number;
  readonly runs: readonly FuzzRun[];
}

export interface FuzzStop {
  readonly kind: 'end';
  readonly atMs: number;
  readonly why: 'budget' | 'found' | 'time' | 'interrupted';
  /** Seeds that count: the lowest that it ran. */
  readonly seeds: number;
}

/** A line behind the header. */
export type FuzzRecord = FuzzGo | FuzzRuns | FuzzStop;
