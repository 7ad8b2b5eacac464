/** A case in, a result out. */
import type { CheckResult, Verdict } from '../sim/check/verdict.ts';
import type { Case } from '../sim/record/case.ts';
import type { RunResult } from '../sim/record/run-result.ts';
import { readingField } from './bad-field.ts';
import { namesOf } from './ensemble.ts';
import { checkMix } from './fault-plan.ts';
import { largestSizes } from './profile.ts';
import { internalRow, resultOf, settleDisagreement, verdictOf, type Traces } from './result.ts';
import { checkServedCase, runServedCase } from './served/served-run.ts';
import type { Scenario } from './scenario.ts';
import { checkDrawnSettings } from './settings.ts';
import { prepareCase, Simulation, type Prepared, type RunHost } from './simulation.ts';

export interface Run {
  readonly result: RunResult;
  /** All rows, with their findings. */
  readonly checks: readonly CheckResult[];
  /** The run as it ended; null when it could not be built, and when its clients were recorded. */
  readonly simulation: Simulation | null;
}

/**
 * Runs a case to its end. Bad input (a name nobody knows, an option out of range) is a RangeError with a sentence;
 * any other exception on the way is an error of ours and becomes the verdict `internal`.
 */
export function runCase(of: Case, host: RunHost = {}): Run {
  const prepared = prepareCase(of, host.registry);
  if (of.inputs !== null) return { ...runServedCase(of, of.inputs, prepared, host), simulation: null };
  const fromMs = host.nowMs?.() ?? 0;
  let simulation: Simulation | null = null;
  let checks: CheckResult[];
  try {
    simulation = build(of, prepared, host);
    const end = simulation.runToEnd();
    checks = settleDisagreement(simulation.results(end));
  } catch (error) {
    if (error instanceof BadInput) throw error.cause;
    checks = [internalRow(error, simulation?.world ?? null)];
  }
  checks = withExpectation(checks, prepared);
  const wallMs = host.nowMs === undefined ? 0 : host.nowMs() - fromMs;
  const { voters, observers } = prepared.settings;
  const traces = simulation === null ? null : tracesOf(simulation);
  return { result: resultOf(of, { voters, observers }, traces, checks, wallMs), checks, simulation };
}

function tracesOf({ world, tally, marks, roleHistory, drawn, workload }: Simulation): Traces {
  return { world, tally, marks, roleHistory, drawn, asked: workload.asked, unanswered: workload.unanswered };
}

/** Wraps what is to be thrown on: the case asks for what cannot be. */
class BadInput extends Error {}

function build(of: Case, prepared: Prepared, host: RunHost): Simulation {
  try {
    return new Simulation(of, prepared, host.observers ?? [], host);
  } catch (error) {
    if (error instanceof RangeError) throw new BadInput(error.message, { cause: error });
    throw error;
  }
}

/** The result alone, which is all that most callers want. */
export function run(of: Case, host: RunHost = {}): RunResult {
  return runCase(of, host).result;
}

/** Fails with a RangeError whose sentence tells what the case asks for and nobody knows. */
export function checkCase(of: Case, host: Pick<RunHost, 'registry'> = {}): void {
  const prepared = prepareCase(of, host.registry);
  checkProfile(of, prepared);
  if (of.inputs === null) new Simulation(of, prepared, []);
  else checkServedCase(of, of.inputs, prepared);
}

/** Each setting and each line of the profile's faults, whether this seed draws it or not. */
function checkProfile({ options }: Case, { scenario, settings }: Prepared): void {
  const { profile } = scenario as Scenario;
  if (profile === undefined) return;
  checkDrawnSettings(scenario as Scenario);
  const names = namesOf(scenario, largestSizes(profile, settings, options));
  readingField(['scenario', 'profile', 'faults'], () => checkMix(profile.faults, names));
}

export interface Replay {
  readonly result: RunResult;
  /** `none`: the case holds no fingerprint. */
  readonly fingerprint: 'same' | 'other' | 'none';
  /** Whether verdict and signature are those the case expects; `none`: it expects nothing. */
  readonly expectation: 'met' | 'missed' | 'none';
}

/** Runs a case and compares with what is stored in it. */
export function replay(of: Case, host: RunHost = {}): Replay {
  const result = run(of, host);
  const { expect } = of;
  const met =
    expect !== null &&
    expect.verdict === result.verdict &&
    (expect.signature === null || expect.signature === result.failure?.signature);
  return {
    result,
    fingerprint: of.fingerprint === null ? 'none' : of.fingerprint === result.fingerprint ? 'same' : 'other',
    expectation: expect === null ? 'none' : met ? 'met' : 'missed',
  };
}

/** A scenario that is about a failure has failed when there is none. */
function withExpectation(checks: CheckResult[], { scenario }: Prepared): CheckResult[] {
  const expected: Verdict = scenario.expect ?? 'ok';
  if (expected === 'ok') return checks;
  const verdict = verdictOf(checks);
  if (verdict !== 'ok') return checks;
  const detail = `the scenario is to end with ${expected}, and nothing was found`;
  return [...checks, { name: 'expectation', verdict: 'expectation', detail, finding: null }];
}
