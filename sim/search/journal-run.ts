/** Reports as a journal keeps them, and back. */
import type { Case } from '../record/case.ts';
import type { FuzzRun } from '../record/fuzz-journal.ts';
import type { Order, Report } from './strategy.ts';

/** `of`: the case that was run; kept of failures that the seed alone does not tell. */
export function runOf(order: Order, report: Report, of: () => Case): FuzzRun {
  const { verdict, failure, doubt, events, virtualMs, marks, behaviours, margin, cpuMs } = report;
  return {
    seed: order.seed,
    ...(order.kind === 'random' ? {} : { order: order.kind }),
    ...(verdict === 'ok' ? {} : { verdict }),
    ...(failure === null ? {} : { failure }),
    ...(failure === null || order.kind === 'random' ? {} : { case: of() }),
    ...(doubt === undefined ? {} : { doubt }),
    events,
    virtualMs,
    ...(Object.keys(marks).length === 0 ? {} : { marks }),
    ...(behaviours.length === 0 ? {} : { behaviours }),
    ...(margin === null ? {} : { margin }),
    cpuMs: Math.round(cpuMs * 1000) / 1000,
  };
}

/** The order is the strategy's to make again; its kind tells whether it is the same one. */
export function reportOf(run: FuzzRun): { readonly kind: Order['kind']; readonly report: Report } {
  const { seed, order = 'random', verdict = 'ok', failure = null, doubt, events, virtualMs, cpuMs } = run;
  const report: Report = {
    seed,
    of: run.case ?? null,
    verdict,
    failure,
    events,
    virtualMs,
    marks: run.marks ?? {},
    behaviours: run.behaviours ?? [],
    margin: run.margin ?? null,
    ...(doubt === undefined ? {} : { doubt }),
    cpuMs,
  };
  return { kind: order, report };
}
