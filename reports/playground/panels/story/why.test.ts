import { describe, expect, test } from 'vitest';
import { madeView, oneWrite } from '../../../spacetime/made-trace.testkit.ts';
import { causesOf, nextCommit } from './why.ts';

const view = madeView(oneWrite);

describe('why', () => {
  test('the answer of a write leads back to the question, nearest cause first', () => {
    expect(causesOf(view, 7, 9).map(({ event }) => event)).toEqual([6, 5, 3, 1, 0]);
  });

  test('a list that is cut says nothing of its beginning', () => {
    expect(causesOf(view, 7, 2).map(({ event }) => event)).toEqual([6, 5]);
  });

  test('what comes from outside has no cause', () => {
    expect(causesOf(view, 0, 9)).toEqual([]);
  });

  test('silent steps are counted and left out, but for the first of all', () => {
    const silent = madeView([
      { at: 0, who: '1', kind: 'timer', what: 'tick' },
      { at: 1, who: '1', kind: 'stage', cause: 0 },
      { at: 2, who: '1', kind: 'stage', cause: 1, told: 'proposes 1:1' },
      { at: 3, who: '1', kind: 'stage', cause: 2 },
      { at: 4, who: '1', kind: 'synced', cause: 3, told: 'acks 1:1' },
    ]);
    expect(causesOf(silent, 4, 9).map(({ event, skipped }) => ({ event, skipped }))).toEqual([
      { event: 2, skipped: 1 },
      { event: 0, skipped: 1 },
    ]);
  });
});

test('the next commit, and none behind the last', () => {
  expect(nextCommit(view, 0)).toBe(6);
  expect(nextCommit(view, 6)).toBe(-1);
});
