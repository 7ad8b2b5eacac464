/** One order of a campaign, run: what a worker tells of it. */
import type { Case } from '../record/case.ts';
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
    // The campaign makes the case anew from the order: it need not travel.
    const report = { ...engine.runOrder(base, order, watches).report, of: null };
    return { ...report, cpuMs: clock() - begunMs };
  } catch (error) {
    const what = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    const signature = `zabsim: ${what.replace(/[0-9]+/g, 'n')}`;
    const failure = { check: 'zabsim', signature, message: what, atMs: 0, event: 0, replay: '' };
    return { ...nothing(order.seed), verdict: 'internal', failure, cpuMs: clock() - begunMs };
  }
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
