/** Keeps the operations of a run as their clients saw them, with all that was asked and answered. */
import type { EventNews, Outcome, SessionNews } from '../../protocol/client/outcome.ts';
import type { UserOp } from '../../protocol/op.ts';
import type { Plain, ProcessName } from '../../protocol/process.ts';
import type { Moment, Observer } from '../../sim/kernel/observer.ts';
import type { ReportOperation } from '../../sim/record/report-data.ts';
import { newsWords, opWords, outcomeWords } from '../op-words.ts';
import { PROBE_ID } from '../workloads/workload.ts';
import type { EventRecorder } from './event-recorder.ts';
import { shortened } from './shortened.ts';

export interface HeardOperation {
  readonly client: ProcessName;
  readonly id: number;
  readonly op: UserOp;
  readonly callEvent: number;
  readonly callUs: number;
  returnEvent: number;
  returnUs: number;
  outcome: Outcome | null;
}

export class OperationRecorder implements Observer {
  /** Null: it hears nothing any more, and can never go on. */
  private heard: HeardOperation[] | null = [];
  private open = new Map<string, HeardOperation>();
  private readonly clients: ReadonlySet<ProcessName>;
  private readonly events: EventRecorder;

  constructor(clients: readonly ProcessName[], events: EventRecorder) {
    this.clients = new Set(clients);
    this.events = events;
  }

  get operations(): readonly HeardOperation[] {
    return this.heard ?? [];
  }

  /** Has `make` done while this recorder holds nothing at all: a copy made then is of a recorder that is deaf. */
  whileDeaf<T>(make: () => T): T {
    const { heard, open } = this;
    [this.heard, this.open] = [null, new Map()];
    const made = make();
    [this.heard, this.open] = [heard, open];
    return made;
  }

  onRequest(process: ProcessName, id: number, request: Plain, moment: Moment): void {
    if (this.heard === null || !this.clients.has(process)) return;
    const { event, atUs } = moment;
    const op = request as UserOp;
    const heard: HeardOperation = {
      client: process,
      id,
      op,
      callEvent: event,
      callUs: atUs,
      returnEvent: -1,
      returnUs: -1,
      outcome: null,
    };
    this.heard.push(heard);
    this.open.set(`${process} ${id}`, heard);
    this.events.tell(process, `asks for ${opWords(op)}`, 2, 'ask', moment);
  }

  onReply(process: ProcessName, id: number, value: Plain, moment: Moment): void {
    if (this.heard === null || !this.clients.has(process)) return;
    if (id < 0) {
      this.events.tell(process, newsWords(value as EventNews | SessionNews), 1, 'session', moment);
      return;
    }
    const heard = this.open.get(`${process} ${id}`);
    if (heard === undefined) return;
    this.open.delete(`${process} ${id}`);
    heard.returnEvent = moment.event;
    heard.returnUs = moment.atUs;
    heard.outcome = value as Outcome;
    this.events.tell(process, `hears ${opWords(heard.op)}: ${outcomeWords(heard.outcome)}`, 2, 'hear', moment);
  }

  toReport(): ReportOperation[] {
    return this.operations.map((each) => reported(each, this.events));
  }
}

export function reported(heard: HeardOperation, events: Pick<EventRecorder, 'processes'>): ReportOperation {
  const { client, id, op, callEvent, callUs, returnEvent, returnUs, outcome } = heard;
  return {
    process: events.processes.findIndex(({ name }) => name === client),
    id,
    text: shortened(opWords(op)),
    callEvent,
    callUs,
    returnEvent,
    returnUs,
    outcome: outcomeKind(outcome),
    answer: outcome === null ? 'no answer yet' : outcomeWords(outcome),
    probe: id >= PROBE_ID,
  };
}

function outcomeKind(outcome: Outcome | null): ReportOperation['outcome'] {
  if (outcome === null) return 'open';
  if (outcome.kind === 'answered') return outcome.err === 0 ? 'ok' : 'error';
  return outcome.kind;
}
