/** The part of a run that is to be seen, on an axis of virtual time or of events; plain data and pure steps on it. */
import type { TraceView } from './trace-view.ts';

export type Axis = 'time' | 'order';

export interface Viewport {
  readonly axis: Axis;
  /** In microseconds, or in events. */
  readonly from: number;
  readonly to: number;
}

/** Nothing closer is shown: 20 us, or 8 events. */
const CLOSEST = { time: 20, order: 8 } as const;

export function positionOf(view: TraceView, axis: Axis, event: number): number {
  return axis === 'time' ? view.atUs(event) : event;
}

export function wholeRun(view: TraceView, axis: Axis): Viewport {
  const last = Math.max(0, view.length - 1);
  const to = Math.max(positionOf(view, axis, last), CLOSEST[axis]);
  return { axis, from: 0, to: to * 1.01 };
}

/** `factor` below 1 comes closer; `at` stays where it is. */
export function zoom(viewport: Viewport, factor: number, at: number, whole: Viewport): Viewport {
  const { axis, from, to } = viewport;
  const length = Math.max(CLOSEST[axis], Math.min((to - from) * factor, whole.to - whole.from));
  const share = to === from ? 0.5 : (at - from) / (to - from);
  return within({ axis, from: at - share * length, to: at + (1 - share) * length }, whole);
}

export function pan(viewport: Viewport, by: number, whole: Viewport): Viewport {
  return within({ ...viewport, from: viewport.from + by, to: viewport.to + by }, whole);
}

/** Shows that position, without coming closer or going farther than need be. */
export function reveal(viewport: Viewport, at: number, whole: Viewport): Viewport {
  const { from, to } = viewport;
  const length = to - from;
  if (at >= from + length * 0.05 && at <= to - length * 0.05) return viewport;
  return within({ ...viewport, from: at - length / 2, to: at + length / 2 }, whole);
}

/** Moved, not stretched, into the run. */
function within({ axis, from, to }: Viewport, whole: Viewport): Viewport {
  const length = Math.min(to - from, whole.to - whole.from);
  const start = Math.max(whole.from, Math.min(from, whole.to - length));
  return { axis, from: start, to: start + length };
}

/** The first event at or after a position. */
export function eventAtPosition(view: TraceView, axis: Axis, position: number): number {
  if (axis === 'order') return Math.max(0, Math.min(view.length, Math.ceil(position)));
  let [low, high] = [0, view.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (view.atUs(middle) < position) low = middle + 1;
    else high = middle;
  }
  return low;
}
