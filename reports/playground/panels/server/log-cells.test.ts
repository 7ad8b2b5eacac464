import { describe, expect, test } from 'vitest';
import type { LogCell } from '../../../../sim/record/moment-state.ts';
import { logRows, markOf } from './log-cells.ts';

/** `1:1+` is committed, `1:2` on disk, `1:3?` only in memory. */
function log(text: string, logBefore = 0): { readonly log: readonly LogCell[]; readonly logBefore: number } {
  const cells = text.split(' ').filter((each) => each !== '');
  return {
    logBefore,
    log: cells.map((cell) => ({
      zxid: cell.replace(/[+?]/g, ''),
      text: 'create /a',
      durable: !cell.includes('?'),
      applied: cell.includes('+'),
    })),
  };
}

const words = (cells: readonly { readonly zxid: string; readonly mark: string }[]): string =>
  cells.map(({ zxid, mark }) => `${zxid} ${mark}`).join(', ');

test('epochs separate the cells, and each has one of three marks', () => {
  const { epochs, unsynced, earlier } = logRows(log('1:1+ 1:2+ 2:1+ 2:2 2:3?', 12), null);
  expect(epochs.map(({ epoch, cells }) => `${epoch}: ${words(cells)}`)).toEqual([
    '1: 1:1 committed, 1:2 committed',
    '2: 2:1 committed, 2:2 disk, 2:3 memory',
  ]);
  expect({ unsynced, earlier }).toEqual({ unsynced: 1, earlier: 12 });
});

test.each([
  { durable: true, applied: true, mark: 'committed' },
  { durable: true, applied: false, mark: 'disk' },
  { durable: false, applied: false, mark: 'memory' },
  // A learner may apply what a quorum has, before its own disk has it: a crash takes it all the same.
  { durable: false, applied: true, mark: 'memory' },
])('durable $durable and applied $applied is $mark', ({ durable, applied, mark }) => {
  expect(markOf({ durable, applied })).toBe(mark);
});

describe('what changed', () => {
  const changed = (now: string, before: string): string =>
    logRows(log(now), log(before))
      .epochs.flatMap(({ cells }) => cells)
      .filter((cell) => cell.changed)
      .map(({ zxid }) => zxid)
      .join(' ');
  const cut = (now: string, before: string): string =>
    logRows(log(now), log(before))
      .cut.map(({ zxid }) => zxid)
      .join(' ');

  test.each([
    { now: '1:1+ 1:2?', before: '1:1+', framed: '1:2', gone: '' },
    { now: '1:1+ 1:2', before: '1:1+ 1:2?', framed: '1:2', gone: '' },
    { now: '1:1+ 1:2+', before: '1:1+ 1:2+', framed: '', gone: '' },
    { now: '1:1+', before: '1:1+ 1:2', framed: '', gone: '1:2' },
    // A crash: what was only in memory is gone, and the tree with it.
    { now: '1:1', before: '1:1+ 1:2? 1:3?', framed: '1:1', gone: '1:2 1:3' },
    { now: '', before: '1:1?', framed: '', gone: '1:1' },
    // A snapshot of the leader took the place of all.
    { now: '3:1+', before: '1:1+ 1:2', framed: '3:1', gone: '' },
  ])('from "$before" to "$now"', ({ now, before, framed, gone }) => {
    expect({ framed: changed(now, before), gone: cut(now, before) }).toEqual({ framed, gone });
  });

  test('nothing is framed when there is nothing to compare with', () => {
    expect(logRows(log('1:1'), null).epochs[0]?.cells[0]?.changed).toBe(false);
  });
});

test('each cell says all of itself, with the zxid in ZooKeeper’s form too', () => {
  expect(logRows(log('2:1f?'), null).epochs[0]?.cells[0]?.words).toBe(
    '2:1f (0x20000001f) create /a: only in memory: a crash now loses it',
  );
});
