import { describe, expect, test } from 'vitest';
import { newCase } from '../../sim/record/case.ts';
import type { PlayBranch, PlayRequest, PlaySource } from '../../sim/record/play.ts';
import { run } from '../run.ts';
import { version } from '../version.ts';
import { Play } from './play.ts';
import { playCase, Player } from './player.testkit.ts';

describe('somebody who plays', () => {
  test('sees an ensemble elect a leader and its clients connect', () => {
    const player = new Player().until('any leads');
    const { state, quorums, caption } = player.moment();
    expect(state.servers.map(({ role }) => role).filter((role) => role === 'LEADING')).toHaveLength(1);
    expect(caption.what).toMatch(/leads epoch 1 with the quorum/);
    expect(quorums.elect).toEqual({ members: ['1', '2', '3', '4', '5'], enough: true, missing: 0 });
    player.until('at 2s');
    expect(player.moment().state.clients.map(({ phase }) => phase)).toEqual(['connected', 'connected']);
  });

  test('cuts the leader off with one other, and sees that a minority elects nobody and commits nothing', () => {
    const player = new Player().until('at 2s');
    const leader = player.leader();
    const [friend = '', ...others] = ['1', '2', '3', '4', '5'].filter((name) => name !== leader);
    player.act(`partition ${leader},${friend} | ${others.join(',')}`);
    expect(player.branch).toMatchObject({ name: 'B', parent: 0 });
    expect(player.branch.leftAt).toBeGreaterThanOrEqual(player.event);
    player.until(`any looks`);
    expect(player.moment().cuts).toHaveLength(12);
    expect(player.moment().inForce).toEqual([`partition ${leader},${friend} | ${others.join(',')}`]);
    player.until('any leads');
    expect(others).toContain(player.leader());
    const { quorums } = player.moment();
    expect(quorums.elect).toEqual({ members: others, enough: true, missing: 0 });
    expect(quorums.last?.shared).toEqual(quorums.last?.members);
    player.act('heal').until(`${leader} FOLLOWING`);
    expect(player.moment().cuts).toEqual([]);
  });

  test('crashes the leader: the promise of an acknowledged write holds through the next election', () => {
    const player = new Player().until('at 2s').act('c1 create /a "kept"').until('c1 is answered');
    const leader = player.leader();
    player.act(`crash ${leader}`).until('any leads');
    expect(player.leader()).not.toBe(leader);
    expect(player.server(player.leader()).tree).toMatchObject([{ path: '/a', data: 'kept' }]);
    expect(player.server(leader).life).toBe('down');
    player.act(`restart ${leader}`).until(`${leader} FOLLOWING`).until(`server ${leader} serves`);
    expect(player.server(leader).tree).toMatchObject([{ path: '/a' }]);
    expect(player.trace.lamps.filter(({ verdict }) => verdict === 'broken')).toEqual([]);
  });

  test('holds a PROPOSAL, sees the rest commit without it, and releases it', () => {
    const player = new Player().until('at 2s').act('c1 create /a "x"').until('any proposes').until('leader acks');
    const proposal = player.message('PROPOSAL');
    expect(proposal.can).toEqual(expect.arrayContaining(['deliver', 'delay', 'hold']));
    expect(proposal.cannot.map(({ act }) => act)).toEqual(['drop', 'release']);
    expect(proposal.cannot[0]?.why).toContain(`reset ${proposal.from} | ${proposal.to}`);
    player.actOn(proposal, 'hold');
    const { address } = proposal;
    const held = player.moment().inFlight.find((each) => each.address === address);
    expect(held).toMatchObject({ arrivesUs: -1, can: ['deliver', 'delay', 'release'] });
    player.until('leader commits');
    expect(player.server(proposal.to).logged).not.toBe(player.server(proposal.from).logged);
    player.actOn(player.message('PROPOSAL', proposal.to), 'release');
    expect(player.branch.source.lines.filter((line) => line.startsWith('let'))).toHaveLength(1);
    const releasedUs = player.moment().state.atUs;
    player.until(`server ${proposal.to} logs`);
    expect(player.moment().state.atUs).toBe(releasedUs + 1);
    player.until(`server ${proposal.to} applies`);
    expect(player.server(proposal.to).logged).toBe(player.server(proposal.from).logged);
  });

  test('delivers a message at once, and never before one that TCP has in front of it', () => {
    const player = new Player().until('at 2s').act('c1 create /a').act('c1 create /b').until('any proposes x2');
    player.event += 12;
    const { inFlight } = player.moment();
    const behind = inFlight.find(
      ({ can, cannot }) => !can.includes('deliver') && cannot.some(({ why }) => why.startsWith('TCP keeps')),
    );
    const first = inFlight.find(({ can }) => can.includes('deliver'));
    if (first === undefined) throw new Error('no message can be delivered');
    if (behind !== undefined) {
      const { address } = behind;
      const refused = player.refusal({
        kind: 'message',
        branch: player.branch.id,
        event: player.event,
        address,
        act: 'deliver',
        byUs: 0,
      });
      expect(refused).toMatchObject({ field: 'act', message: expect.stringContaining('was sent before it') as string });
    }
    player.actOn(first, 'deliver');
    expect(player.trace.columns.atUs[player.event + 1]).toBe((player.trace.columns.atUs[player.event] ?? 0) + 1);
  });

  test('switches a bug on and sees which lamp goes out, and where the runs part', () => {
    const player = new Player(playCase({ voters: 3 }), [
      'at 2s: c1 create /a "x"',
      'at 2.02s: c2 setData /a "y"',
    ]).until('at 3s');
    const right = player.branch;
    player.change(right.source.lines, 'ack-before-sync');
    expect(player.branch).toMatchObject({ why: 'with the bug ack-before-sync', parent: 0 });
    player.event = 0;
    player.until('a check breaks');
    const lamp = player.lamp('durable-before-told');
    expect(lamp).toMatchObject({ verdict: 'broken', event: player.event });
    expect(player.moment().lamps.find(({ check }) => check === lamp.check)?.verdict).toBe('broken');
    expect(player.moment(player.event - 1).lamps.find(({ check }) => check === lamp.check)?.verdict).toBe('holds');
    const { difference } = player.ask({ kind: 'difference', left: right.id, right: player.branch.id }, 'difference');
    expect(difference.event).toBe(player.branch.leftAt + 1);
    expect(difference.left).not.toBe(difference.right);
  });

  test('sets the same under another seed beside it, and another case, and acts in each by itself', () => {
    const player = new Player(playCase({ voters: 3 }), ['at 2s: c1 create /a "x"']).until('at 2s');
    const first = player.branch;
    const { base, lines } = first.source;
    const beside = (source: PlaySource): PlayBranch => player.ask({ kind: 'beside', source }, 'branched').branch;
    const second = beside({ base: { ...base, seed: '8' }, lines });
    expect(second).toMatchObject({ id: 1, parent: -1, leftAt: -1, why: 'the seed 8', of: { seed: '8' } });
    expect(second.source.lines).toEqual(lines);
    expect(beside({ base: { ...base, seed: '8' }, lines }).id).toBe(1);
    const third = beside({ base: newCase(version, 'chaos', '3'), lines: [] });
    expect(third).toMatchObject({ id: 2, why: 'another case' });
    const parts = (left: number, right: number): number =>
      player.ask({ kind: 'difference', left, right }, 'difference').difference.event ?? -1;
    expect(parts(0, 0)).toBe(-1);
    expect(parts(0, 1)).toBeGreaterThanOrEqual(0);
    expect(parts(1, 2)).toBeGreaterThanOrEqual(0);
    // Five servers are known in the third only.
    player.branch = third;
    expect(player.act('crash 5').branch).toMatchObject({ parent: 2, of: { scenario: 'chaos', seed: '3' } });
    const refused = { kind: 'act', branch: first.id, event: 10, line: 'crash 5' } as const;
    expect(player.refusal(refused).message).toContain('5');
    player.branch = second;
    player.event = 100;
    expect(player.act('crash 3').branch).toMatchObject({ parent: 1, of: { scenario: 'play', seed: '8' } });
  });

  test('has so many branches at most, and goes on with those', () => {
    const base = playCase({ voters: 1, clients: 0 });
    const player = new Player(base, [], new Play({ branchesMost: 4 }));
    const beside = (seed: string): PlayRequest => ({ kind: 'beside', source: { base: { ...base, seed }, lines: [] } });
    for (const seed of ['11', '12', '13']) player.ask(beside(seed), 'branched');
    expect(player.refusal(beside('14'))).toEqual({
      field: 'branch',
      message: 'a play has 4 branches at most: go on in one of them, or open the link of one in a window of its own',
    });
    expect(player.ask(beside('12'), 'branched').branch.id).toBe(2);
  });

  test('has nothing set beside it that is no case, and nothing before it is open', () => {
    const source = { base: newCase(version, 'no such', '1'), lines: [] };
    expect(new Player().refusal({ kind: 'beside', source })).toMatchObject({ field: 'case' });
    const answer = new Play().answer({ kind: 'beside', source: { ...source, base: playCase() } });
    expect(answer).toMatchObject({ kind: 'refused', field: 'branch' });
  });

  test('takes a line back, and is where it was', () => {
    const player = new Player().until('at 2s');
    const before = player.branch;
    const first = player.act('crash 2').branch;
    player.act('crash 3');
    player.change(first.source.lines);
    expect(player.branch).toEqual(first);
    player.change([]);
    expect(player.branch).toEqual(before);
  });

  test('has a case that any host runs to the same end', () => {
    const player = new Player(playCase({ durationMs: 4000 }))
      .until('at 2s')
      .act('c1 create /a "x" ephemeral')
      .act('crash leader');
    const { ended, fingerprint, columns } = player.ask(
      { kind: 'extend', branch: player.branch.id, events: 1_000_000 },
      'trace',
    ).trace;
    expect(ended).toBe('the run is over');
    const result = run(player.branch.of);
    expect({ fingerprint: result.fingerprint, events: result.events }).toEqual({ fingerprint, events: columns.length });
  });

  test('opens what a campaign found, drawn as it is, and adds to it', () => {
    const base = { ...playCase(), scenario: 'leader-crash', options: {}, seed: '3' };
    const player = new Player(base).until('at 1s');
    expect(player.branch.of.plan).toBeNull();
    player.act('pause 2 for 300ms');
    expect(player.branch.of.plan?.operations.length).toBeGreaterThan(100);
    expect(player.branch.leftAt).toBeGreaterThanOrEqual(player.event);
  });
});

test.each(['fuzz', 'chaos', 'pb-naive', 'canary'])('%s can be opened, looked at and acted on', (scenario) => {
  const player = new Player({ ...playCase(), scenario, options: {}, seed: '1' }).until('at 3s');
  expect(player.moment().state.event).toBe(player.event);
  player.act('crash 1');
  expect(player.branch.leftAt).toBeGreaterThanOrEqual(player.event);
});

test('on a network that loses packets a message arrives when it is told to', () => {
  const weather = {
    latency: { shape: 'exponential', minUs: 200, spreadUs: 400, maxUs: 20_000 },
    lossPpm: 100_000,
    syncLatency: { shape: 'constant', minUs: 500, spreadUs: 0, maxUs: 500 },
    stageDelays: [],
  } as const;
  const player = new Player(playCase({ voters: 3, weather }))
    .until('at 4s')
    .act('c1 create /a "x"')
    .until('any proposes');
  player.until('leader logs');
  const proposal = player.message('PROPOSAL');
  player.actOn(proposal, 'delay', 3000);
  const { address } = proposal;
  const delayed = player.moment().inFlight.find((each) => each.address === address);
  expect(delayed?.arrivesUs).toBe(proposal.arrivesUs + 3000);
});

describe('bad input is a sentence, and changes nothing', () => {
  test.each`
    request                                                                              | field                 | sentence
    ${{ kind: 'act', branch: 0, event: 5, line: 'crahs 2' }}                             | ${'action'}           | ${'"crahs 2" is no action'}
    ${{ kind: 'act', branch: 0, event: 5, line: 'crash 9' }}                             | ${'action'}           | ${'there is no process 9'}
    ${{ kind: 'act', branch: 0, event: 5, line: 'c7 sync /' }}                           | ${'client'}           | ${'there is no client c7; there are c1, c2'}
    ${{ kind: 'act', branch: 0, event: 5, line: 'when leader dances: crash leader' }}    | ${'trigger'}          | ${'"dances" is no verb'}
    ${{ kind: 'act', branch: 4, event: 5, line: 'crash 2' }}                             | ${'branch'}           | ${'there is no branch 4'}
    ${{ kind: 'moment', branch: 0, event: -2 }}                                          | ${'event'}            | ${'an event is a whole number from -1 on'}
    ${{ kind: 'until', branch: 0, from: 5, condition: 'it rains' }}                      | ${'condition'}        | ${'write it like "leader commits x3"'}
    ${{ kind: 'until', branch: 0, from: 5, condition: '9 LEADING' }}                     | ${'condition'}        | ${'there is no server 9'}
    ${{ kind: 'message', branch: 0, event: 5, address: 'net/1>2#9/x/Y#0', act: 'hold' }} | ${'address'}          | ${'is not under way behind event 5'}
    ${{ kind: 'change', branch: 0, lines: ['crash 2'], bug: null }}                      | ${'lines[0].trigger'} | ${'it does not say when'}
    ${{ kind: 'change', branch: 0, lines: ['at 1s: heal', 'at 2s: x'], bug: null }}      | ${'lines[1].action'}  | ${'line 2, "at 2s: x": "x" is no action'}
    ${{ kind: 'change', branch: 0, lines: [], bug: 'zk-0' }}                             | ${'case'}             | ${'there is no bug "zk-0"'}
    ${{ kind: 'unpack', text: 'nonsense' }}                                              | ${'link'}             | ${'The link cannot be read: it is damaged'}
    ${{ kind: 'open', source: { base: playCase({ config: { tick: 1 } }), lines: [] } }}  | ${'case'}             | ${'there is no configuration field "tick"'}
  `('$request.kind $request.line$request.condition$request.lines', ({ request, field, sentence }) => {
    const player = new Player();
    const refused = player.refusal(request as Parameters<Player['refusal']>[0]);
    expect(refused).toMatchObject({ field, message: expect.stringContaining(sentence as string) as string });
    expect(player.ask({ kind: 'extend', branch: 0, events: 10 }, 'trace').trace).toEqual(player.trace);
  });

  test('nothing is open yet', () => {
    const player = new Player();
    const { kind } = new (player.engine.constructor as new () => typeof player.engine)().answer({
      kind: 'moment',
      branch: 0,
      event: 0,
    });
    expect(kind).toBe('refused');
  });
});
