import { expect, test } from 'vitest';
import fc from 'fast-check';
import { Addresses } from './addresses.ts';
import { Core } from './core.ts';
import { EventHeap } from './event-heap.ts';
import { Event, Kind } from './event.ts';
import { defaultLimits } from './limits.ts';

/** Takes events; each taken one posts others some microseconds later, zero meaning now, which is the ring. */
function taken(initial: readonly number[], children: readonly number[], ring: boolean): string[] {
  const core = new Core(new Addresses('1'), defaultLimits);
  const heap = new EventHeap();
  let seq = 0;
  const post = (t: number, text: string): void => {
    if (ring) core.post(t, Kind.AGENT, null, null, text, null, 0);
    else heap.push(new Event(t, seq++, Kind.AGENT, null, 0, null, text, null, 0, -1));
  };
  const order: string[] = [];
  initial.forEach((t, i) => post(t, `i${i}`));
  for (let i = 0; order.length < 60; i++) {
    const event = ring ? core.take(Infinity) : heap.length === 0 ? null : heap.pop();
    if (event === null) break;
    core.nowUs = event.t;
    order.push(`${event.text}@${event.t}`);
    const delay = children[i];
    if (delay !== undefined) {
      post(event.t + delay, `c${i}`);
      post(event.t, `now${i}`);
    }
  }
  return order;
}

test('ring and heap together give the order that the heap alone gives', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 20 }),
      fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 30 }),
      (initial, children) => {
        expect(taken(initial, children, true)).toEqual(taken(initial, children, false));
      },
    ),
  );
});

test('the heap sorts by time, then by sequence', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 200 }), (times) => {
      const heap = new EventHeap();
      times.forEach((t, seq) => heap.push(new Event(t, seq, 1, null, 0, null, '', null, 0, -1)));
      const popped = times.map(() => heap.pop()).map((event) => [event.t, event.seq]);
      expect(popped).toEqual(
        times
          .map((t, seq) => [t, seq])
          .sort((a, b) => (a[0] as number) - (b[0] as number) || (a[1] as number) - (b[1] as number)),
      );
    }),
  );
});

test.each([
  ['a message', Kind.MESSAGE, true],
  ['a hand-over', Kind.STAGE, true],
  ['a sync', Kind.SYNCED, true],
  ['what was read', Kind.CONTENTS, true],
  ['room on a link', Kind.WRITABLE, true],
  ['a timer', Kind.TIMER, false],
  ['a fault', Kind.AGENT, false],
  ['a start', Kind.START, false],
])('whether %s is under way', (_what, kind, underWay) => {
  const core = new Core(new Addresses('1'), defaultLimits);
  expect(core.nextUnderWayUs).toBe(null);
  core.post(7, kind, null, null, '', null, 0);
  expect(core.nextUs).toBe(7);
  expect(core.nextUnderWayUs).toBe(underWay ? 7 : null);
  // Whatever is due now.
  core.post(0, kind, null, null, '', null, 0);
  expect(core.nextUnderWayUs).toBe(0);
});
