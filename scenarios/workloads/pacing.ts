/**
 * When operations begin. The run is cut into as many slots as a client has operations; each begins somewhere in
 * its slot, or together with the one before it (a pipelined burst). So operations are spread over the whole time in
 * which faults strike, whatever the ensemble answers, and some of them, if a workload says so, over a while behind it.
 */
import type { OperationDice } from './draws.ts';
import { jitterUs, joinsPrevious } from './mixed.ts';
import type { WorkloadOptions } from './mix.ts';

export interface Pacing {
  readonly fromUs: number;
  /** When all faults heal for good. */
  readonly untilUs: number;
  /** The time behind it in which the last operations begin, if the workload leaves some for then. */
  readonly afterUs: number;
}

/** How many of `ops` fall to the client at `index` of `clients`. */
export function shareOf(ops: number, clients: number, index: number): number {
  return clients === 0 ? 0 : Math.floor(ops / clients) + (index < ops % clients ? 1 : 0);
}

/** When the n-th of `count` operations begins; `previousUs` is when the one before began. */
export function beginUs(
  pacing: Pacing,
  options: WorkloadOptions,
  n: number,
  count: number,
  previousUs: number,
  dice: OperationDice,
): number {
  if (n > 0 && n !== count - options.afterOps && joinsPrevious(options, dice)) return previousUs;
  const before = Math.max(0, count - options.afterOps);
  if (n >= before) return slot(pacing.untilUs, pacing.afterUs, n - before, count - before, dice);
  return slot(pacing.fromUs, pacing.untilUs - pacing.fromUs, n, before, dice);
}

/** Somewhere in the n-th of `count` equal parts of a span of time. */
function slot(fromUs: number, spanUs: number, n: number, count: number, dice: OperationDice): number {
  return fromUs + Math.floor((spanUs * n) / count) + jitterUs(Math.floor(spanUs / count), dice);
}
