/**
 * A run as a ShiViz log: for each event that tells something its host, its vector clock and what happened. The clocks are
 * counted here, from what caused what.
 */
import type { TraceView } from '../spacetime/trace-view.ts';

/** What the log is read with; it goes into ShiViz's parser field. */
export const SHIVIZ_PATTERN = String.raw`(?<event>.*)\n(?<host>\S*) (?<clock>{.*})`;

export function shivizLog(view: TraceView): string {
  const { processes } = view.trace;
  const hosts = processes.map(({ name, kind }) => (kind === 'client' ? name : `server${name}`));
  /** Of each process now, and of the events that caused something later. */
  const now = processes.map(() => new Map<number, number>());
  const sent = new Map<number, ReadonlyMap<number, number>>();
  const lines: string[] = [];
  for (let event = 0; event < view.length; event++) {
    const who = view.columns.process[event] ?? -1;
    if (who < 0) continue;
    const clock = now[who] as Map<number, number>;
    const by = view.columns.cause[event] ?? -1;
    const crosses = by >= 0 && view.columns.process[by] !== who;
    for (const [process, count] of crosses ? (sent.get(by) ?? []) : []) {
      if ((clock.get(process) ?? 0) < count) clock.set(process, count);
    }
    const causesOthers = othersHear(view, event, who);
    if (!crosses && !causesOthers && view.told(event) === '') continue;
    clock.set(who, (clock.get(who) ?? 0) + 1);
    if (causesOthers) sent.set(event, new Map(clock));
    lines.push(view.caption(event).replace(/\s+/g, ' '), `${hosts[who] ?? ''} ${clockText(clock, hosts)}`);
  }
  return `${lines.join('\n')}\n`;
}

function othersHear(view: TraceView, event: number, who: number): boolean {
  for (let at = view.causedFrom[event] as number; at < (view.causedFrom[event + 1] as number); at++) {
    if (view.columns.process[view.caused[at] as number] !== who) return true;
  }
  return false;
}

function clockText(clock: ReadonlyMap<number, number>, hosts: readonly string[]): string {
  const parts = [...clock].sort(([a], [b]) => a - b).map(([process, count]) => `"${hosts[process] ?? ''}":${count}`);
  return `{${parts.join(',')}}`;
}
