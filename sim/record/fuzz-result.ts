/** What a fuzzing campaign came to, as `sim fuzz --json` prints it and `campaign.json` holds it. */
import type { Verdict } from '../check/verdict.ts';

export interface FuzzResult {
  readonly schema: 1;
  readonly version: string;
  /** Content name: equal for equal scenarios, options, strategy, islands and first seed, whatever the budget. */
  readonly campaign: string;
  readonly scenarios: readonly string[];
  readonly strategy: string;
  /** `1..5000`: the seeds that were run, gaps of shards included. */
  readonly range: string;
  /** Seeds run. */
  readonly seeds: number;
  readonly ok: number;
  readonly undecided: number;
  /** What left seeds undecided, the reason with the lowest seed first. */
  readonly doubts: readonly FuzzDoubt[];
  /** By signature, the one with the lowest seed first. */
  readonly failures: readonly FuzzFailure[];
  /** By rare situation: how often, and in how many seeds. */
  readonly marks: Readonly<Record<string, { readonly times: number; readonly seeds: number }>>;
  /** Rare situations that the scenarios ask for and no seed reached. */
  readonly missing: readonly string[];
  /** Different behaviours seen, and how many of them in one seed only. */
  readonly behaviours: { readonly seen: number; readonly once: number };
  /**
   * Seeds that showed a behaviour, a rare situation or a signature that no other seed showed. Divided by the seeds run it
   * estimates how likely the next seed is to show something new (Good-Turing).
   */
  readonly alone: number;
  readonly virtualMs: number;
  readonly events: number;
  /** False when it was interrupted or its budget of time ended it. */
  readonly complete: boolean;
  /** Differs from machine to machine; comparisons leave it out. */
  readonly timing: FuzzTiming;
}

export interface FuzzFailure {
  readonly signature: string;
  readonly verdict: Verdict;
  readonly check: string;
  readonly message: string;
  /** The lowest that fails so. */
  readonly seed: string;
  /** Seeds that fail so. */
  readonly count: number;
  /** Content name of the stored case, and of its folder in the output directory. */
  readonly case: string;
  /** Of the stored case; null when it was not shrunk. */
  readonly shrunk: ShrunkSize | null;
  /** It is in the baseline. */
  readonly known: boolean;
  /** Ten sentences at most; empty when nobody asked for them. */
  readonly story: readonly string[];
  /** The command line that shows it again; a file in it is named from the folder of the campaign. */
  readonly replay: string;
}

export interface FuzzDoubt {
  readonly reason: string;
  /** The lowest that it left undecided. */
  readonly seed: string;
  readonly count: number;
}

/** How large a case is: what somebody who reads it has to take in. */
export interface ShrunkSize {
  readonly servers: number;
  readonly clients: number;
  readonly faults: number;
  readonly operations: number;
  readonly overrides: number;
}

export interface FuzzTiming {
  readonly jobs: number;
  readonly wallMs: number;
  readonly cpuMs: number;
  readonly seedsPerSecond: number | null;
}
