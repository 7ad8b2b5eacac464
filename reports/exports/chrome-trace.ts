/**
 * A run in the Trace Event Format of Chrome, which Perfetto opens: a process for each server and client, a slice for each
 * event, an arrow for each message, faults as instants and the length of what was logged as a counter.
 */
import type { ReportOperation } from '../../sim/record/report-data.ts';
import type { TraceView } from '../spacetime/trace-view.ts';

/** A handler takes no virtual time; a slice has to be seen. */
const SLICE_US = 1;

export interface ChromeEvent {
  readonly ph: 'M' | 'X' | 's' | 'f' | 'i' | 'C' | 'b' | 'e';
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  readonly ts?: number;
  readonly dur?: number;
  readonly cat?: string;
  readonly id?: number | string;
  readonly bp?: 'e';
  readonly s?: 'g' | 'p';
  readonly args?: Readonly<Record<string, string | number>>;
}

export function chromeTrace(view: TraceView): { readonly displayTimeUnit: 'ms'; readonly traceEvents: ChromeEvent[] } {
  const events: ChromeEvent[] = view.trace.processes.map(({ name, kind }, i) => ({
    ph: 'M',
    name: 'process_name',
    pid: i + 1,
    tid: 1,
    args: { name: kind === 'client' ? `client ${name}` : `server ${name}` },
  }));
  events.push({ ph: 'M', name: 'process_name', pid: 0, tid: 1, args: { name: 'faults' } });
  const logged = new Map<number, number>();
  for (let event = 0; event < view.length; event++) {
    const who = view.columns.process[event] ?? -1;
    if (view.kind(event) === 'fault') {
      events.push({ ph: 'i', name: view.what(event), cat: 'fault', pid: 0, tid: 1, ts: view.atUs(event), s: 'g' });
      continue;
    }
    if (who < 0) continue;
    const pid = who + 1;
    events.push({
      ph: 'X',
      name: sliceName(view, event),
      cat: view.kind(event),
      pid,
      tid: 1,
      ts: view.atUs(event),
      dur: SLICE_US,
      args: { event, caption: view.caption(event) },
    });
    if (view.isMessage(event)) events.push(...arrow(view, event));
    const logs = [...view.told(event).matchAll(/\blogs [0-9]+:/g)].length;
    if (logs > 0) {
      const length = (logged.get(who) ?? 0) + logs;
      logged.set(who, length);
      events.push({ ph: 'C', name: 'logged', pid, tid: 1, ts: view.atUs(event), args: { records: length } });
    }
  }
  for (const [i, operation] of view.trace.operations.entries()) events.push(...operationSlice(operation, i));
  return { displayTimeUnit: 'ms', traceEvents: events };
}

function sliceName(view: TraceView, event: number): string {
  const told = view.told(event);
  const given = view.isMessage(event) ? view.what(event) : `${view.kind(event)} ${view.what(event)}`.trim();
  return told === '' ? given : `${given}: ${told}`;
}

/** From the slice it was sent in to the one it arrives in. */
function arrow(view: TraceView, event: number): ChromeEvent[] {
  const sent = view.columns.cause[event] ?? -1;
  const from = view.columns.peer[event] ?? -1;
  if (sent < 0 || from < 0) return [];
  const name = view.messageType(event);
  const to = (view.columns.process[event] ?? 0) + 1;
  return [
    { ph: 's', name, cat: 'message', id: event, pid: from + 1, tid: 1, ts: view.atUs(sent) },
    { ph: 'f', bp: 'e', name, cat: 'message', id: event, pid: to, tid: 1, ts: view.atUs(event) },
  ];
}

function operationSlice(operation: ReportOperation, i: number): ChromeEvent[] {
  const { process, text, callUs, returnEvent, returnUs, answer } = operation;
  const common = { name: text, cat: 'operation', id: `op${i}`, pid: process + 1, tid: 1 } as const;
  const begun: ChromeEvent = { ph: 'b', ...common, ts: callUs };
  return returnEvent < 0 ? [begun] : [begun, { ph: 'e', ...common, ts: returnUs, args: { answer } }];
}
