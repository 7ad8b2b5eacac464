/** Moments for tests: an ensemble at rest, and what is to be different about it. */
import type { ClientState, LogCell, ServerState } from '../../../sim/record/moment-state.ts';
import type { FlyingMessage, PlayMoment } from '../../../sim/record/play.ts';

export function madeServer(name: string, more: Partial<ServerState> = {}): ServerState {
  const leading = more.role === 'LEADING';
  return {
    name,
    voter: true,
    life: 'up',
    role: 'FOLLOWING',
    phase: 'BROADCAST',
    serving: true,
    acceptedEpoch: 2,
    currentEpoch: 2,
    applied: '2:4',
    logged: '2:4',
    durable: '2:4',
    log: madeLog(['1:1', '1:2', '1:3', '2:1', '2:2', '2:3', '2:4']),
    logBefore: 0,
    round: 2,
    vote: { leader: 1, zxid: '1:3', peerEpoch: 1 },
    received: [],
    leading: null,
    sessions: [],
    watches: 0,
    watchList: [],
    clients: 0,
    znodes: 3,
    tree: [],
    treeDigest: leading ? 1 : 2,
    files: [],
    ...more,
  };
}

/** Committed up to `applied` of them, on disk up to `durable`. */
export function madeLog(zxids: readonly string[], applied = zxids.length, durable = zxids.length): LogCell[] {
  return zxids.map((zxid, i) => ({ zxid, text: 'setData /a', applied: i < applied, durable: i < durable }));
}

export function madeClient(name: string, server: string | null, more: Partial<ClientState> = {}): ClientState {
  const phase = server === null ? 'waiting' : 'connected';
  return { name, phase, server, session: '0x1000', lastZxid: '2:4', inFlight: 0, queued: 0, ...more };
}

/** Half way at 1.0 s, where nothing else is said. */
export function madeMessage(from: string, to: string, text: string, more: Partial<FlyingMessage> = {}): FlyingMessage {
  const type = text.split(' ')[0] as string;
  const channel =
    type === 'NOTIFICATION' ? 'election' : from.startsWith('c') || to.startsWith('c') ? 'client' : 'quorum';
  return {
    address: `net/${from}>${to}#1/${channel}/${type}#${text.length}`,
    from,
    to,
    channel,
    type,
    text,
    sentEvent: 400,
    sentUs: 999_000,
    arrivesUs: 1_001_000,
    can: ['deliver', 'drop', 'delay', 'hold'],
    cannot: [{ act: 'release', why: 'it is not held' }],
    ...more,
  };
}

/** Server 1 leads, all others follow; at event 412, at 1 s. */
export function madeMoment(
  voters: number,
  more: Partial<PlayMoment> = {},
  servers: readonly ServerState[] = [],
): PlayMoment {
  const standard = Array.from({ length: voters }, (_, i) =>
    madeServer(String(i + 1), i === 0 ? { role: 'LEADING' } : {}),
  );
  const known = standard.map((server) => servers.find(({ name }) => name === server.name) ?? server);
  const others = servers.filter(({ name }) => !known.some((server) => server.name === name));
  return {
    branch: 0,
    state: { event: 412, atUs: 1_000_000, servers: [...known, ...others], clients: [] },
    trees: [],
    caption: { what: 'Server 1 proposes 2:5.', meaning: '' },
    inFlight: [],
    waits: [],
    inForce: [],
    cuts: [],
    quorums: { systems: [], elect: { members: [], enough: true, missing: 0 }, commit: null, reach: null, last: null },
    lamps: [],
    ...more,
  };
}

export function withClients(moment: PlayMoment, clients: readonly ClientState[]): PlayMoment {
  return { ...moment, state: { ...moment.state, clients } };
}

/** Whatever `a` sends to `b` and back does not pass, for all pairs of two groups. */
export function cutBetween(a: readonly string[], b: readonly string[]): PlayMoment['cuts'] {
  return a.flatMap((one) =>
    b.flatMap((other) => [
      { from: one, to: other },
      { from: other, to: one },
    ]),
  );
}

/** Everything that can be seen at once. */
export function busyMoment(): PlayMoment {
  const observer = { voter: false, role: 'OBSERVING' };
  const moment = madeMoment(
    5,
    {
      inFlight: [
        madeMessage('1', '2', 'PROPOSAL 2:5 create /a', { sentEvent: 412 }),
        madeMessage('1', '3', 'PROPOSAL 2:5 create /a'),
        madeMessage('2', '1', 'ACK 2:4', { sentUs: 998_500 }),
        madeMessage('3', '1', 'ACK 2:4', { sentUs: 999_900, arrivesUs: 1_004_000 }),
        ...[1, 2, 3].map((i) => madeMessage('1', '6', `COMMIT 2:${i}`, { address: `net/1>6#1/quorum/COMMIT#${i}` })),
        madeMessage('4', '2', 'NOTIFICATION LOOKING for 4 (e2, 2:4), round 3', { channel: 'election' }),
        madeMessage('4', '3', 'NOTIFICATION LOOKING for 4 (e2, 2:4), round 3', {
          arrivesUs: -1,
          can: ['release', 'drop'],
        }),
        madeMessage('1', '4', 'PING', { arrivesUs: -1 }),
        madeMessage('c1', '2', 'REQUEST create /b'),
        madeMessage('1', '7', 'INFORM 2:3 create /a', { arrivesUs: 1_030_000 }),
      ],
      waits: [
        { server: '1', what: 'tick', atUs: 1_120_000 },
        { server: '4', what: 'election', atUs: 1_700_000 },
      ],
      cuts: [...cutBetween(['4'], ['1', '2']), { from: '5', to: '1' }],
      inForce: ['partition 4 | 1,2', 'slow disk 3 500%', 'latency 1 > 3 +50ms', 'clog 2 | 5'],
    },
    [
      madeServer('3', { log: madeLog(['1:3', '2:1', '2:2', '2:3', '2:4', '2:5'], 3, 4) }),
      madeServer('4', { role: 'LOOKING', phase: 'ELECTION', serving: false }),
      madeServer('5', { life: 'down', serving: false }),
      madeServer('6', { ...observer }),
      madeServer('7', { ...observer, life: 'paused' }),
    ],
  );
  return withClients(moment, [
    madeClient('c1', '2', { inFlight: 1 }),
    madeClient('c2', '2'),
    madeClient('c3', '3', { phase: 'connecting' }),
    madeClient('c4', null),
  ]);
}
