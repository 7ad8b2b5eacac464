import { describe, expect, test } from 'vitest';
import type { ChronicleEntry, ServerStrip } from '../../sim/record/chronicle.ts';
import { plainPalette } from '../palette.ts';
import { columnsText, type ColumnsOptions } from './columns.ts';

const strip = (over: Partial<ServerStrip> = {}): ServerStrip => ({
  role: 'F',
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
  entry(2, '2', 'leads epoch 3, quorum 1,2', { what: 'established', strip: strip({ role: 'L' }) }),
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

test('a run in columns: who, in which role and epoch, how far log and tree are', () => {
  expect(print()).toEqual([
    '     ms 1            2',
    '1000.50 E0 3:1f/3:1e              starts',
    '2001.00 |            L3 3:1f/3:1e leads epoch 3, quorum 1,2',
    '3001.50 |            |            c1: create /a',
    '4002.00 F3 3:1f/3:1e |            acks 3:1f',
    '5002.50 -3 3:1f/3:1e |            crashes',
    '5002.50 -- crash 1 ---------------',
    '6003.00              E3 3:1f/3:1e gives up: lost its quorum',
  ]);
});

test('a server that does not serve has a small letter, and one zxid is enough where log and tree end alike', () => {
  const [, line] = print({}, [entry(1, '1', 'follows 2', { strip: strip({ serving: false, applied: '3:1f' }) })]);
  expect(line).toBe('1000.50 f3 3:1f         follows 2');
});

test('what comes behind the finding is counted', () => {
  expect(print({ until: 4 }).slice(-2)).toEqual([
    '4002.00 F3 3:1f/3:1e |            acks 3:1f',
    '        and 4 lines behind it',
  ]);
});

test('details are there when somebody asks for them', () => {
  expect(print({ weight: 1 })[4]).toBe('4002.00 F3 3:1f/3:1e |            logs 3:1f, acks 3:1f');
});

describe('the width', () => {
  const servers = ['1', '2', '3', '4', '5'];
  const many = [1, 2, 3, 4, 5].map((n) =>
    entry(n, String(n), 'has epoch 12 accepted', { strip: strip({ epoch: 12, logged: '12:1ff', applied: '11:1fe' }) }),
  );
  const both = [...many, entry(5, '5', 'DIFF 11:1fe to 4'), entry(5, '5', 'TRUNC 11:1fe to 2')];

  test('is 100 columns for five servers, and what one event brings goes on in the next line', () => {
    const lines = print({ servers, width: 100 }, both);
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(100);
    expect(lines.join('\n')).toContain('TRUNC 11:1fe to 2');
  });

  test.each([40, 60, 20])('of a terminal of %d columns cuts states and words', (width) => {
    const lines = print({ servers, width }, both);
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(Math.max(40, width));
    expect(lines.join('\n')).toContain('~');
  });
});
