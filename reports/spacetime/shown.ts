/** Which events a picture and a table show at all. */
import type { Predicate } from './filter.ts';
import type { TraceView } from './trace-view.ts';

export interface ShownOptions {
  readonly filter: Predicate | null;
  readonly heartbeats: boolean;
  /** Names of processes whose lanes are hidden. */
  readonly hidden: ReadonlySet<string>;
}

export function shownEvents(view: TraceView, { filter, heartbeats, hidden }: ShownOptions): Uint8Array {
  const shown = new Uint8Array(view.length);
  const hides = view.trace.processes.map(({ name }) => hidden.has(name));
  for (let i = 0; i < view.length; i++) {
    const who = view.columns.process[i] as number;
    if (who >= 0 && hides[who] === true) continue;
    if (!heartbeats && view.isHeartbeat(i)) continue;
    if (filter !== null && !filter(view, i)) continue;
    shown[i] = 1;
  }
  return shown;
}
