/**
 * A scenario as a document: what a YAML or JSON file, or a case with an inline scenario, holds. Everything that
 * names a function (a workload, a mix of faults) is a name; times are text with a unit, `30s` or `250ms`.
 * A document means the same before and after parsing: nothing is filled in, defaults belong to the runner.
 */
import type { Verdict } from '../check/verdict.ts';

export interface ScenarioDocument {
  /** Kebab-case; the first part of every case's name. */
  readonly name: string;
  /** What the scenario shows, in a sentence or a few. */
  readonly story: string;
  readonly ensemble: { readonly voters: number; readonly observers?: number };
  /** How many clients, `c1` onwards. */
  readonly clients?: number;
  /** Fields of the server configuration, by their names there: `tickTimeMs`, `initLimit`, … */
  readonly config?: Readonly<Record<string, Setting>>;
  readonly workload?: WorkloadDocument;
  /** A mix by name (`none`, `calm`, `std`, `harsh`), a comma-separated list of fault kinds, or explicit lines. */
  readonly faults?: string | readonly string[];
  /** Virtual time after which no new fault or operation begins. */
  readonly duration?: string;
  /** A condition of the fault vocabulary at which the run stops early. */
  readonly until?: string;
  /** The verdict the scenario is about; `ok` when not given. */
  readonly expect?: Verdict;
  /** Marks that a campaign of this scenario must reach. */
  readonly sometimes?: readonly string[];
  readonly limits?: ScenarioLimits;
}

export type Setting = number | string | boolean;

export interface WorkloadDocument {
  readonly name?: string;
  /** Operations over all clients. */
  readonly ops?: number;
  /** Options of the workload, by their names there. */
  readonly options?: Readonly<Record<string, Setting>>;
}

/** Bounds of one run; reaching one is `undecided`, never `ok`. */
export interface ScenarioLimits {
  readonly events?: number;
  readonly searchSteps?: number;
}
