/** A case in, a result out. */
import { AssertionError } from '../protocol/std/assert.ts';
import { worst, type CheckResult, type Verdict } from '../sim/check/verdict.ts';
import { caseName, scenarioName, type Case } from '../sim/record/case.ts';
import { replayLine } from '../sim/record/replay-line.ts';
import type { Failure, RunResult } from '../sim/record/run-result.ts';
import type { RoleHistory } from './role-history.ts';
import { prepareCase, Simulation, type Prepared, type RunHost } from './simulation.ts';
import { version } from './version.ts';

const SEARCH = 'linearizable-search';

export interface Run {
  readonly result: RunResult;
  /** All rows, with their findings. */
  readonly checks: readonly CheckResult[];
  /** The run as it ended, null when it could not be built. */
  readonly simulation: Simulation | null;
}

/**
 * Runs a case to its end. Bad input (a name nobody knows, an option out of range) is a RangeError with a sentence;
 * any other exception on the way is an error of ours and becomes the verdict `internal`.
 */
export function runCase(of: Case, host: RunHost = {}): Run {
  const prepared = prepareCase(of, host.registry);
  const fromMs = host.nowMs?.() ?? 0;
  let simulation: Simulation | null = null;
  let checks: CheckResult[];
  try {
    simulation = build(of, prepared, host);
    const end = simulation.runToEnd();
    checks = settleDisagreement(simulation.results(end));
  } catch (error) {
    if (error instanceof BadInput) throw error.cause;
    checks = [internalRow(error, simulation)];
  }
  checks = withExpectation(checks, prepared);
  const wallMs = host.nowMs === undefined ? 0 : host.nowMs() - fromMs;
  return { result: resultOf(of, prepared, simulation, checks, wallMs), checks, simulation };
}

/** Wraps what is to be thrown on: the case asks for what cannot be. */
class BadInput extends Error {}

function build(of: Case, prepared: Prepared, host: RunHost): Simulation {
  try {
    return new Simulation(of, prepared, host.observers ?? []);
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
  new Simulation(of, prepareCase(of, host.registry), []);
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

/**
 * The certificate decides; where it finds nothing and the search, which looks at the same updates, finds no order for
 * them, one of the two is wrong, and that is an error of ours.
 */
export function settleDisagreement(checks: readonly CheckResult[]): CheckResult[] {
  const search = checks.find((check) => check.name === SEARCH);
  const others = worst(checks.filter((check) => check !== search).map((check) => check.verdict));
  if (search?.verdict !== 'violation' || (others !== 'ok' && others !== 'undecided')) return [...checks];
  const detail = `no other check agrees: ${search.detail}`;
  return checks.map((check) => (check === search ? { ...search, verdict: 'internal', detail } : check));
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

function internalRow(error: unknown, simulation: Simulation | null): CheckResult {
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  const where = error instanceof Error ? (error.stack ?? '').split('\n').slice(1, 3).join(' ').trim() : '';
  const kind = error instanceof AssertionError ? message.replace(/\(.*\)$/s, '').trim() : message;
  return {
    name: 'zabsim',
    verdict: 'internal',
    detail: `${message} ${where}`.trim(),
    finding: {
      signature: `zabsim: ${kind.replace(/[0-9]+/g, 'n')}`,
      message,
      atUs: simulation?.world.nowUs ?? 0,
      event: simulation?.world.events ?? 0,
    },
  };
}

function resultOf(
  of: Case,
  { settings }: Prepared,
  simulation: Simulation | null,
  checks: readonly CheckResult[],
  wallMs: number,
): RunResult {
  const verdict = verdictOf(checks);
  const world = simulation?.world;
  const tally = simulation?.tally;
  const marks: Record<string, number> = {};
  for (const [name, count] of simulation?.marks.counts ?? []) marks[name] = count;
  return {
    schema: 1,
    scenario: scenarioName(of.scenario),
    seed: of.seed,
    case: caseName(of),
    version,
    ensemble: { voters: settings.voters, observers: settings.observers },
    drawn: simulation?.drawn ?? {},
    verdict,
    fingerprint: world?.fingerprint() ?? '0'.repeat(32),
    events: world?.events ?? 0,
    handOvers: world?.handOvers ?? 0,
    virtualMs: Math.floor((world?.nowUs ?? 0) / 1000),
    wallMs,
    elections: Math.max(0, (tally?.established ?? 0) - 1),
    epochs: tally?.epochs ?? 0,
    commits: tally?.commits ?? 0,
    operations: {
      ok: tally?.ok ?? 0,
      error: tally?.error ?? 0,
      unknown: (tally?.unknown ?? 0) + (simulation?.workload.unanswered ?? 0),
    },
    underFault: share(tally?.underFault ?? 0, simulation?.workload.asked ?? 0),
    movedSessions: tally?.movedSessions ?? 0,
    faults: tally?.faults ?? [],
    marks,
    checks: checks.map(({ name, verdict: of_, detail }) => ({ name, verdict: of_, detail })),
    failure: failureOf(of, verdict, checks, simulation?.roleHistory ?? null),
  };
}

/**
 * The worst of all rows. Where the black-box search ran out of steps its row says so, and the certificate, which has
 * looked at the same updates, decides.
 */
function verdictOf(checks: readonly CheckResult[]): Verdict {
  return worst(checks.map((check) => (check.name === SEARCH && check.verdict === 'undecided' ? 'ok' : check.verdict)));
}

/** Three digits are enough for a share. */
function share(part: number, whole: number): number {
  return whole === 0 ? 0 : Math.round((1000 * part) / whole) / 1000;
}

/** Of the rows that made the verdict the one whose finding came first; what is found at the end comes last. */
function failureOf(
  of: Case,
  verdict: Verdict,
  checks: readonly CheckResult[],
  roles: RoleHistory | null,
): Failure | null {
  if (verdict === 'ok' || verdict === 'undecided') return null;
  let first: CheckResult | undefined;
  for (const check of checks) {
    if (check.verdict === verdict && (first === undefined || foundAt(check) < foundAt(first))) first = check;
  }
  if (first === undefined) return null;
  return {
    check: first.name,
    signature: signatureOf(first, roles),
    message: first.finding?.message ?? first.detail,
    atMs: Math.floor((first.finding?.atUs ?? 0) / 1000),
    event: first.finding?.event ?? 0,
    replay: replayLine(of, null),
  };
}

/** Check, property, and the role and phase of the server that broke it: `zab-prefix: … (learner in synchronization)`. */
function signatureOf({ name, verdict, finding }: CheckResult, roles: RoleHistory | null): string {
  if (finding === null) return `${name}: ${verdict}`;
  const { signature, event, process } = finding;
  const standing = process === undefined ? null : (roles?.before(event, process) ?? null);
  return standing === null ? signature : `${signature} (${standing})`;
}

function foundAt({ finding }: CheckResult): number {
  return finding === null || finding.event < 0 ? Infinity : finding.event;
}
