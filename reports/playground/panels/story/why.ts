/** Why an event happened: what caused it, step by step backwards; and where the next commit is. */
import type { TraceView } from '../../../spacetime/trace-view.ts';

export interface Cause {
  readonly event: number;
  readonly atUs: number;
  readonly words: string;
  /** Steps between it and the one before it in this list that tell nothing. */
  readonly skipped: number;
}

/**
 * Causes of an event, nearest first. Steps inside of a server that tell nothing are left out, unless nothing else is left:
 * the last one always stands there, for it is where the story begins.
 */
export function causesOf(view: TraceView, event: number, most: number): Cause[] {
  const causes: Cause[] = [];
  let skipped = 0;
  for (let at = causeOf(view, event); at >= 0 && causes.length < most; at = causeOf(view, at)) {
    const isFirst = causeOf(view, at) < 0;
    if (!isFirst && !tells(view, at)) {
      skipped++;
      continue;
    }
    causes.push({ event: at, atUs: view.atUs(at), words: view.caption(at), skipped });
    skipped = 0;
  }
  return causes;
}

function causeOf(view: TraceView, event: number): number {
  return view.columns.cause[event] ?? -1;
}

function tells(view: TraceView, event: number): boolean {
  return (view.columns.told[event] ?? 0) > 0 || view.isMessage(event) || view.kind(event) === 'fault';
}

/** The next event in which something is committed; -1: none as far as it was run. */
export function nextCommit(view: TraceView, from: number): number {
  for (let at = from + 1; at < view.length; at++) if (view.mark(at) === 'commit') return at;
  return -1;
}
