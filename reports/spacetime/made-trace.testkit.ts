/** Small traces for tests, written as lines: `2 3 <1 PROPOSAL 1:7`: at 2 us, process 3, caused by event 1. */
import {
  markKinds,
  RowFlag,
  rowKinds,
  type EventColumns,
  type MarkKind,
  type RowKind,
} from '../../sim/record/event-columns.ts';
import type { ReportProcess, ReportTrace } from '../../sim/record/report-data.ts';
import { TraceView } from './trace-view.ts';

export interface MadeEvent {
  readonly at: number;
  /** Name; none for a fault. */
  readonly who?: string;
  readonly kind?: RowKind;
  readonly cause?: number;
  readonly peer?: string;
  readonly what?: string;
  readonly told?: string;
  readonly weight?: number;
  readonly mark?: MarkKind;
  readonly heartbeat?: true;
}

export const processes: readonly ReportProcess[] = [
  { name: 'c1', kind: 'client' },
  { name: '1', kind: 'voter' },
  { name: '2', kind: 'voter' },
  { name: '3', kind: 'observer' },
];

export function madeColumns(events: readonly MadeEvent[], texts: string[]): EventColumns {
  const number = (text: string): number => {
    const at = texts.indexOf(text);
    return at >= 0 ? at : texts.push(text) - 1;
  };
  const index = (name: string | undefined): number => processes.findIndex((process) => process.name === name);
  return {
    length: events.length,
    atUs: Float64Array.from(events, ({ at }) => at),
    cause: Int32Array.from(events, ({ cause = -1 }) => cause),
    process: Int16Array.from(events, ({ who }) => index(who)),
    kind: Uint8Array.from(events, ({ kind = 'stage' }) => rowKinds.indexOf(kind)),
    peer: Int16Array.from(events, ({ peer }) => index(peer)),
    what: Int32Array.from(events, ({ what = '' }) => number(what)),
    told: Int32Array.from(events, ({ told = '' }) => number(told)),
    weight: Uint8Array.from(events, ({ weight = 0 }) => weight),
    mark: Uint8Array.from(events, ({ mark = 'none' }) => markKinds.indexOf(mark)),
    flags: Uint8Array.from(events, ({ heartbeat }) => (heartbeat === true ? RowFlag.HEARTBEAT : 0)),
  };
}

export function madeView(events: readonly MadeEvent[], more: Partial<ReportTrace> = {}): TraceView {
  const texts = [''];
  const columns = madeColumns(events, texts);
  const trace: ReportTrace = {
    processes,
    texts,
    spans: [],
    operations: [],
    faults: [],
    unarrived: [],
    events: events.length,
    cut: 0,
    ...more,
  };
  return new TraceView(trace, columns);
}

/** A write that a leader proposes, a follower acknowledges and the leader commits; a ping beside it, and a fault. */
export const oneWrite: readonly MadeEvent[] = [
  { at: 0, who: 'c1', kind: 'request', told: 'asks for create /a', weight: 2, mark: 'ask' },
  {
    at: 200,
    who: '1',
    kind: 'message',
    cause: 0,
    peer: 'c1',
    what: 'REQUEST create /a',
    told: 'proposes 1:1: create /a',
    weight: 2,
    mark: 'propose',
  },
  { at: 300, who: '3', kind: 'message', cause: -1, peer: '1', what: 'PING', heartbeat: true },
  {
    at: 400,
    who: '2',
    kind: 'message',
    cause: 1,
    peer: '1',
    what: 'PROPOSAL 1:1 create /a',
    told: 'logs 1:1',
    weight: 1,
    mark: 'log',
  },
  { at: 500, kind: 'fault', what: 'crash 3', weight: 3 },
  { at: 600, who: '2', kind: 'synced', cause: 3, what: 'log.1', told: 'acks 1:1', weight: 2, mark: 'ack' },
  {
    at: 800,
    who: '1',
    kind: 'message',
    cause: 5,
    peer: '2',
    what: 'ACK 1:1',
    told: 'commits 1:1',
    weight: 2,
    mark: 'commit',
  },
  {
    at: 900,
    who: 'c1',
    kind: 'message',
    cause: 6,
    peer: '1',
    what: 'REPLY ok at 1:1',
    told: 'hears create /a: ok at 1:1',
    weight: 2,
    mark: 'hear',
  },
];
