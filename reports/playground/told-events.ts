/** Which events of a run somebody would stop at: roles, epochs, commits, faults, and what broke a promise. */
import { markKinds } from '../../sim/record/event-columns.ts';
import type { Lamp } from '../../sim/record/play.ts';
import type { TraceView } from '../spacetime/trace-view.ts';

const COMMIT = markKinds.indexOf('commit');
const WEIGHT_OF_STEPS = 3;

export function isTold({ columns }: TraceView, event: number): boolean {
  return (columns.weight[event] as number) >= WEIGHT_OF_STEPS || columns.mark[event] === COMMIT;
}

export function brokenAt(lamps: readonly Lamp[]): readonly number[] {
  return lamps.filter(({ verdict, event }) => verdict === 'broken' && event >= 0).map(({ event }) => event);
}

/** The nearest one in that direction; null when there is none. */
export function nextTold(view: TraceView, lamps: readonly Lamp[], event: number, by: 1 | -1): number | null {
  const broken = brokenAt(lamps);
  for (let i = event + by; i >= 0 && i < view.length; i += by) if (isTold(view, i) || broken.includes(i)) return i;
  return null;
}

/** The same of what happens to one process. */
export function nextOf(view: TraceView, process: string, event: number, by: 1 | -1): number | null {
  for (let i = event + by; i >= 0 && i < view.length; i += by) if (view.processName(i) === process) return i;
  return null;
}

/** The last event at or before a time; 0 when all come later. */
export function eventAtUs(view: TraceView, atUs: number): number {
  let low = 0;
  let high = view.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (view.atUs(middle) <= atUs) low = middle + 1;
    else high = middle;
  }
  return Math.max(0, low - 1);
}
