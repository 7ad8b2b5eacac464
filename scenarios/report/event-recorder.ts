/** Writes the events of a run down in columns, in plain words: an observer that changes nothing. */
import type { Fact } from '../../protocol/facts.ts';
import type { Input, Message, Plain, ProcessName } from '../../protocol/process.ts';
import type { FaultNotice, Lifecycle, Moment, Observer } from '../../sim/kernel/observer.ts';
import {
  markKinds,
  RowFlag,
  rowKinds,
  type EventColumns,
  type MarkKind,
  type RowKind,
} from '../../sim/record/event-columns.ts';
import type { LaneSpan, ReportFault, ReportProcess, UnarrivedMessage } from '../../sim/record/report-data.ts';
import { lifeWords } from '../chronicle.ts';
import { EnsembleView } from '../ensemble-view.ts';
import { factWords } from '../fact-words.ts';
import { isHeartbeat, messageWords } from '../message-words.ts';
import { shortened } from './shortened.ts';
import type { TextBook } from './text-book.ts';

interface Row {
  atUs: number;
  cause: number;
  process: number;
  kind: number;
  peer: number;
  what: number;
  told: string[];
  weight: number;
  mark: number;
  /** Of what the mark is of. */
  markWeight: number;
  flags: number;
}

interface Sent {
  readonly event: number;
  readonly message: Message;
}

const kindNumbers = new Map<RowKind, number>(rowKinds.map((kind, number) => [kind, number]));

export class EventRecorder implements Observer {
  readonly processes: readonly ReportProcess[];
  readonly spans: LaneSpan[] = [];
  readonly faults: ReportFault[] = [];
  private readonly book: TextBook;
  private readonly rows: Row[] = [];
  private readonly numbers: ReadonlyMap<ProcessName, number>;
  private readonly view: EnsembleView;
  /** Connections by process and number: who is at the other end. */
  private readonly peers = new Map<string, ProcessName>();
  /** Messages under way by `from>to`, in the order in which they were sent. */
  private readonly underWay = new Map<string, Sent[]>();
  private readonly paused = new Set<ProcessName>();

  constructor(processes: readonly ReportProcess[], book: TextBook) {
    this.processes = processes;
    this.book = book;
    this.numbers = new Map(processes.map(({ name }, number) => [name, number]));
    const names = (kind: ReportProcess['kind']): string[] =>
      processes.filter((process) => process.kind === kind).map(({ name }) => name);
    this.view = new EnsembleView(names('voter'), names('observer'));
  }

  // --- what comes in -------------------------------------------------------------------------------------------

  onInput(process: ProcessName, input: Input, moment: Moment): void {
    const row = this.row(moment);
    row.process = this.number(process);
    row.kind = kindNumbers.get(input.kind) ?? 0;
    switch (input.kind) {
      case 'message':
        row.peer = this.number(input.peer);
        row.what = this.book.number(shortened(messageWords(input.message)));
        if (isHeartbeat(input.message)) row.flags |= RowFlag.HEARTBEAT;
        this.arrived(input.peer, process, input.message);
        return;
      case 'opened':
        row.peer = this.number(input.peer);
        row.what = this.book.number(input.channel);
        this.peers.set(`${process} ${input.connection}`, input.peer);
        return;
      case 'closed':
        row.peer = this.number(input.peer);
        row.what = this.book.number(`${input.channel} ${input.reason}`);
        return;
      case 'timer':
        row.what = this.book.number(input.timer);
        row.flags |= RowFlag.HEARTBEAT;
        return;
      case 'stage':
        row.what = this.book.number(input.stage);
        return;
      case 'synced':
      case 'contents':
        row.what = this.book.number(input.file);
        return;
      case 'diskError':
        row.what = this.book.number(`${input.operation} ${input.file}`);
        return;
      case 'start':
      case 'writable':
      case 'request':
        return;
    }
  }

  /** A message goes with the identity of its object; one object may go to several. */
  private arrived(from: ProcessName, to: ProcessName, message: Message): void {
    const waiting = this.underWay.get(`${from}>${to}`);
    const at = waiting?.findIndex((sent) => sent.message === message) ?? -1;
    if (at >= 0) waiting?.splice(at, 1);
  }

  // --- what comes out ------------------------------------------------------------------------------------------

  onOutput(process: ProcessName, plain: Plain, moment: Moment): void {
    const output = plain as { readonly kind: string; readonly connection: number; readonly to: string };
    if (output.kind === 'open') this.peers.set(`${process} ${output.connection}`, output.to);
    if (output.kind === 'send') {
      const to = this.peers.get(`${process} ${output.connection}`) ?? '';
      const key = `${process}>${to}`;
      const { message } = plain as { readonly message: Message };
      const waiting = this.underWay.get(key);
      if (waiting === undefined) this.underWay.set(key, [{ event: moment.event, message }]);
      else waiting.push({ event: moment.event, message });
      if (!isHeartbeat(message)) this.row(moment).flags &= ~RowFlag.HEARTBEAT;
    }
    if (output.kind === 'exit') this.row(moment).flags &= ~RowFlag.HEARTBEAT;
  }

  onFact(process: ProcessName, plain: Plain, moment: Moment): void {
    this.view.onFact(process, plain);
    const words = this.view.servers.has(process) ? factWords(plain as Fact) : null;
    if (words !== null) this.tell(process, words.short, words.weight, factMark(plain as Fact), moment);
    this.span(process, moment);
  }

  onLifecycle(process: ProcessName, lifecycle: Lifecycle, moment: Moment): void {
    this.view.onLifecycle(process, lifecycle);
    if (lifecycle.change === 'paused') this.paused.add(process);
    else this.paused.delete(process);
    this.tell(process, lifeWords(lifecycle), 3, lifeMarks[lifecycle.change], moment);
    this.span(process, moment);
  }

  onFault({ kind, text, effective, step = '' }: FaultNotice, moment: Moment): void {
    const row = this.row(moment);
    row.kind = kindNumbers.get('fault') ?? 0;
    row.what = this.book.number(text);
    row.weight = 3;
    row.flags |= RowFlag.TOLD;
    const undone = kind === 'undo';
    const ends = undone ? this.faults.findLastIndex((fault) => fault.text === text && fault.ends < 0) : -1;
    this.faults.push({ event: moment.event, atUs: moment.atUs, kind, text, effective, step, ends });
  }

  /** What a client asks and hears, in its own words. */
  tell(process: ProcessName, text: string, weight: number, mark: MarkKind, moment: Moment): void {
    const row = this.row(moment);
    if (row.process < 0) row.process = this.number(process);
    row.told.push(row.process === this.number(process) ? text : `${process} ${text}`);
    row.weight = Math.max(row.weight, weight);
    if (weight > row.markWeight) {
      row.mark = markKinds.indexOf(mark);
      row.markWeight = weight;
    }
    row.flags = (row.flags | RowFlag.TOLD) & ~RowFlag.HEARTBEAT;
  }

  private span(process: ProcessName, { event, atUs }: Moment): void {
    const server = this.view.servers.get(process);
    if (server === undefined) return;
    const number = this.number(process);
    const letters = { LEADING: 'L', FOLLOWING: 'F', OBSERVING: 'O', LOOKING: 'E', STANDALONE: 'S' } as const;
    const role = !server.up ? '-' : this.paused.has(process) ? 'P' : letters[server.state];
    const { epoch, serving } = server;
    const last = this.spans.findLast((span) => span.process === number);
    if (last !== undefined && last.role === role && last.epoch === epoch && last.serving === serving) return;
    this.spans.push({ event, atUs, process: number, role, epoch, serving });
  }

  private number(process: ProcessName): number {
    return this.numbers.get(process) ?? -1;
  }

  private row({ event, atUs, cause }: Moment): Row {
    while (this.rows.length <= event) {
      const before = this.rows[this.rows.length - 1]?.atUs ?? 0;
      this.rows.push({
        atUs: before,
        cause: -1,
        process: -1,
        kind: 0,
        peer: -1,
        what: 0,
        told: [],
        weight: 0,
        mark: 0,
        markWeight: 0,
        flags: 0,
      });
    }
    const row = this.rows[event] as Row;
    row.atUs = atUs;
    row.cause = cause;
    return row;
  }

  // --- the end -------------------------------------------------------------------------------------------------

  /** `events`: of the run. */
  columns(events: number): EventColumns {
    const length = Math.max(events, this.rows.length);
    if (length > this.rows.length) this.row({ event: length - 1, atUs: this.rows.at(-1)?.atUs ?? 0, cause: -1 });
    const { rows, book } = this;
    return {
      length,
      atUs: Float64Array.from(rows, (row) => row.atUs),
      cause: Int32Array.from(rows, (row) => row.cause),
      process: Int16Array.from(rows, (row) => row.process),
      kind: Uint8Array.from(rows, (row) => row.kind),
      peer: Int16Array.from(rows, (row) => row.peer),
      what: Int32Array.from(rows, (row) => row.what),
      told: Int32Array.from(rows, (row) => book.number(shortened(row.told.join('; ')))),
      weight: Uint8Array.from(rows, (row) => row.weight),
      mark: Uint8Array.from(rows, (row) => row.mark),
      flags: Uint8Array.from(rows, (row) => row.flags),
    };
  }

  unarrived(): UnarrivedMessage[] {
    const all: UnarrivedMessage[] = [];
    for (const [key, waiting] of this.underWay) {
      const [from = '', to = ''] = key.split('>');
      for (const { event, message } of waiting) {
        all.push({ event, from: this.number(from), to: this.number(to), text: shortened(messageWords(message)) });
      }
    }
    return all.sort((a, b) => a.event - b.event || a.to - b.to);
  }
}

const lifeMarks: Readonly<Record<Lifecycle['change'], MarkKind>> = {
  started: 'start',
  crashed: 'crash',
  exited: 'crash',
  failed: 'crash',
  paused: 'pause',
  resumed: 'resume',
};

const factMarks: Readonly<Partial<Record<Fact['type'], MarkKind>>> = {
  proposed: 'propose',
  logged: 'log',
  synced: 'sync',
  acked: 'ack',
  newLeaderAcked: 'ack',
  committed: 'commit',
  applied: 'apply',
  elected: 'vote',
  established: 'lead',
  upToDate: 'follow',
  roleEnded: 'look',
  acceptedEpoch: 'epoch',
  currentEpoch: 'epoch',
  epochAcked: 'epoch',
  recovered: 'start',
  sessionOpened: 'session',
  sessionExpired: 'session',
  watchArmed: 'watch',
  watchFired: 'watch',
};

function factMark(fact: Fact): MarkKind {
  return factMarks[fact.type] ?? 'other';
}
