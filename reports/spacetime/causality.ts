/**
 * What led to an event and what came of it, by what caused what and by what each process did before. The sets are bytes by
 * event: 1 is in it.
 */
import type { TraceView } from './trace-view.ts';

/** All that may have influenced the event, itself included. */
export function causalPast(view: TraceView, event: number): Uint8Array {
  const inside = new Uint8Array(view.length);
  const { cause, process } = view.columns;
  if (event < 0 || event >= view.length) return inside;
  inside[event] = 1;
  // Once an event of a process is inside, all its earlier ones are; causes come before what they cause.
  const reached = new Uint8Array(view.trace.processes.length);
  for (let i = event; i >= 0; i--) {
    const who = process[i] as number;
    if (inside[i] === 0) {
      if (who < 0 || reached[who] === 0) continue;
      inside[i] = 1;
    }
    if (who >= 0) reached[who] = 1;
    const by = cause[i] as number;
    if (by >= 0) inside[by] = 1;
  }
  return inside;
}

/** All that the event may have influenced, itself included. */
export function causalFuture(view: TraceView, event: number): Uint8Array {
  const inside = new Uint8Array(view.length);
  const { cause, process } = view.columns;
  if (event < 0 || event >= view.length) return inside;
  inside[event] = 1;
  const reached = new Uint8Array(view.trace.processes.length);
  for (let i = event; i < view.length; i++) {
    const who = process[i] as number;
    const by = cause[i] as number;
    if (inside[i] === 0) {
      if (!(who >= 0 && reached[who] === 1) && !(by >= 0 && inside[by] === 1)) continue;
      inside[i] = 1;
    }
    if (who >= 0) reached[who] = 1;
  }
  return inside;
}

/** A shortest way from one event to a later one, both included, the earliest first; empty when none leads there. */
export function causalPath(view: TraceView, from: number, to: number): number[] {
  if (from > to) return causalPath(view, to, from);
  const past = causalPast(view, to);
  if (past[from] !== 1) return [];
  const cameFrom = new Map<number, number>([[to, -1]]);
  let layer = [to];
  while (layer.length > 0 && !cameFrom.has(from)) {
    const next: number[] = [];
    for (const event of layer) {
      for (const before of [view.columns.cause[event] ?? -1, view.before[event] ?? -1]) {
        if (before < from || cameFrom.has(before)) continue;
        cameFrom.set(before, event);
        next.push(before);
      }
    }
    layer = next;
  }
  const path: number[] = [];
  for (let at = cameFrom.has(from) ? from : -1; at >= 0; at = cameFrom.get(at) ?? -1) path.push(at);
  return path;
}

/** Neither in its past nor in its future. */
export function concurrentWith(view: TraceView, event: number): Uint8Array {
  const past = causalPast(view, event);
  const future = causalFuture(view, event);
  return past.map((inside, i) => (inside === 0 && future[i] === 0 ? 1 : 0));
}
