/**
 * The case: everything a run is a function of. A worker thread, a browser tab or another machine needs nothing
 * more; functions are referred to by name. `case-schema.ts` reads one from JSON.
 */
import type { Verdict } from '../check/verdict.ts';
import type { Latency } from '../kernel/distribution.ts';
import type { PriorityOptions } from '../kernel/priorities.ts';
import type { StageDelays } from '../kernel/stage-delays.ts';
import { shortDigest } from './canonical.ts';
import type { Plan } from './plan.ts';
import type { RecordedInputs } from './recorded-inputs.ts';
import type { ScenarioDocument, Setting } from './scenario-document.ts';

export interface Case {
  readonly schema: 1;
  /** Version of the engine that wrote the case. Cases stay valid over releases; fingerprints do not. */
  readonly engine: string;
  /** A name of the registry, an inline document, or the path of a module (it contains a `/`). */
  readonly scenario: string | ScenarioDocument;
  readonly options: CaseOptions;
  /** A re-created bug by name, null for the correct protocol. */
  readonly bug: string | null;
  readonly seed: string;
  /** Null: drawn from the seed. */
  readonly plan: Plan | null;
  /** Decisions by address that take this value in place of the drawn one. */
  readonly overrides: Readonly<Record<string, number>>;
  /** What entered a served ensemble; null: the clients are the simulation's own. */
  readonly inputs: RecordedInputs | null;
  readonly expect: CaseExpectation | null;
  /** 32 hexadecimal digits of the run this case was made from. */
  readonly fingerprint: string | null;
  /** What the servers did on the way to the failure when the case was stored; tells a later run where it went another way. */
  readonly landmarks?: readonly string[];
}

/** What the user chose over what the scenario says. */
export interface CaseOptions {
  readonly voters?: number;
  readonly observers?: number;
  readonly clients?: number;
  /** Operations over all clients. */
  readonly ops?: number;
  readonly durationMs?: number;
  /** A mix by name, or a comma-separated list of fault kinds. */
  readonly faults?: string;
  /** A condition of the fault vocabulary at which the run stops. */
  readonly until?: string;
  /** Fields of the server configuration, by their names there. */
  readonly config?: Readonly<Record<string, Setting>>;
  /** How slow and how lossy the ground is; drawn from the seed, where the scenario draws it, unless given. */
  readonly weather?: CaseWeather;
  /** Orders messages and threads by priorities, on top of the weather; none unless given. */
  readonly priorities?: PriorityOptions;
  /**
   * Decisions drawn from a seed other than the case's, by what their addresses begin with up to a `/`: `fault/f3`, `net`,
   * `profile/voters`. The longest that fits counts. A quiet case is quiet all the same.
   */
  readonly seeds?: Readonly<Record<string, string>>;
}

export interface CaseWeather {
  /** Of messages. */
  readonly latency: Latency;
  /** Lost packets in a million. */
  readonly lossPpm: number;
  readonly syncLatency: Latency;
  readonly stageDelays: StageDelays;
}

export interface CaseExpectation {
  readonly verdict: Verdict;
  /** Signature of the finding, null when any will do. */
  readonly signature: string | null;
}

/** A case in which nothing but the scenario, the seed and some options is chosen. */
export function newCase(engine: string, scenario: Case['scenario'], seed: string, options: CaseOptions = {}): Case {
  return {
    schema: 1,
    engine,
    scenario,
    options,
    bug: null,
    seed,
    plan: null,
    overrides: {},
    inputs: null,
    expect: null,
    fingerprint: null,
  };
}

/** `chaos` of `chaos`, of a document with that name, and of `./mine/chaos.ts`. */
export function scenarioName(scenario: Case['scenario']): string {
  if (typeof scenario !== 'string') return scenario.name;
  const file = scenario.slice(scenario.lastIndexOf('/') + 1);
  return isModulePath(scenario) ? file.replace(/\.[cm]?[jt]s$/, '') : scenario;
}

/** Names of the registry have no `/` in them, paths of modules always do. */
export function isModulePath(scenario: string): boolean {
  return scenario.includes('/');
}

/**
 * A case's name is its content: `chaos-s42` when nothing but the seed was chosen, else with six digits of a digest
 * of the rest. What a run found (expectation, fingerprint, landmarks, engine) is not
 * part of the name.
 */
export function caseName(of: Case): string {
  const name = `${scenarioName(of.scenario)}-s${of.seed}`;
  const named = typeof of.scenario === 'string';
  const rest = {
    document: named ? null : of.scenario,
    options: of.options,
    bug: of.bug,
    plan: of.plan,
    overrides: of.overrides,
    inputs: of.inputs,
  };
  return isDefault(of) ? name : `${name}-${shortDigest(rest, 6)}`;
}

function isDefault(of: Case): boolean {
  return (
    typeof of.scenario === 'string' &&
    Object.values(of.options).every((option) => option === undefined) &&
    of.bug === null &&
    of.plan === null &&
    of.inputs === null &&
    Object.keys(of.overrides).length === 0
  );
}
