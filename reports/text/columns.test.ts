import { describe, expect, test } from 'vitest';
import type { ChronicleEntry, ServerStrip } from '../../sim/record/chronicle.ts';
import { plainPalette } from '../palette.ts';
import { columnsText, type ColumnsOptions } from './columns.ts';

const strip = (over: Partial<ServerStrip> = {}): ServerStrip => ({
  role: 'F',
  phase: 'broadcast',
  epoch: 3,
  serving: true,
  logged: '3:1f',
  applied: '3:1e',
  ...over,
});

const entry = (
  event: number,
  process: string | null,
  text: string,
  over: Partial<ChronicleEntry> = {},
): ChronicleEntry => ({
  event,
  cause: event - 1,
  atUs: event * 1_000_500,
  process,
  kind: 'server',
  what: 'acked',
  text,
  weight: 2,
  strip: process === null ? null : strip(),
  ...over,
});

const run: readonly ChronicleEntry[] = [
  entry(1, '1', 'starts', { kind: 'life', what: 'started', strip: strip({ role: 'E', epoch: 0 }) }),
  entry(2, '2', 'leads epoch 3, quorum 1,2', { what: 'established', strip: strip({ role: 'L' }), quorum: ['1', '2'] }),
  entry(3, 'c1', 'create /a', { kind: 'client', what: 'asks', strip: null }),
  entry(4, '1', 'logs 3:1f', { what: 'logged', weight: 1 }),
  entry(4, '1', 'acks 3:1f'),
  entry(5, '1', 'crashes', { kind: 'life', what: 'crashed', strip: strip({ role: '-' }) }),
  entry(5, null, 'crash 1', { kind: 'fault', what: 'crash' }),
  entry(6, '2', 'gives up: lost its quorum', { what: 'roleEnded', strip: strip({ role: 'E' }) }),
  entry(6, '2', 'looks for a leader', { what: 'role', strip: strip({ role: 'E' }) }),
];

const print = (options: Partial<ColumnsOptions> = {}, entries = run): string[] =>
  columnsText(entries, { servers: ['1', '2'], width: 80, ...options }, plainPalette);

test('a run in columns: who, in which role and epoch, how far log and tree are, and who was counted', () => {
  expect(print()).toEqual([
    '★ LEADING  ● FOLLOWING  ◐ LOOKING  ✕ DOWN  ✔ counted in the quorum',
    '     ms 1             2',
    '1000.50 ◐E0 3:1f/3:1e               starts',
    '2001.00 ┊✔            ★L3 3:1f/3:1e leads epoch 3, quorum 1,2',
    '3001.50 ┊             ┃             c1: create /a',
    '4002.00 ●F3 3:1f/3:1e ┃             acks 3:1f',
    '5002.50 ✕             ┃             crashes',
    '5002.50 ↯ crash 1 ─────────────────',
    '6003.00               ◐E3 3:1f/3:1e gives up: lost its quorum',
  ]);
});

test('a server that does not serve has a small letter, and one zxid is enough where log and tree end alike', () => {
  const lines = print({}, [entry(1, '1', 'follows 2', { strip: strip({ serving: false, applied: '3:1f' }) })]);
  expect(lines).toEqual([
    '● FOLLOWING  small letter: does not serve yet',
    '     ms 1        2',
    '1000.50 ●f3 3:1f          follows 2',
  ]);
});

test('a server that is paused has its lane broken until it goes on', () => {
  const life = (event: number, process: string, what: string): ChronicleEntry =>
    entry(event, process, what, { kind: 'life', what, strip: strip({ applied: '3:1f' }) });
  expect(print({}, [life(1, '1', 'paused'), entry(2, '2', 'acks'), life(3, '1', 'resumed')]).slice(2)).toEqual([
    '1000.50 ‖F3 3:1f                    paused',
    '2001.00 ╎             ●F3 3:1f/3:1e acks',
    '3001.50 ●F3 3:1f      │             resumed',
  ]);
});

test('what comes behind the finding is counted', () => {
  expect(print({ until: 4 }).slice(-2)).toEqual([
    '4002.00 ●F3 3:1f/3:1e ┃             acks 3:1f',
    '        and 4 lines behind it',
  ]);
});

test('details are there when somebody asks for them', () => {
  expect(print({ weight: 1 })[5]).toBe('4002.00 ●F3 3:1f/3:1e ┃             logs 3:1f, acks 3:1f');
});

test('colours repeat what signs say: take them away and the text is the same', () => {
  const palette = { ...plainPalette, ink: (ink: string, text: string) => `<${ink}>${text}</>` };
  const options = { servers: ['1', '2'], width: 80 };
  const colourful = columnsText(run, options, palette);
  expect(colourful[3]).toBe(
    '2001.00 <looking>┊</><committed>✔            </><leading>★L3 3:1f/3:1e </>leads epoch 3, quorum 1,2',
  );
  expect(colourful.map((line) => line.replaceAll(/<[a-z/]*>/g, ''))).toEqual(print());
});

describe('the width', () => {
  const state = { epoch: 12, logged: '12:1ff', applied: '11:1fe' };
  const names = ['1', '2', '3', '4', '5', '6', '7', '8', '9'];
  const many = (servers: readonly string[]): ChronicleEntry[] => [
    ...servers.map((name, i) => entry(i + 1, name, 'has epoch 12 accepted', { strip: strip(state) })),
    entry(20, '2', 'DIFF 11:1fe to 4', { strip: strip(state) }),
    entry(20, '2', 'TRUNC 11:1fe to 3', { strip: strip(state) }),
  ];
  const last = (servers: readonly string[], width: number): string[] =>
    print({ servers, width }, many(servers)).filter((line) => !line.includes('accepted') && !line.includes('FOLLOW'));

  test.each([20, 40, 60, 80, 100, 140])('of %d columns is kept, for three servers to nine', (width) => {
    for (const voters of [3, 5, 7, 9]) {
      const lines = print({ servers: names.slice(0, voters), width }, many(names.slice(0, voters)));
      for (const line of lines) expect(line.length).toBeLessThanOrEqual(Math.max(40, width));
      expect(lines.join('\n')).toContain('TRUNC');
    }
  });

  test('decides how much is in the cells: the tree, the log, the epoch, the role, nothing but the role', () => {
    const five = names.slice(0, 5);
    expect(last(five, 140)).toEqual([
      '      ms 1                  2                  3                  4                  5',
      '20010.00 │                  ●F12 12:1ff/11:1fe │                  │                  │                  DIFF 11:1fe to 4, TRUNC 11:1fe to 3',
    ]);
    expect(last(five, 100)).toEqual([
      '      ms 1           2           3           4           5',
      '20010.00 │           ●F12 12:1ff │           │           │           DIFF 11:1fe to 4',
      '         │           │           │           │           │           TRUNC 11:1fe to 3',
    ]);
    expect(last(five, 70)).toEqual([
      '      ms 1    2    3    4    5',
      '20010.00 │    ●F12 │    │    │    DIFF 11:1fe to 4, TRUNC 11:1fe to 3',
    ]);
    expect(last(names, 60)).toEqual([
      '      ms 1  2  3  4  5  6  7  8  9',
      '20010.00 │  ●F │  │  │  │  │  │  │  DIFF 11:1fe to 4',
      '         │  │  │  │  │  │  │  │  │  TRUNC 11:1fe to 3',
    ]);
    expect(last(names, 40).slice(-3)).toEqual([
      '20010.00 │  ●F │  │  │  │  │  │  │',
      '           DIFF 11:1fe to 4',
      '           TRUNC 11:1fe to 3',
    ]);
  });
});
