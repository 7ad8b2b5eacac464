/** The score of a test bench against re-created bugs, as `sim gauntlet --json` prints it. */
import type { ShrunkSize } from './fuzz-result.ts';
import type { Assertions, ControlTally, FoundSeed } from './gauntlet-file.ts';

export interface GauntletResult {
  readonly schema: 1;
  readonly version: string;
  readonly profile: GauntletProfile;
  /** First seed of all; campaign c begins `c * budget` seeds later, the control behind all campaigns. */
  readonly seedsFrom: string;
  /** What led the campaigns. */
  readonly strategy: string;
  readonly campaigns: number;
  readonly budget: number;
  /** False when it was interrupted: what stands here is what was finished. */
  readonly complete: boolean;
  readonly bugs: readonly BugScore[];
  readonly control: ControlScore;
  /** Depends on the machine; comparisons leave it out, and `seconds` of every row with it. */
  readonly timing: GauntletTiming;
}

/** The one profile that all seeds are drawn from. */
export interface GauntletProfile {
  readonly scenario: string;
  readonly story: string;
  /** What is drawn, with its odds; empty for a scenario without a profile. */
  readonly parameters: Readonly<Record<string, string>>;
  /** Seeds whose draws are summed up in `drawn`. */
  readonly sampled: number;
  /** What came of it: the range of numbers, the shares of names. */
  readonly drawn: Readonly<Record<string, string>>;
}

/** One bug with assertions on, or off. */
export interface DetectionScore {
  readonly found: boolean;
  /** Seeds to the first detection over the campaigns; null when it lies beyond the budget. */
  readonly seeds: { readonly median: number | null; readonly p95: number | null };
  /** Detections over seeds run. */
  readonly probability: number;
  /** Exact, 95 %. */
  readonly interval: readonly [low: number, high: number];
  /** On one core to the median detection; null when nobody measured or the median lies beyond the budget. */
  readonly seconds: number | null;
  /** The check that fired most often; null when none did. */
  readonly check: string | null;
}

export interface ModeScore extends DetectionScore {
  readonly assertions: Assertions;
  /** Finished ones. */
  readonly campaigns: number;
  readonly detections: number;
  readonly seedsRun: number;
  /** Which checks fired first, most often first. `meant`: it is a property that this bug is known to break. */
  readonly checks: readonly { readonly check: string; readonly count: number; readonly meant: boolean }[];
  readonly undecided: number;
  readonly doubtful: number;
  readonly errors: readonly FoundSeed[];
  /** Of the first campaign that found it. */
  readonly example: FoundSeed | null;
}

/** What the bug is, and its score in the first of the modes asked for. */
export interface BugScore extends DetectionScore {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  readonly phase: string;
  readonly title: string;
  readonly properties: readonly string[];
  /** The defence that is taken away together with the bug, because alone the bug changes nothing. */
  readonly maskedBy: string | null;
  /** What is left of the first detection; null where nothing was found, or nothing was shrunk. */
  readonly shrunk: ShrunkDetection | null;
  readonly modes: readonly ModeScore[];
}

export interface ShrunkDetection extends ShrunkSize {
  /** Elections, synchronisations, proposals, acks, commits, flushes and faults up to the failure. */
  readonly phaseSteps: number;
}

export interface ControlScore extends Omit<ControlTally, 'cpuMs'> {
  readonly from: string;
  /** Seeds of the campaigns that failed with the correct protocol as well are among `failures`. */
  readonly undecided: number;
}

export interface GauntletTiming {
  readonly jobs: number;
  readonly wallMs: number;
  /** Of one core, all bug seeds that count. */
  readonly bugCpuMs: number;
  readonly controlCpuMs: number;
  /** On one core; null when nothing was measured. */
  readonly controlSeedsPerSecond: number | null;
}
