import { describe, expect, test } from 'vitest';
import type { ClientState, ServerState, SessionState } from '../../../../sim/record/moment-state.ts';
import { leftWords, sessionRows, watchRows, type SessionRow } from './sessions.ts';

const known: SessionState = { session: '0x30a', timeoutMs: 8000, client: 'c1', owner: '', leftMs: -1, closing: false };
const led: SessionState = { ...known, owner: '3', leftMs: 6040 };

function server(name: string, session: SessionState, more: Partial<ServerState> = {}): ServerState {
  return { name, life: 'up', serving: true, sessions: [session], ...more } as ServerState;
}

function client(at: string | null): ClientState {
  return { name: 'c1', session: '0x30a', server: at } as ClientState;
}

function row(of: ServerState, servers: readonly ServerState[], clients: readonly ClientState[] = []): SessionRow {
  const [only] = sessionRows(of, { servers, clients }, new Map([['0x30a', ['/live/a']]]));
  if (only === undefined) throw new Error('there is no session');
  return only;
}

describe('sessions', () => {
  test('a follower’s row has the time that only the leader knows, and the server its client is connected to', () => {
    const follower = server('3', known);
    expect(row(follower, [follower, server('5', led)], [client('4')])).toEqual({
      session: '0x30a',
      client: 'c1',
      at: '4',
      timeoutMs: 8000,
      leftMs: 6040,
      closing: false,
      ephemerals: ['/live/a'],
    });
  });

  test('a client that is connected nowhere is where the leader last heard of it', () => {
    const leader = server('5', led);
    expect(row(leader, [leader], [client(null)]).at).toBe('3');
  });

  test('of two that count, the one that serves is believed', () => {
    const deposed = server('1', { ...led, leftMs: 100 }, { serving: false });
    const leader = server('5', led);
    expect(row(deposed, [deposed, leader]).leftMs).toBe(6040);
  });

  test.each([
    [known, 'time-out 8 s; no leader counts it'],
    [led, '6.0 s left of 8 s'],
    [{ ...led, leftMs: 0 }, '0.0 s left of 8 s'],
    [{ ...led, closing: true }, 'is being closed'],
  ])('%o', (session, words) => {
    const leader = server('5', session);
    expect(leftWords(row(leader, [leader]))).toBe(words);
  });

  test('a leader that is down counts no more', () => {
    const leader = server('5', led, { life: 'down' });
    expect(leftWords(row(server('3', known), [leader]))).toBe('time-out 8 s; no leader counts it');
  });
});

test('a watch that stands in two tables is one row', () => {
  const of = { session: '0x30a', client: 'c1' };
  expect(
    watchRows([
      { ...of, path: '/cfg', kind: 'data', mode: 'once' },
      { ...of, path: '/locks', kind: 'data', mode: 'persistent' },
      { ...of, path: '/locks', kind: 'child', mode: 'persistent' },
      { ...of, client: '', path: '/cfg', kind: 'data', mode: 'once' },
    ]).map(({ path, client: who, words }) => `${path} ${who}: ${words}`),
  ).toEqual([
    '/cfg c1: data, fires once',
    '/locks c1: data and children, stays after it fires',
    '/cfg 0x30a: data, fires once',
  ]);
});
