import { describe, expect, test } from 'vitest';
import type { ServerDetails, SessionDetails } from '../../../../sim/record/server-details.ts';
import { leftWords, sessionRows, watchRows } from './sessions.ts';

function details(name: string, more: Partial<ServerDetails> = {}): ServerDetails {
  return { name, sessions: [], watches: [], connections: [], znodes: [], znodesLeft: 0, ...more };
}

const known: SessionDetails = {
  session: '0x30a',
  timeoutMs: 8000,
  client: '',
  tracked: null,
  ephemerals: ['/live/a'],
};
const led: SessionDetails = { ...known, tracked: { owner: '3', leftMs: 6040, closing: false } };

describe('sessions', () => {
  test('a follower’s row has the time that only the leader knows, and the server that has the connection', () => {
    const follower = details('3', { sessions: [known], connections: [{ client: 'c1', session: '0x30a' }] });
    const leader = details('5', { sessions: [led] });
    expect(sessionRows(follower, [follower, leader])).toEqual([
      {
        session: '0x30a',
        client: 'c1',
        at: '3',
        timeoutMs: 8000,
        leftMs: 6040,
        closing: false,
        ephemerals: ['/live/a'],
      },
    ]);
  });

  test('without a leader nobody counts', () => {
    const alone = details('3', { sessions: [known] });
    const [row] = sessionRows(alone, [alone]);
    expect(row?.at).toBe('');
    expect(row === undefined ? '' : leftWords(row)).toBe('time-out 8 s; no leader counts it');
  });

  test.each([
    [{ leftMs: 6040, closing: false }, '6.0 s left of 8 s'],
    [{ leftMs: 0, closing: false }, '0.0 s left of 8 s'],
    [{ leftMs: 12, closing: true }, 'is being closed'],
  ])('%o is "%s"', (tracked, words) => {
    const leader = details('5', { sessions: [{ ...led, tracked: { owner: '3', ...tracked } }] });
    const [row] = sessionRows(leader, [leader]);
    expect(row === undefined ? '' : leftWords(row)).toBe(words);
  });
});

test('a watch that stands in two tables is one row', () => {
  expect(
    watchRows([
      { path: '/cfg', client: 'c2', of: 'data', kind: 'once' },
      { path: '/locks', client: 'c1', of: 'data', kind: 'persistent' },
      { path: '/locks', client: 'c1', of: 'children', kind: 'persistent' },
    ]).map(({ path, client, words }) => `${path} ${client}: ${words}`),
  ).toEqual(['/cfg c2: data, fires once', '/locks c1: data and children, stays after it fires']);
});
