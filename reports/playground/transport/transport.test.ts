import { describe, expect, test } from 'vitest';
import { madeView, oneWrite } from '../../spacetime/made-trace.testkit.ts';
import type { Lamp } from '../../../sim/record/play.ts';
import { eventAtUs, nextOf, nextTold } from '../told-events.ts';
import { findWords } from './find-words.ts';
import { timeWords } from './time-words.ts';
import { branchRows } from './branch-rows.ts';
import { columnOf, eventAtColumn, heatOf } from './heat.ts';

const lamp = (verdict: Lamp['verdict'], event: number): Lamp => ({
  check: 'x',
  promise: 'X.',
  verdict,
  event,
  why: [],
});

describe('stepping', () => {
  const view = madeView(oneWrite);

  test.each([
    [0, 1, 4],
    [4, 1, 6],
    [6, 1, null],
    [6, -1, 4],
    [4, -1, null],
  ] as const)('from event %i in direction %i the next that means something is %j', (event, by, found) => {
    expect(nextTold(view, [], event, by)).toBe(found);
  });

  test('what broke a promise means something', () => {
    const lamps = [lamp('holds', -1), lamp('broken', 2)];
    expect(nextTold(view, lamps, 0, 1)).toBe(2);
    expect(nextTold(view, lamps, 4, -1)).toBe(2);
  });

  test.each([
    ['2', 0, 1, 3],
    ['2', 3, 1, 5],
    ['2', 5, 1, null],
    ['c1', 7, -1, 0],
  ] as const)('process %s, from event %i in direction %i: %j', (process, event, by, found) => {
    expect(nextOf(view, process, event, by)).toBe(found);
  });

  test.each([
    [-1, 0],
    [0, 0],
    [199, 0],
    [200, 1],
    [650, 5],
    [5000, 7],
  ])('at %i us the last event is %i', (atUs, event) => {
    expect(eventAtUs(view, atUs)).toBe(event);
  });
});

describe('the strip', () => {
  test('every event has its column, and every column an event close to it', () => {
    expect([0, 5, 10].map((event) => columnOf(event, 11, 101))).toEqual([0, 50, 100]);
    for (let column = 0; column < 101; column++)
      expect(Math.abs(columnOf(eventAtColumn(column, 11, 101), 11, 101) - column)).toBeLessThanOrEqual(5);
    expect(columnOf(0, 1, 10)).toBe(0);
    expect(eventAtColumn(3, 1, 10)).toBe(0);
  });

  test('commits, faults and broken promises stand where they happened', () => {
    const heat = heatOf(madeView(oneWrite), [7], 8, 8);
    expect([...heat.commits]).toEqual([0, 0, 0, 0, 0, 0, 1, 0]);
    expect([...heat.faults]).toEqual([0, 0, 0, 0, 1, 0, 0, 0]);
    expect(heat.broken).toEqual([7]);
  });
});

test('branches stand below what they left', () => {
  const branch = (id: number, parent: number, leftAt: number, events: number) => ({
    id,
    name: String.fromCharCode(65 + id),
    parent,
    leftAt,
    events,
  });
  const rows = branchRows(
    [branch(0, -1, -1, 101), branch(1, 0, 60, 81), branch(2, 0, 20, 200), branch(3, 1, 70, 91)],
    101,
  );
  expect(rows.map(({ name, row, from, begins, ends }) => [name, row, from, begins, ends])).toEqual([
    ['A', 0, 0, 0, 1],
    ['C', 1, 0, 0.2, 1],
    ['B', 2, 0, 0.6, 0.8],
    ['D', 3, 2, 0.7, 0.9],
  ]);
});

test.each([
  ['proposes', 0, 1, 1],
  ['1:1 logs', 0, 1, 3],
  ['ACKS', 6, 1, 5],
  ['hears', 0, -1, 7],
  ['nobody says this', 0, 1, null],
] as const)('%j, from event %i in direction %i, is found at %j', (words, event, by, found) => {
  expect(findWords(madeView(oneWrite), words, event, by)).toBe(found);
});

test.each([
  [0, '0.000 000'],
  [1_284_310, '1.284 310'],
  [61_000_007.6, '61.000 007'],
])('%d us are %s seconds', (us, words) => {
  expect(timeWords(us)).toBe(words);
});
