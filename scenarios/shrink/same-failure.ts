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
export const EVENTS_MORE = 20_000;
/** Of a run that is quick, where many are tried. */
export const EVENTS_QUICK = 30_000;
/** Rows that may be undecided where overrides were not reached. */
const DRIFT_ROWS: readonly string[] = ['assertions', 'linearizable-search'];

export interface Judged {
  /** Without the overrides that its run did not ask for. */
  readonly kept: WrittenCase;
  readonly result: RunResult;
}

export class SameFailure {
  readonly expect: CaseExpectation;
  /** Of all runs so far: what judging has cost, the same on every machine. */
  events = 0;
  private readonly host: Pick<RunHost, 'registry'>;
  private readonly passesWithoutBug: boolean;

  /** `result`: of the original, which ended with a finding. */
  constructor(of: WrittenCase, result: RunResult, host: Pick<RunHost, 'registry'>) {
    this.expect = { verdict: result.verdict, signature: result.failure?.signature ?? null };
    this.host = host;
    this.passesWithoutBug = of.bug !== null && runCase({ ...of, bug: null }, host).result.verdict === 'ok';
  }

  /** `other`: it does not fail so. `too long`: not within so many events. */
  judge(of: WrittenCase, eventsMost: number): Judged | 'other' | 'too long' {
    try {
      const { result, simulation } = this.run(of, eventsMost);
      const { verdict, signature } = this.expect;
      if (simulation?.world.limitReached === 'events') return 'too long';
      if (result.verdict !== verdict || (result.failure?.signature ?? null) !== signature) return 'other';
      const kept = without(of, simulation?.unusedOverrides() ?? []);
      if (this.passesWithoutBug && !passes(this.run({ ...kept, bug: null }, eventsMost))) return 'other';
      return { kept, result };
    } catch (error) {
      // What cannot be run, as an ensemble whose configuration refuses it, does not fail as the original did.
      if (error instanceof RangeError) return 'other';
      throw error;
    }
  }

  private run(of: WrittenCase, eventsMost: number): Run {
    const run = runCase(of, { ...this.host, eventsMost });
    this.events += run.result.events;
    return run;
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
  const gone = new Set(unused);
  return {
    ...of,
    overrides: Object.fromEntries(Object.entries(of.overrides).filter(([address]) => !gone.has(address))),
  };
}
