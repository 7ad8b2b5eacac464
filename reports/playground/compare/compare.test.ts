import { describe, expect, test } from 'vitest';
import type { LogCell, MomentState, ServerState } from '../../../sim/record/moment-state.ts';
import type { ServerTree, ZnodeDetails } from '../../../sim/record/server-tree.ts';
import { madeView } from '../../spacetime/made-trace.testkit.ts';
import type { TraceView } from '../../spacetime/trace-view.ts';
import { clockEnd, eventsAt, stepped } from './shared-clock.ts';
import { stateDifferences, type Standing } from './state-differences.ts';

function view(...times: readonly number[]): TraceView {
  return madeView(times.map((at) => ({ at, who: '1' })));
}

describe('one clock', () => {
  const views = { left: view(0, 10, 10, 40), right: view(0, 20, 50) };

  test.each([
    { kind: 'event', at: 1, left: 1, right: 1 },
    { kind: 'event', at: 9, left: 3, right: 2 },
    { kind: 'time', at: 0, left: 0, right: 0 },
    { kind: 'time', at: 10, left: 2, right: 0 },
    { kind: 'time', at: 39, left: 2, right: 1 },
    { kind: 'time', at: 99, left: 3, right: 2 },
  ] as const)('by $kind at $at', ({ kind, at, left, right }) => {
    expect(eventsAt(kind, at, views)).toEqual({ left, right });
  });

  test('ends with the longer run', () => {
    expect([clockEnd('time', views), clockEnd('event', views)]).toEqual([50, 3]);
  });

  test('a step by time goes to the next moment of either run, and back the same way', () => {
    const forward: number[] = [];
    for (let at = 0; at < 50;) forward.push((at = stepped('time', at, 1, views)));
    expect(forward).toEqual([10, 20, 40, 50]);
    const back: number[] = [];
    for (let at = 50; at > 0;) back.push((at = stepped('time', at, -1, views)));
    expect(back).toEqual([40, 20, 10, 0]);
  });

  test('a step by event is one event, within the longer run', () => {
    expect([stepped('event', 3, 1, views), stepped('event', 0, -1, views), stepped('event', 1, 1, views)]).toEqual([
      3, 0, 2,
    ]);
  });
});

describe('what is different', () => {
  function server(name: string, more: Partial<ServerState> = {}): ServerState {
    return {
      name,
      life: 'up',
      role: 'FOLLOWING',
      serving: true,
      acceptedEpoch: 1,
      currentEpoch: 1,
      vote: null,
      applied: '1:6',
      log: [],
      logBefore: 0,
      ...more,
    } as ServerState;
  }
  const log = (text: string): LogCell[] =>
    text.split(' ').map((cell) => ({
      zxid: cell.replace(/[+?]/g, ''),
      text: '',
      durable: !cell.includes('?'),
      applied: cell.includes('+'),
    }));
  const standing = (servers: readonly ServerState[], trees: readonly ServerTree[] = []): Standing => ({
    state: { event: 0, atUs: 0, servers, clients: [] } satisfies MomentState,
    trees,
  });
  const words = (left: Standing, right: Standing): string[] =>
    stateDifferences({ left, right }).map((row) => `${row.who} ${row.what}: ${row.left} | ${row.right}`);

  test('nothing, of the same state', () => {
    const both = standing([server('1', { log: log('1:5+ 1:6+') })]);
    expect(words(both, both)).toEqual([]);
  });

  test('a role, and an epoch', () => {
    expect(
      words(standing([server('1', { role: 'LOOKING', serving: false })]), standing([server('1', { currentEpoch: 2 })])),
    ).toEqual(['server 1 role: looking | following, serves', 'server 1 current epoch: 1 | 2']);
  });

  test('a record that a crash took from one of them', () => {
    expect(
      words(standing([server('4', { log: log('1:6+') })]), standing([server('4', { log: log('1:6+ 1:7') })])),
    ).toEqual(['server 4 log: 1:7 missing | 1:7 on disk']);
  });

  test('of a server that is down, what its disk has: its tree was in memory', () => {
    expect(
      words(
        standing([server('5', { log: log('1:1+ 1:2+') })]),
        standing([server('5', { life: 'down', log: log('1:1 1:2') })]),
      ),
    ).toEqual(['server 5 role: following, serves | down']);
  });

  test('a record that is on disk in one and in memory in the other', () => {
    expect(words(standing([server('4', { log: log('1:7?') })]), standing([server('4', { log: log('1:7+') })]))).toEqual(
      ['server 4 log: 1:7 only in memory | 1:7 committed'],
    );
  });

  test('trees, by path', () => {
    const tree = (...paths: readonly string[]): ServerTree[] => [
      { server: '1', left: 0, znodes: paths.map((path) => ({ path, mzxid: '1:1' }) as ZnodeDetails) },
    ];
    expect(words(standing([server('1')], tree('/a')), standing([server('1')], tree('/b')))).toEqual([
      'server 1 tree: /a, /b missing | /a missing, /b',
    ]);
  });

  test('a server that only one of them has', () => {
    expect(words(standing([]), standing([server('6')]))).toEqual(['server 6 member: is no member | is a member']);
  });
});
