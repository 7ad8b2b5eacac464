/**
 * The judge of a shrinker: whether a case fails as the original did, with the same verdict and signature, and passes
 * without its bug where the original did.
 */
import type { CaseExpectation } from '../../sim/record/case.ts';
import type { RunResult } from '../../sim/record/run-result.ts';
import { runCase, type Run } from '../run.ts';
import type { RunHost } from '../simulation.ts';
import type { WrittenCase } from './written-case.ts';

/** A candidate may take so many events more than the best so far. */
const EVENTS_MORE = 20_000;
/** Rows that may be undecided where overrides were not reached. */
const DRIFT_ROWS: readonly string[] = ['assertions', 'linearizable-search'];

export interface Judged {
  /** Without the overrides that its run did not ask for. */
  readonly kept: WrittenCase;
  readonly result: RunResult;
}

export class SameFailure {
  readonly expect: CaseExpectation;
  private readonly host: Pick<RunHost, 'registry'>;
  private readonly passesWithoutBug: boolean;

  /** `result`: of the original, which ended with a finding. */
  constructor(of: WrittenCase, result: RunResult, host: Pick<RunHost, 'registry'>) {
    this.expect = { verdict: result.verdict, signature: result.failure?.signature ?? null };
    this.host = host;
    this.passesWithoutBug = of.bug !== null && runCase({ ...of, bug: null }, host).result.verdict === 'ok';
  }

  /** Null when it does not fail so. `best`: the run of the best so far. */
  judge(of: WrittenCase, best: RunResult): Judged | null {
    try {
      const eventsMost = best.events + EVENTS_MORE;
      const { result, simulation } = runCase(of, { ...this.host, eventsMost });
      const { verdict, signature } = this.expect;
      if (result.verdict !== verdict || (result.failure?.signature ?? null) !== signature) return null;
      const kept = without(of, simulation?.unusedOverrides() ?? []);
      if (this.passesWithoutBug && !passes(runCase({ ...kept, bug: null }, { ...this.host, eventsMost }))) return null;
      return { kept, result };
    } catch (error) {
      // What cannot be run, as an ensemble whose configuration refuses it, does not fail as the original did.
      if (error instanceof RangeError) return null;
      throw error;
    }
  }
}

/** The correct protocol may go another way, and then it never takes some of the decisions that the case overrides. */
function passes({ result, simulation }: Run): boolean {
  if (result.verdict === 'ok') return true;
  const drifted = (simulation?.unusedOverrides().length ?? 0) > 0;
  return drifted && result.checks.every(({ name, verdict }) => verdict === 'ok' || DRIFT_ROWS.includes(name));
}

function without(of: WrittenCase, unused: readonly string[]): WrittenCase {
  if (unused.length === 0) return of;
  const overrides: Record<string, number> = {};
  for (const [address, value] of Object.entries(of.overrides)) {
    if (!unused.includes(address)) overrides[address] = value;
  }
  return { ...of, overrides };
}
