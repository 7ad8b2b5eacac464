/**
 * What observers that need not know at once are told in batches: first one of them all of it, then the next. So the
 * code of a check runs many times in a row, and not once between two steps of two processes, each of which would find
 * it gone from the processor's caches. Each is told what it would have been told at once, in the same order, with the
 * same moments.
 */
import type { Plain, ProcessName } from '../../protocol/process.ts';
import type { FaultNotice, Lifecycle, Moment, Observer } from './observer.ts';

/** Notices of a batch: checks take the caches from the processes, too, and find what is old in none. */
const MOST = 1024;

/** The one moment object, reused. */
export class Now implements Moment {
  atUs = 0;
  event = -1;
  cause = -1;
  process: ProcessName = '';
}

/** What happened: the method of an observer that tells it. */
const What = { FACT: 0, REQUEST: 1, REPLY: 2, LIFECYCLE: 3, FAULT: 4 } as const;

export class Notices {
  private readonly observers: Observer[] = [];
  /** Notices are kept; else told at once. */
  private gathering = false;
  private length = 0;
  private readonly most: number;
  private readonly whats: Uint8Array;
  /** A bit for each observer to tell. */
  private readonly told: Int32Array;
  /** No typed arrays of floats: what is read from one is a float, which takes memory of its own wherever it is kept. */
  private readonly ids: number[];
  private readonly times: number[];
  private readonly events: number[];
  private readonly causes: number[];
  /** These two are new for each batch: a young array may hold what is young at no cost to the collector of garbage. */
  private processes: ProcessName[];
  private contents: unknown[];
  private readonly moment = new Now();

  /** `most`: notices of a batch. */
  constructor(most = MOST) {
    this.most = most;
    this.whats = new Uint8Array(most);
    this.told = new Int32Array(most);
    [this.ids, this.times, this.events, this.causes] = [zeros(most), zeros(most), zeros(most), zeros(most)];
    this.processes = new Array<ProcessName>(most);
    this.contents = new Array<unknown>(most);
  }

  /** The bit of an observer; 0 when there is none left. */
  add(observer: Observer): number {
    return this.observers.length === 32 ? 0 : 1 << (this.observers.push(observer) - 1);
  }

  /** From now on notices may wait: until there are enough, or `tell` is called. */
  gather(): void {
    this.gathering = true;
  }

  /** Tells what waits; nothing waits from now on. */
  tell(): void {
    this.gathering = false;
    this.tellBatch();
  }

  fact(told: number, process: ProcessName, fact: Plain, now: Now): void {
    this.keep(What.FACT, told, process, 0, fact, now);
  }

  request(told: number, process: ProcessName, id: number, request: Plain, now: Now): void {
    this.keep(What.REQUEST, told, process, id, request, now);
  }

  reply(told: number, process: ProcessName, id: number, value: Plain, now: Now): void {
    this.keep(What.REPLY, told, process, id, value, now);
  }

  lifecycle(told: number, process: ProcessName, lifecycle: Lifecycle, now: Now): void {
    this.keep(What.LIFECYCLE, told, process, 0, lifecycle, now);
  }

  fault(told: number, fault: FaultNotice, now: Now): void {
    this.keep(What.FAULT, told, now.process, 0, fault, now);
  }

  private keep(what: number, told: number, process: ProcessName, id: number, content: unknown, now: Now): void {
    const at = this.length++;
    this.whats[at] = what;
    this.told[at] = told;
    this.ids[at] = id;
    this.times[at] = now.atUs;
    this.events[at] = now.event;
    this.causes[at] = now.cause;
    this.processes[at] = process;
    this.contents[at] = content;
    if (this.length === this.most || !this.gathering) this.tellBatch();
  }

  private tellBatch(): void {
    if (this.length === 0) return;
    for (let i = 0; i < this.observers.length; i++) this.tellOne(this.observers[i] as Observer, 1 << i);
    this.length = 0;
    this.processes = new Array<ProcessName>(this.most);
    this.contents = new Array<unknown>(this.most);
  }

  private tellOne(observer: Observer, bit: number): void {
    const { length, told, whats, processes, contents, moment } = this;
    // Looked up once for all of the batch: engines do it by name where many classes come by.
    const { onFact, onRequest, onReply, onLifecycle, onFault } = observer;
    for (let i = 0; i < length; i++) {
      if (((told[i] as number) & bit) === 0) continue;
      const process = processes[i] as ProcessName;
      const content = contents[i];
      moment.atUs = this.times[i] as number;
      moment.event = this.events[i] as number;
      moment.cause = this.causes[i] as number;
      moment.process = process;
      switch (whats[i]) {
        case What.FACT:
          onFact?.call(observer, process, content as Plain, moment);
          break;
        case What.REQUEST:
          onRequest?.call(observer, process, this.ids[i] as number, content as Plain, moment);
          break;
        case What.REPLY:
          onReply?.call(observer, process, this.ids[i] as number, content as Plain, moment);
          break;
        case What.LIFECYCLE:
          onLifecycle?.call(observer, process, content as Lifecycle, moment);
          break;
        default:
          onFault?.call(observer, content as FaultNotice, moment);
      }
    }
  }
}

function zeros(count: number): number[] {
  return new Array<number>(count).fill(0);
}
