/**
 * The judge of a shrinker: whether a case fails as the original did, with the same verdict and signature, and passes
 * without its bug where the original did.
 */
import type { CaseExpectation } from '../../sim/record/case.ts';
import type { RunResult } from '../../sim/record/run-result.ts';
import { runCase, type Run } from '../run.ts';
import type { RunHost } from '../simulation.ts';
import type { WrittenCase } from './written-case.ts';

/** A run of so many times what it takes without its bug has gone on without end. */
const ENDLESS_TIMES = 10;
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
  /**
   * Where the failure is that servers answer each other without end: a run of so many events is taken for it, long
   * before the check that finds it has its say. Whoever keeps such a case has it run to its end once more. Infinity
   * elsewhere.
   */
  private endless = Infinity;
  private readonly original: RunResult;
  private readonly host: Pick<RunHost, 'registry'>;
  private readonly passesWithoutBug: boolean;

  /** `result`: of the original, which ended with a finding. */
  constructor(of: WrittenCase, result: RunResult, host: Pick<RunHost, 'registry'>) {
    this.expect = { verdict: result.verdict, signature: result.failure?.signature ?? null };
    this.host = host;
    this.original = result;
    const correct = of.bug === null ? null : runCase({ ...of, bug: null }, host).result;
    this.passesWithoutBug = correct?.verdict === 'ok';
    if (correct === null || !this.passesWithoutBug || result.verdict !== 'liveness') return;
    const endless = Math.max(EVENTS_QUICK, ENDLESS_TIMES * correct.events);
    if (2 * endless < result.events) this.endless = endless;
  }

  /** Whether runs are not taken to their end. */
  get isHasty(): boolean {
    return this.endless !== Infinity;
  }

  /** From now on they are. */
  takeTime(): void {
    this.endless = Infinity;
  }

  /** `other`: it does not fail so. `too long`: not within so many events. */
  judge(of: WrittenCase, eventsMost: number): Judged | 'other' | 'too long' {
    try {
      const { result, simulation } = this.run(of, Math.min(eventsMost, this.endless));
      const limited = simulation?.world.limitReached === 'events';
      if (limited && eventsMost < this.endless) return 'too long';
      if (!limited && !this.isSame(result)) return 'other';
      const kept = without(of, simulation?.unusedOverrides() ?? []);
      if (this.passesWithoutBug && !passes(this.run({ ...kept, bug: null }, eventsMost))) return 'other';
      return { kept, result: limited ? { ...this.original, events: result.events } : result };
    } catch (error) {
      // What cannot be run, as an ensemble whose configuration refuses it, does not fail as the original did.
      if (error instanceof RangeError) return 'other';
      throw error;
    }
  }

  isSame({ verdict, failure }: RunResult): boolean {
    return verdict === this.expect.verdict && (failure?.signature ?? null) === this.expect.signature;
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
