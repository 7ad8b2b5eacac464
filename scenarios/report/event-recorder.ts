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
import { assert } from '../../protocol/std/assert.ts';
import { lifeWords } from '../chronicle.ts';
import { EnsembleView } from '../ensemble-view.ts';
import { factWords } from '../fact-words.ts';
import { isHeartbeat, messageWords } from '../message-words.ts';
import { shortened } from './shortened.ts';
import type { TextBook } from './text-book.ts';
import { EventRows } from './event-rows.ts';

interface Sent {
  readonly event: number;
  readonly message: Message;
}

/** All that it has seen, beside the rows. */
interface Seen {
  readonly spans: LaneSpan[];
  readonly faults: ReportFault[];
  readonly view: EnsembleView;
  /** Connections by process and number: who is at the other end. */
  readonly peers: Map<string, ProcessName>;
  /** Messages under way by `from>to`, in the order in which they were sent. */
  readonly underWay: Map<string, Sent[]>;
  readonly paused: Set<ProcessName>;
}

const kindNumbers = new Map<RowKind, number>(rowKinds.map((kind, number) => [kind, number]));

export class EventRecorder implements Observer {
  readonly processes: readonly ReportProcess[];
  /** Null: nothing is written down, while all that is needed to go on writing is kept. */
  private rows: EventRows | null;
  /** Null: it looks at nothing any more, and can never go on writing. */
  private seen: Seen | null;
  private readonly numbers: ReadonlyMap<ProcessName, number>;

  constructor(processes: readonly ReportProcess[], book: TextBook) {
    this.processes = processes;
    this.rows = new EventRows(book);
    this.numbers = new Map(processes.map(({ name }, number) => [name, number]));
    const names = (kind: ReportProcess['kind']): string[] =>
      processes.filter((process) => process.kind === kind).map(({ name }) => name);
    this.seen = {
      spans: [],
      faults: [],
      view: new EnsembleView(names('voter'), names('observer')),
      peers: new Map(),
      underWay: new Map(),
      paused: new Set(),
    };
  }

  /** Takes the rows away, so that the rest can be copied for little. */
  detach(): EventRows | null {
    const { rows } = this;
    this.rows = null;
    return rows;
  }

  /** What the columns refer to. */
  get texts(): readonly string[] {
    return this.rows?.book.texts ?? [];
  }

  /** A copy of the first rows, with their texts. */
  rowsUpTo(events: number): EventRows | null {
    return this.rows?.upTo(events) ?? null;
  }

  attach(rows: EventRows | null): void {
    this.rows = rows;
  }

  /** Has `make` done while this recorder holds nothing at all: a copy made then is of a recorder that is blind. */
  whileBlind<T>(make: () => T): T {
    const { rows, seen } = this;
    [this.rows, this.seen] = [null, null];
    const made = make();
    [this.rows, this.seen] = [rows, seen];
    return made;
  }

  get spans(): readonly LaneSpan[] {
    return this.seen?.spans ?? [];
  }

  get faults(): readonly ReportFault[] {
    return this.seen?.faults ?? [];
  }

  // --- what comes in -------------------------------------------------------------------------------------------

  onInput(process: ProcessName, input: Input, moment: Moment): void {
    const { rows, seen } = this;
    if (seen === null) return;
    if (input.kind === 'message') this.arrived(seen, input.peer, process, input.message);
    if (input.kind === 'opened') seen.peers.set(`${process} ${input.connection}`, input.peer);
    if (rows === null) return;
    const row = rows.at(moment);
    rows.setProcess(row, this.number(process));
    rows.setKind(row, kindNumbers.get(input.kind) ?? 0);
    if ('peer' in input && input.peer !== '' && hasPeer.has(input.kind)) rows.setPeer(row, this.number(input.peer));
    const what = whatOf(input);
    if (what !== '') rows.setWhat(row, what);
    const heartbeat = input.kind === 'timer' || (input.kind === 'message' && isHeartbeat(input.message));
    if (heartbeat) rows.flag(row, RowFlag.HEARTBEAT);
  }

  /** A message goes with the identity of its object; one object may go to several. */
  private arrived({ underWay }: Seen, from: ProcessName, to: ProcessName, message: Message): void {
    const waiting = underWay.get(`${from}>${to}`);
    const at = waiting?.findIndex((sent) => sent.message === message) ?? -1;
    if (at >= 0) waiting?.splice(at, 1);
  }

  // --- what comes out ------------------------------------------------------------------------------------------

  onOutput(process: ProcessName, plain: Plain, moment: Moment): void {
    const { seen } = this;
    if (seen === null) return;
    const output = plain as { readonly kind: string; readonly connection: number; readonly to: string };
    if (output.kind === 'open') seen.peers.set(`${process} ${output.connection}`, output.to);
    if (output.kind === 'send') {
      const to = seen.peers.get(`${process} ${output.connection}`) ?? '';
      const key = `${process}>${to}`;
      const { message } = plain as { readonly message: Message };
      const waiting = seen.underWay.get(key);
      if (waiting === undefined) seen.underWay.set(key, [{ event: moment.event, message }]);
      else waiting.push({ event: moment.event, message });
      if (!isHeartbeat(message)) this.isNoHeartbeat(moment);
    }
    if (output.kind === 'exit') this.isNoHeartbeat(moment);
  }

  private isNoHeartbeat(moment: Moment): void {
    this.rows?.flag(this.rows.at(moment), 0, RowFlag.HEARTBEAT);
  }

  onFact(process: ProcessName, plain: Plain, moment: Moment): void {
    const { rows, seen } = this;
    if (seen === null) return;
    seen.view.onFact(process, plain);
    const words = rows !== null && seen.view.servers.has(process) ? factWords(plain as Fact) : null;
    if (words !== null) this.tell(process, words.short, words.weight, factMark(plain as Fact), moment);
    this.span(seen, process, moment);
  }

  onLifecycle(process: ProcessName, lifecycle: Lifecycle, moment: Moment): void {
    const { seen } = this;
    if (seen === null) return;
    seen.view.onLifecycle(process, lifecycle);
    if (lifecycle.change === 'paused') seen.paused.add(process);
    else seen.paused.delete(process);
    this.tell(process, lifeWords(lifecycle), 3, lifeMarks[lifecycle.change], moment);
    this.span(seen, process, moment);
  }

  onFault({ kind, text, effective, step = '' }: FaultNotice, moment: Moment): void {
    const { rows, seen } = this;
    if (seen === null) return;
    if (rows !== null) {
      const row = rows.at(moment);
      rows.setKind(row, kindNumbers.get('fault') ?? 0);
      rows.setWhat(row, text);
      rows.setWeight(row, 3);
      rows.flag(row, RowFlag.TOLD);
    }
    const undone = kind === 'undo';
    const ends = undone ? seen.faults.findLastIndex((fault) => fault.text === text && fault.ends < 0) : -1;
    seen.faults.push({ event: moment.event, atUs: moment.atUs, kind, text, effective, step, ends });
  }

  /** What a client asks and hears, in its own words. */
  tell(process: ProcessName, text: string, weight: number, mark: MarkKind, moment: Moment): void {
    const { rows } = this;
    if (rows === null) return;
    const row = rows.at(moment);
    const number = this.number(process);
    if (rows.processOf(row) < 0) rows.setProcess(row, number);
    rows.tell(row, rows.processOf(row) === number ? text : `${process} ${text}`, weight, markKinds.indexOf(mark));
    rows.flag(row, RowFlag.TOLD, RowFlag.HEARTBEAT);
  }

  private span({ view, paused, spans }: Seen, process: ProcessName, { event, atUs }: Moment): void {
    const server = view.servers.get(process);
    if (server === undefined) return;
    const number = this.number(process);
    const letters = { LEADING: 'L', FOLLOWING: 'F', OBSERVING: 'O', LOOKING: 'E', STANDALONE: 'S' } as const;
    const role = !server.up ? '-' : paused.has(process) ? 'P' : letters[server.state];
    const { epoch, serving } = server;
    const last = spans.findLast((span) => span.process === number);
    if (last !== undefined && last.role === role && last.epoch === epoch && last.serving === serving) return;
    spans.push({ event, atUs, process: number, role, epoch, serving });
  }

  private number(process: ProcessName): number {
    return this.numbers.get(process) ?? -1;
  }

  // --- the end -------------------------------------------------------------------------------------------------

  /** `events`: of the run. */
  columns(events: number): EventColumns {
    assert(this.rows !== null, 'what was written down is here');
    return this.rows.toColumns(events);
  }

  unarrived(): UnarrivedMessage[] {
    const all: UnarrivedMessage[] = [];
    for (const [key, waiting] of this.seen?.underWay ?? []) {
      const [from = '', to = ''] = key.split('>');
      for (const { event, message } of waiting) {
        all.push({ event, from: this.number(from), to: this.number(to), text: shortened(messageWords(message)) });
      }
    }
    return all.sort((a, b) => a.event - b.event || a.to - b.to);
  }
}

/** Inputs that come from somebody; all inputs have the same fields. */
const hasPeer: ReadonlySet<Input['kind']> = new Set<Input['kind']>(['message', 'opened', 'closed']);

/** The message, the timer, the file; empty where there is none. */
function whatOf(input: Input): string {
  switch (input.kind) {
    case 'message':
      return shortened(messageWords(input.message));
    case 'opened':
      return input.channel;
    case 'closed':
      return `${input.channel} ${input.reason}`;
    case 'timer':
      return input.timer;
    case 'stage':
      return input.stage;
    case 'synced':
    case 'contents':
      return input.file;
    case 'diskError':
      return `${input.operation} ${input.file}`;
    case 'start':
    case 'writable':
    case 'request':
      return '';
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
