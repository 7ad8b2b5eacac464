/** From the rows of a run, and what was counted beside them, to its result. */
import { AssertionError } from '../protocol/std/assert.ts';
import { worst, type CheckResult, type Verdict } from '../sim/check/verdict.ts';
import type { World } from '../sim/kernel/world.ts';
import { caseName, scenarioName, type Case } from '../sim/record/case.ts';
import { replayLine } from '../sim/record/replay-line.ts';
import type { Failure, RunResult } from '../sim/record/run-result.ts';
import type { Marks } from './marks.ts';
import type { RoleHistory } from './role-history.ts';
import type { Tally } from './tally.ts';
import { version } from './version.ts';

export const SEARCH = 'linearizable-search';

/** What a run leaves behind, but for its checks. */
export interface Traces {
  readonly world: World;
  readonly tally: Tally;
  readonly marks: Marks;
  readonly roleHistory: RoleHistory;
  readonly drawn: RunResult['drawn'];
  /** Operations that clients were asked for, and those of them that nobody answered. */
  readonly asked: number;
  readonly unanswered: number;
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

/** An error of ours on the way, as a row. `world`: as far as it came. */
export function internalRow(error: unknown, world: World | null): CheckResult {
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
      atUs: world?.nowUs ?? 0,
      event: world?.events ?? 0,
    },
  };
}

/** `traces`: null when the run could not be built. */
export function resultOf(
  of: Case,
  { voters, observers }: RunResult['ensemble'],
  traces: Traces | null,
  checks: readonly CheckResult[],
  wallMs: number,
): RunResult {
  const verdict = verdictOf(checks);
  const world = traces?.world;
  const tally = traces?.tally;
  const marks: Record<string, number> = {};
  for (const [name, count] of traces?.marks.counts ?? []) marks[name] = count;
  return {
    schema: 1,
    scenario: scenarioName(of.scenario),
    seed: of.seed,
    case: caseName(of),
    version,
    ensemble: { voters, observers },
    drawn: traces?.drawn ?? {},
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
      unknown: (tally?.unknown ?? 0) + (traces?.unanswered ?? 0),
    },
    underFault: share(tally?.underFault ?? 0, traces?.asked ?? 0),
    movedSessions: tally?.movedSessions ?? 0,
    faults: tally?.faults ?? [],
    marks,
    checks: checks.map(({ name, verdict: of_, detail }) => ({ name, verdict: of_, detail })),
    failure: failureOf(of, verdict, checks, traces?.roleHistory ?? null),
  };
}

/**
 * The worst of all rows. Where the black-box search ran out of steps its row says so, and the certificate, which has
 * looked at the same updates, decides.
 */
export function verdictOf(checks: readonly CheckResult[]): Verdict {
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
