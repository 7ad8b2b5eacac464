import { describe, expect, test } from 'vitest';
import type { Lamp } from '../../../sim/record/play.ts';
import { madeView } from '../../spacetime/made-trace.testkit.ts';
import { readForce, strains } from './force.ts';
import { cutBetween, madeClient, madeMoment, madeServer, withClients } from './moment.testkit.ts';
import { sceneOf } from './scene.ts';

function sceneWith(...servers: Parameters<typeof madeServer>[]): ReturnType<typeof sceneOf> {
  const made = servers.map(([name, more]) => madeServer(name, more));
  return sceneOf({ moment: madeMoment(3, {}, made), view: null });
}

describe('roles and phases', () => {
  test.each([
    [{ role: 'LEADING' }, 'L', 3],
    [{ role: 'FOLLOWING', phase: 'SYNCHRONIZATION' }, 'F', 2],
    [{ role: 'FOLLOWING', phase: 'DISCOVERY' }, 'F', 1],
    [{ role: 'OBSERVING', voter: false }, 'O', 3],
    [{ role: 'LOOKING', phase: 'ELECTION' }, 'E', 0],
    [{ role: 'STANDALONE' }, 'S', -1],
    [{ life: 'down' as const }, '-', -1],
    [{ life: 'paused' as const, role: 'LEADING' }, 'P', 3],
  ])('%j is %s in phase %i', (more, letter, phase) => {
    expect(sceneWith(['2', more]).servers.find(({ name }) => name === '2')).toMatchObject({ letter, phase });
  });

  test('voters come first, whatever their numbers', () => {
    const names = sceneWith(['1', { voter: false }]).servers.map(({ name }) => name);
    expect(names).toEqual(['2', '3', '1']);
  });

  test('learners follow the leader they voted for; who is down follows nobody', () => {
    const { follows } = sceneWith(['1', { role: 'LEADING' }], ['3', { life: 'down' }]);
    expect(follows).toEqual([{ learner: '2', leader: '1' }]);
  });
});

test('who is down waits for nothing, whatever was set', () => {
  const waits = [
    { server: '2', what: 'election', atUs: 1_100_000 },
    { server: '3', what: 'tick', atUs: 1_200_000 },
  ];
  const moment = madeMoment(3, { waits }, [madeServer('3', { life: 'down' })]);
  const { servers } = sceneOf({ moment, view: null });
  expect(servers.map(({ wait }) => wait?.what ?? '')).toEqual(['', 'election', '']);
});

test('a client that tries a server which is not there is with nobody', () => {
  const moment = withClients(madeMoment(3), [madeClient('c1', '9'), madeClient('c2', '2', { phase: 'handshake' })]);
  const { clients } = sceneOf({ moment, view: null });
  expect(clients.map(({ server, connected }) => [server, connected])).toEqual([
    [null, true],
    ['2', false],
  ]);
});

describe('cuts', () => {
  test('of both directions are one, of one direction keep it', () => {
    const cuts = [...cutBetween(['1'], ['2', '3']), { from: '3', to: '2' }];
    const scene = sceneOf({ moment: madeMoment(3, { cuts }), view: null });
    expect(scene.cuts).toEqual([
      { from: '1', to: '2', both: true },
      { from: '1', to: '3', both: true },
      { from: '3', to: '2', both: false },
    ]);
  });
});

describe('the event at the cursor', () => {
  const view = madeView([
    { at: 0, who: '1', kind: 'timer' },
    { at: 5, who: '2', kind: 'message', cause: 0, peer: '1', what: 'PROPOSAL 1:7 create /a' },
  ]);
  const at = (event: number, lamps: readonly Lamp[] = []): ReturnType<typeof sceneOf> => {
    const moment = madeMoment(3, { lamps });
    return sceneOf({ moment: { ...moment, state: { ...moment.state, event } }, view });
  };

  test('tells which message has just arrived, and whose event it was', () => {
    expect(at(1)).toMatchObject({ arrived: { from: '1', to: '2', text: 'PROPOSAL 1:7 create /a' }, actor: '2' });
    expect(at(0)).toMatchObject({ arrived: null, actor: '1' });
  });

  test('blames the server in whose event a check broke, from then on', () => {
    const lamp: Lamp = { check: 'zab-prefix', promise: '', verdict: 'broken', event: 1, why: [] };
    const blamed = (event: number): string[][] => at(event, [lamp]).servers.map((server) => [...server.blamed]);
    expect(blamed(0)).toEqual([[], [], []]);
    expect(blamed(1)).toEqual([[], ['zab-prefix'], []]);
    expect(at(1, [{ ...lamp, verdict: 'holds' }]).servers[1]?.blamed).toEqual([]);
  });
});

describe('faults in force', () => {
  test.each([
    ['slow disk 3 500%', { kind: 'disk', on: ['3'], to: null, words: 'slow disk 500%' }],
    ['at 1.2s: stuck disk 1,2 for 3s', { kind: 'disk', on: ['1', '2'], words: 'stuck disk' }],
    ['clock drift 2 +200ppm', { kind: 'clock', on: ['2'], words: 'clock drift +200ppm' }],
    ['when server 2 logs 3:1f: clog 2 > 5', { kind: 'clog', on: ['2'], to: ['5'], both: false }],
    ['latency 1 | 3 +50ms', { kind: 'latency', on: ['1'], to: ['3'], both: true, words: 'latency +50ms' }],
    ['latency 4 +50ms for 2s', { kind: 'latency', on: ['4'], to: null }],
    ['flap 1 | 2 every 250ms', { kind: 'flap', words: 'flap every 250ms' }],
  ])('%s', (line, force) => {
    expect(readForce(line)).toMatchObject(force);
  });

  test.each(['crash 2', 'partition 1,2 | 3', 'pause leader', 'slow disk', ''])('%j has another sign', (line) => {
    expect(readForce(line)).toBe(null);
  });

  test('of links hit both directions or one', () => {
    const both = readForce('clog 1 | 2,3');
    const one = readForce('clog 1 > 2,3');
    const all = readForce('clog 1');
    const hits = (force: typeof both): boolean[] =>
      [
        ['1', '3'],
        ['3', '1'],
        ['2', '3'],
      ].map(([from, to]) => force !== null && strains(force, from as string, to as string));
    expect([hits(both), hits(one), hits(all)]).toEqual([
      [true, true, false],
      [true, false, false],
      [true, true, false],
    ]);
  });

  test('of all links of a server stand at the server, of some at the links', () => {
    const scene = sceneOf({
      moment: madeMoment(3, { inForce: ['latency 2 +50ms', 'loss 1 > 3 5%'] }),
      view: null,
    });
    expect(scene.servers[1]?.forces.map(({ words }) => words)).toEqual(['latency +50ms']);
    expect(scene.forces.map(({ words }) => words)).toEqual(['loss 5%']);
  });
});
