/**
 * When operations begin. The run is cut into as many slots as a client has operations; each begins somewhere in
 * its slot, or together with the one before it (a pipelined burst). So operations are spread over the whole time in
 * which faults strike, whatever the ensemble answers.
 */
import { jitterUs, joinsPrevious, type OperationDice } from './mixed.ts';
import type { WorkloadOptions } from './mix.ts';

export interface Pacing {
  readonly fromUs: number;
  readonly untilUs: number;
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
  if (n > 0 && joinsPrevious(options, dice)) return previousUs;
  const spanUs = pacing.untilUs - pacing.fromUs;
  const slotFromUs = pacing.fromUs + Math.floor((spanUs * n) / count);
  return slotFromUs + jitterUs(Math.floor(spanUs / count), dice);
}
