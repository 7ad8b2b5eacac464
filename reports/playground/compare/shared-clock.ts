/** One clock for two runs: by virtual time, or by the number of the event. */
import type { TraceView } from '../../spacetime/trace-view.ts';

export type ClockKind = 'time' | 'event';

export interface Pair<T> {
  readonly left: T;
  readonly right: T;
}

/** Microseconds or events: what the clock shows at the end of the longer run. */
export function clockEnd(kind: ClockKind, { left, right }: Pair<TraceView>): number {
  const end = (view: TraceView): number => (kind === 'event' ? view.length - 1 : view.atUs(view.length - 1));
  return Math.max(0, end(left), end(right));
}

/** The last event of each run that has happened when the clock shows that; its last one when it is over. */
export function eventsAt(kind: ClockKind, at: number, views: Pair<TraceView>): Pair<number> {
  return { left: eventAt(kind, at, views.left), right: eventAt(kind, at, views.right) };
}

function eventAt(kind: ClockKind, at: number, view: TraceView): number {
  if (kind === 'event') return Math.max(0, Math.min(view.length - 1, Math.floor(at)));
  let [low, high] = [0, view.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (view.atUs(middle) <= at) low = middle + 1;
    else high = middle;
  }
  return Math.max(0, low - 1);
}

/** Where the clock is one step on or back: the next moment at which something happens in either run. */
export function stepped(kind: ClockKind, at: number, by: 1 | -1, views: Pair<TraceView>): number {
  const end = clockEnd(kind, views);
  if (kind === 'event') return Math.max(0, Math.min(end, Math.floor(at) + by));
  const times = [views.left, views.right].flatMap((view) => {
    const now = eventAt('time', at, view);
    if (by > 0) return now + 1 < view.length ? [view.atUs(view.atUs(now) > at ? now : now + 1)] : [];
    // Events of one moment happened together: back is before all of them.
    const before = eventAt('time', at - 1, view);
    return view.atUs(before) < at ? [view.atUs(before)] : [];
  });
  if (times.length === 0) return by > 0 ? end : 0;
  return by > 0 ? Math.min(...times) : Math.max(...times);
}

/** What the clock shows at an event of one of the runs. */
export function clockAt(kind: ClockKind, event: number, view: TraceView): number {
  return kind === 'event' ? event : view.atUs(event);
}
