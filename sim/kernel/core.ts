/**
 * The heart of a world: virtual time, what is pending, addresses and the fingerprint. Network, disks and processes
 * post events here; the world takes them out.
 *
 * Two places hold pending events. The heap holds those with a time; the ready ring those due now, in order, which
 * is what hand-overs between stages are and costs a fifth of the heap. Both obey one order, (time, sequence):
 * before the ring's head is taken, the heap's top goes first if it has the same time and a smaller sequence.
 */
import { assert } from '../../protocol/std/assert.ts';
import { Ring } from '../../protocol/std/ring.ts';
import type { End } from '../network/end.ts';
import type { Addresses } from './addresses.ts';
import { EventHeap } from './event-heap.ts';
import { Event, isUnderWay } from './event.ts';
import { Fingerprint } from './fingerprint.ts';
import type { Host } from './host.ts';
import type { LimitName, Limits } from './limits.ts';
import type { Priorities } from './priorities.ts';

/** In the order of events. */
export interface Place {
  readonly seq: number;
  /** Index of the event that was being processed. */
  readonly cause: number;
}

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

  /** That of the earliest pending event when it is something under way: what was sent, or asked of a disk; else null. */
  get nextUnderWayUs(): number | null {
    if (this.ready.length > 0) return this.nowUs;
    const first = this.heap.first();
    return first !== null && isUnderWay(first.kind) ? first.t : null;
  }

  /** All that is pending, in the order in which it will be taken. */
  allPending(): Event[] {
    const all = [...this.heap.all()];
    for (let i = 0; i < this.ready.length; i++) all.push(this.ready.at(i) as Event);
    return all.sort((a, b) => a.t - b.t || a.seq - b.seq);
  }

  /** Keeps a place in the order of events for one that may be posted later: it goes where it would have gone now. */
  reserve(): Place {
    return { seq: this.seq++, cause: this.current };
  }

  /** Posts an event in a place that was kept; `t` is in the future. */
  postIn(place: Place, t: number, kind: number, item: unknown, num: number): void {
    assert(t > this.nowUs, 'a place was kept for an event to come', { t });
    this.heap.push(new Event(t, place.seq, kind, null, 0, null, '', item, num, place.cause));
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
