/** One order of a campaign, run: what a worker tells of it. */
import type { Case } from '../record/case.ts';
import type { RunResult } from '../record/run-result.ts';
import type { OrderRun } from '../search/guided-hunt.ts';
import type { Order, Report } from '../search/strategy.ts';
import type { Engine } from './engine.ts';
import type { ThreadClock } from './thread-cpu.ts';

export interface FuzzRunOptions {
  /** Whether behaviours and margins are wanted. */
  readonly watches: boolean;
  readonly clock: ThreadClock;
}

/** A case that cannot be run is an error of ours: whoever ordered it made it. */
export function fuzzRun(engine: Engine, base: Case, order: Order, { watches, clock }: FuzzRunOptions): Report {
  const begunMs = clock();
  try {
    return runOrder(engine, base, order, { watches, clock }).report;
  } catch (error) {
    const what = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    const signature = `zabsim: ${what.replace(/[0-9]+/g, 'n')}`;
    const failure = { check: 'zabsim', signature, message: what, atMs: 0, event: 0, replay: '' };
    return { ...nothing(order.seed), verdict: 'internal', failure, cpuMs: clock() - begunMs };
  }
}

/** An order of a strategy, run, with the case that it comes to. */
export function runOrder(engine: Engine, base: Case, order: Order, { watches, clock }: FuzzRunOptions): OrderRun {
  const begunMs = clock();
  const of = engine.caseOfOrder(base, order);
  const watch = watches ? engine.watchOf(of) : null;
  const result = engine.run(of, watch === null ? [] : [watch]);
  const report = reportOf(order, result);
  const seen = watch === null ? {} : { behaviours: watch.behaviours(result.marks), margin: watch.margin() };
  return { of, result, report: { ...report, ...seen, cpuMs: clock() - begunMs } };
}

function reportOf({ seed }: Order, result: RunResult): Report {
  const { verdict, failure, events, virtualMs, marks, checks } = result;
  const doubt = checks.find((check) => check.verdict === 'undecided' && verdict === 'undecided');
  const told = doubt === undefined ? {} : { doubt: doubt.name };
  return { ...nothing(seed), verdict, failure, events, virtualMs, marks, ...told };
}

/** A report of a seed that nothing is known of. */
export function nothing(seed: string): Report {
  return {
    seed,
    of: null,
    verdict: 'undecided',
    failure: null,
    events: 0,
    virtualMs: 0,
    marks: {},
    behaviours: [],
    margin: null,
    cpuMs: 0,
  };
}
