/** Moments of a run at which the state is stored, for a page whose engine does not run. */
import type { MomentState } from '../../sim/record/moment-state.ts';
import type { Rerun } from '../rerun.ts';
import { byNumber } from '../../protocol/std/compare.ts';

/** Beside those somebody wants to see. */
const EVENLY = 32;
/** A small run has one every so many events. */
const APART = 8;

/** `moments`: those that are wanted; -1 is none. */
export function keyframesOf(rerun: Rerun, events: number, moments: readonly number[]): MomentState[] {
  const apart = Math.max(APART, Math.ceil(events / EVENLY));
  const wanted = new Set(moments.filter((event) => event >= 0 && event < events));
  for (let event = 0; event < events; event += apart) wanted.add(event);
  if (events > 0) wanted.add(events - 1);
  return [...wanted].sort(byNumber).map((event) => rerun.stateAt(event));
}
