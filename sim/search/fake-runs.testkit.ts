/** Runs that happen in nobody's simulator: the verdict of a seed is what a table says, `ok` of all others. */
import type { Verdict } from '../check/verdict.ts';
import { newCase, type Case } from '../record/case.ts';
import type { RunResult } from '../record/run-result.ts';
import type { Runner } from './seed-hunt.ts';

/** Of a bug by its name, of the correct protocol under `none`. */
export type Verdicts = Readonly<Record<string, Readonly<Record<string, Verdict>>>>;

export function caseOf(bug: string | null): Case {
  return { ...newCase('0.1.0', 'fuzz', '1'), bug };
}

export function fakeRunner(verdicts: Verdicts, seen: string[] = []): Runner {
  return {
    isCaught: ({ verdict }) => verdict === 'violation' || verdict === 'liveness' || verdict === 'crash',
    run: (of) => {
      const bug = of.bug ?? 'none';
      seen.push(`${bug} ${of.seed}`);
      return { result: resultOf(of, verdicts[bug]?.[of.seed] ?? 'ok'), cpuMs: of.bug === null ? 1000 : 2 };
    },
  };
}

function resultOf(of: Case, verdict: Verdict): RunResult {
  const failed = verdict !== 'ok' && verdict !== 'undecided';
  const seed = Number(of.seed);
  return {
    schema: 1,
    scenario: 'fuzz',
    seed: of.seed,
    case: `fuzz-s${of.seed}`,
    version: '0.1.0',
    ensemble: { voters: 3, observers: 0 },
    drawn: {},
    verdict,
    fingerprint: '0'.repeat(32),
    events: seed % 10 === 0 ? 99 : 1000,
    handOvers: 0,
    virtualMs: 0,
    wallMs: 0,
    elections: 0,
    epochs: 1,
    commits: 0,
    operations: { ok: 0, error: 0, unknown: 0 },
    underFault: 0,
    movedSessions: 0,
    faults: seed % 4 === 0 ? [] : [{ atMs: 1, kind: 'crash', text: 'crash 1' }],
    marks: seed % 3 === 0 ? { 'sync: SNAP': 2 } : {},
    checks: [],
    failure: failed
      ? { check: `${verdict}-check`, signature: 'x: y', message: 'is so', atMs: 0, event: 0, replay: '' }
      : null,
  };
}
