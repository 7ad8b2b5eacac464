import type { Event } from './event.ts';

/** A binary heap of events, earliest (t, seq) first. */
export class EventHeap {
  private items: (Event | null)[] = [];
  private count = 0;

  get length(): number {
    return this.count;
  }

  first(): Event | null {
    return this.count === 0 ? null : (this.items[0] as Event);
  }

  /** All of them, in no order that means anything. */
  all(): readonly Event[] {
    return this.items.slice(0, this.count) as Event[];
  }

  /** Removes those that pass; costs as much as there are. */
  remove(passes: (event: Event) => boolean): void {
    const kept = this.all().filter((event) => !passes(event));
    this.items = [];
    this.count = 0;
    for (const event of kept) this.push(event);
  }

  push(event: Event): void {
    const items = this.items;
    let at = this.count++;
    const t = event.t;
    const seq = event.seq;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const above = items[parent] as Event;
      if (above.t < t || (above.t === t && above.seq < seq)) break;
      items[at] = above;
      at = parent;
    }
    items[at] = event;
  }

  /** Removes the earliest event; the heap must not be empty. */
  pop(): Event {
    const items = this.items;
    const top = items[0] as Event;
    const count = --this.count;
    const last = items[count] as Event;
    items[count] = null;
    if (count === 0) return top;
    const t = last.t;
    const seq = last.seq;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= count) break;
      let below = items[child] as Event;
      if (child + 1 < count) {
        const right = items[child + 1] as Event;
        if (right.t < below.t || (right.t === below.t && right.seq < below.seq)) {
          child++;
          below = right;
        }
      }
      if (t < below.t || (t === below.t && seq < below.seq)) break;
      items[at] = below;
      at = child;
    }
    items[at] = last;
    return top;
  }
}
