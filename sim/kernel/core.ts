/**
 * The heart of a world: virtual time, what is pending, addresses and the fingerprint. Network, disks and processes
 * post events here; the world takes them out.
 *
 * Two places hold pending events. The heap holds those with a time; the ready ring those due now, in order, which
 * is what hand-overs between stages are and costs a fifth of the heap. Both obey one order, (time, sequence):
 * before the ring's head is taken, the heap's top goes first if it has the same time and a smaller sequence.
 */
import { Ring } from '../../protocol/std/ring.ts';
import type { End } from '../network/end.ts';
import type { Addresses } from './addresses.ts';
import { EventHeap } from './event-heap.ts';
import { Event } from './event.ts';
import { Fingerprint } from './fingerprint.ts';
import type { Host } from './host.ts';
import type { LimitName, Limits } from './limits.ts';
import type { Priorities } from './priorities.ts';

export class Core {
  nowUs = 0;
  /** Events taken so far; index of the one being processed is `events - 1`. */
  events = 0;
  handOvers = 0;
  /** Index of the event being processed, -1 before the first and between runs. */
  current = -1;
  readonly heap = new EventHeap();
  readonly ready = new Ring<Event>();
  readonly fingerprint = new Fingerprint();
  readonly addresses: Addresses;
  readonly limits: Limits;
  /** Null: messages and hand-overs take what their latencies say. */
  readonly priorities: Priorities | null;
  /** The limit that was reached. */
  reached: LimitName | null = null;
  private seq = 0;

  constructor(addresses: Addresses, limits: Limits, priorities: Priorities | null = null) {
    this.addresses = addresses;
    this.limits = limits;
    this.priorities = priorities;
  }

  get pending(): number {
    return this.heap.length + this.ready.length;
  }

  /** Virtual time of the earliest pending event; null when there is none. It may turn out void when it is taken. */
  get nextUs(): number | null {
    return this.ready.length > 0 ? this.nowUs : (this.heap.first()?.t ?? null);
  }

  /** All that is pending, in the order in which it will be taken. */
  allPending(): Event[] {
    const all = [...this.heap.all()];
    for (let i = 0; i < this.ready.length; i++) all.push(this.ready.at(i) as Event);
    return all.sort((a, b) => a.t - b.t || a.seq - b.seq);
  }

  /** Posts an event at virtual time `t`, which is not in the past. */
  post(t: number, kind: number, host: Host | null, end: End | null, text: string, item: unknown, num: number): Event {
    const event = new Event(
      t,
      this.seq++,
      kind,
      host,
      host === null ? 0 : host.incarnation,
      end,
      text,
      item,
      num,
      this.current,
    );
    if (t <= this.nowUs) {
      event.t = this.nowUs;
      this.ready.push(event);
    } else {
      this.heap.push(event);
      if (this.heap.length > this.limits.pendingEvents) this.reach('pendingEvents');
    }
    return event;
  }

  reach(limit: LimitName): void {
    this.reached ??= limit;
  }

  /** The earliest pending event, removed; null when there is none at or before `untilUs`. */
  take(untilUs: number): Event | null {
    const top = this.heap.first();
    const head = this.ready.first();
    if (head !== undefined) {
      if (top !== null && top.t === head.t && top.seq < head.seq) return this.heap.pop();
      this.ready.shift();
      return head;
    }
    if (top === null || top.t > untilUs) return null;
    return this.heap.pop();
  }
}
