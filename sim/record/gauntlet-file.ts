/**
 * What a gauntlet keeps while it goes, one JSON document per line: first what must be the same for the lines behind
 * it to mean something, then each finished part in whatever order parts finished. `gauntlet-file-schema.ts` reads it.
 */
import type { Verdict } from '../check/verdict.ts';

/** Whether the assertions of the simulated servers may end a run before a property does. */
export type Assertions = 'on' | 'off';

export interface GauntletHeader {
  readonly kind: 'gauntlet';
  readonly schema: 1;
  readonly version: string;
  /** The scenario whose seeds are run. */
  readonly profile: string;
  /** Of the profile's first seed and the correct protocol: another build of the same version shows here. */
  readonly fingerprint: string;
  /** First seed of all. */
  readonly seedsFrom: string;
  /** What led the campaigns. */
  readonly strategy: string;
  readonly campaigns: number;
  /** Seeds of one campaign at most. */
  readonly budget: number;
  /** Seeds that one line of the control is about; the last may be about fewer. */
  readonly blockSeeds: number;
}

/** One seed that is worth telling. */
export interface FoundSeed {
  readonly seed: string;
  readonly verdict: Verdict;
  readonly check: string;
  readonly signature: string;
  readonly message: string;
  /** The command line that shows it again. */
  readonly replay: string;
}

/** One campaign against one bug: consecutive seeds up to the first that finds it, or up to the budget. */
export interface CampaignEnd {
  readonly kind: 'campaign';
  readonly bug: string;
  readonly assertions: Assertions;
  /** From 0; each has seeds of its own. */
  readonly campaign: number;
  /** Seeds run, the detecting one included. */
  readonly seeds: number;
  /** The first seed that fails, and that the correct protocol passes. */
  readonly detection: FoundSeed | null;
  /** Seeds whose verdict was undecided. */
  readonly undecided: number;
  /** Seeds that failed while the correct protocol was undecided about them; not counted as found. */
  readonly doubtful: number;
  /** Seeds that failed, and fail with the correct protocol as well: the bench or the protocol is wrong. */
  readonly controlFailures: readonly FoundSeed[];
  /** Seeds that ended in an error of zabsim itself, as far as ten. */
  readonly errors: readonly FoundSeed[];
  /** Of one core, for these seeds. Never compared. */
  readonly cpuMs: number;
}

/** Seeds of the correct protocol, added up. */
export interface ControlTally {
  readonly seeds: number;
  readonly verdicts: Readonly<Partial<Record<Verdict, number>>>;
  readonly events: number;
  /** Seeds in which hardly anything happened. */
  readonly fewEvents: number;
  readonly noFault: number;
  /** By rare situation: how often, and in how many seeds. */
  readonly marks: Readonly<Record<string, { readonly times: number; readonly seeds: number }>>;
  /** Every seed that was neither ok nor undecided. */
  readonly failures: readonly FoundSeed[];
  /** Of one core. Never compared. */
  readonly cpuMs: number;
}

export interface ControlBlock {
  readonly kind: 'control';
  /** From 0. */
  readonly block: number;
  readonly tally: ControlTally;
}

/** A line behind the header. */
export type GauntletRecord = CampaignEnd | ControlBlock;
