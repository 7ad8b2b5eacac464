/** A recorded run as pictures and tables ask for it: rows in words, who caused what, who did what before. */
import {
  markKinds,
  RowFlag,
  rowKinds,
  type EventColumns,
  type MarkKind,
  type RowKind,
} from '../../sim/record/event-columns.ts';
import type { ReportProcess, ReportTrace } from '../../sim/record/report-data.ts';

export class TraceView {
  readonly trace: ReportTrace;
  readonly columns: EventColumns;
  /** The event before it of the same process, -1 for none. */
  readonly before: Int32Array;
  /** What an event caused stands in `caused` from `causedFrom[event]` to `causedFrom[event + 1]`. */
  readonly causedFrom: Int32Array;
  readonly caused: Int32Array;

  constructor(trace: ReportTrace, columns: EventColumns) {
    this.trace = trace;
    this.columns = columns;
    const { length, process, cause } = columns;
    this.before = new Int32Array(length).fill(-1);
    this.causedFrom = new Int32Array(length + 1);
    const last = new Int32Array(trace.processes.length).fill(-1);
    for (let i = 0; i < length; i++) {
      const who = process[i] as number;
      if (who >= 0) {
        this.before[i] = last[who] as number;
        last[who] = i;
      }
      const by = cause[i] as number;
      if (by >= 0) (this.causedFrom[by + 1] as number)++;
    }
    for (let i = 0; i < length; i++) (this.causedFrom[i + 1] as number) += this.causedFrom[i] as number;
    this.caused = new Int32Array(this.causedFrom[length] as number);
    const next = this.causedFrom.slice();
    for (let i = 0; i < length; i++) {
      const by = cause[i] as number;
      if (by >= 0) this.caused[(next[by] as number)++] = i;
    }
  }

  get length(): number {
    return this.columns.length;
  }

  atUs(event: number): number {
    return this.columns.atUs[event] ?? 0;
  }

  kind(event: number): RowKind {
    return rowKinds[this.columns.kind[event] ?? 0] ?? 'nothing';
  }

  mark(event: number): MarkKind {
    return markKinds[this.columns.mark[event] ?? 0] ?? 'none';
  }

  what(event: number): string {
    return this.trace.texts[this.columns.what[event] ?? 0] ?? '';
  }

  told(event: number): string {
    return this.trace.texts[this.columns.told[event] ?? 0] ?? '';
  }

  process(event: number): ReportProcess | null {
    return this.trace.processes[this.columns.process[event] ?? -1] ?? null;
  }

  processName(event: number): string {
    return this.process(event)?.name ?? '';
  }

  peerName(event: number): string {
    return this.trace.processes[this.columns.peer[event] ?? -1]?.name ?? '';
  }

  isHeartbeat(event: number): boolean {
    return ((this.columns.flags[event] ?? 0) & RowFlag.HEARTBEAT) !== 0;
  }

  isMessage(event: number): boolean {
    return this.columns.kind[event] === MESSAGE;
  }

  /** The first word of a message: its type. */
  messageType(event: number): string {
    const what = this.what(event);
    const space = what.indexOf(' ');
    return space < 0 ? what : what.slice(0, space);
  }

  /** What happened, in a line: `server 3 gets PROPOSAL 1:7 create /a from 5: logs 1:7`. */
  caption(event: number): string {
    const told = this.told(event);
    const given = this.givenWords(event);
    if (told === '') return given;
    return given === '' ? told : `${given}: ${told}`;
  }

  private givenWords(event: number): string {
    const process = this.process(event);
    const what = this.what(event);
    const who = process === null ? '' : `${process.kind === 'client' ? 'client' : 'server'} ${process.name}`;
    switch (this.kind(event)) {
      case 'message':
        return `${who} gets ${what} from ${this.peerName(event)}`;
      case 'start':
        return `${who} begins`;
      case 'timer':
        return `${who}, timer ${what}`;
      case 'stage':
        return `${who} goes on in stage ${what}`;
      case 'synced':
        return `${who} has ${what} durable`;
      case 'contents':
        return `${who} has read ${what}`;
      case 'diskError':
        return `${who} could not ${what}`;
      case 'writable':
        return `${who} may send again`;
      case 'opened':
        return `${who} has a connection with ${this.peerName(event)} (${what})`;
      case 'closed':
        return `${who} lost its connection with ${this.peerName(event)} (${what})`;
      case 'request':
        return `${who} is asked by its application`;
      case 'fault':
        return `fault: ${what}`;
      case 'cut':
        return `${who}, an event of which only its time is kept`;
      case 'nothing':
        return who === '' ? 'something from outside' : who;
    }
  }
}

const MESSAGE = rowKinds.indexOf('message');
