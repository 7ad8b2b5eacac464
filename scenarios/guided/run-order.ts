/** Runs what a strategy ordered, watched where it asks for it, and tells it what came of it. */
import type { Case } from '../../sim/record/case.ts';
import type { RunResult } from '../../sim/record/run-result.ts';
import type { Order, Report } from '../../sim/search/strategy.ts';
import { prepareCase, type RunHost } from '../simulation.ts';
import { membersOf } from '../ensemble.ts';
import { run } from '../run.ts';
import { caseOfOrder } from './case-of-order.ts';
import { Watch } from './watch.ts';

export interface OrderRun {
  readonly of: Case;
  readonly result: RunResult;
  /** Time on the core is for the host to add. */
  readonly report: Omit<Report, 'cpuMs'>;
}

export function runOrder(base: Case, order: Order, watches: boolean, host: Pick<RunHost, 'registry'> = {}): OrderRun {
  const of = caseOfOrder(base, order, host);
  const watch = watches ? watchOf(of, host) : null;
  const result = run(of, { ...host, observers: watch === null ? [] : [watch] });
  const { verdict, failure, events, virtualMs, marks, checks } = result;
  const doubt = verdict === 'undecided' ? checks.find((check) => check.verdict === 'undecided') : undefined;
  const report = {
    seed: order.seed,
    of: watches || order.kind === 'mutant' ? of : null,
    verdict,
    failure,
    events,
    virtualMs,
    marks,
    behaviours: watch?.behaviours(marks) ?? [],
    margin: watch?.margin() ?? null,
    ...(doubt === undefined ? {} : { doubt: doubt.name }),
  };
  return { of, result, report };
}

/** Who is to watch a case for a strategy that asks. */
function watchOf(of: Case, host: Pick<RunHost, 'registry'> = {}): Watch {
  const names = membersOf(prepareCase(of, host.registry).settings).map((member) => ({
    name: String(member.sid),
    voter: member.type === 'participant',
  }));
  return new Watch({
    voters: names.filter((each) => each.voter).map((each) => each.name),
    observers: names.filter((each) => !each.voter).map((each) => each.name),
  });
}
