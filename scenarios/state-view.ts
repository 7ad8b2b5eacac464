/**
 * How everybody stands at a moment of a run, with a fixed shape: made of `inspect()` and of what the disks hold. The report
 * and the playground show it.
 */
import { showZxid, ZXID_ZERO, type SessionId, type Zxid } from '../protocol/ids.ts';
import type { ServerState as Role, Vote } from '../protocol/messages.ts';
import { byText } from '../protocol/std/compare.ts';
import type { Txn } from '../protocol/txn.ts';
import type { World } from '../sim/kernel/world.ts';
import type {
  BallotState,
  ClientState,
  LeadingState,
  LogCell,
  MomentState,
  ServerState,
  SessionState,
  VoteState,
  WatchState,
  ZnodeState,
} from '../sim/record/moment-state.ts';
import { WatchMode } from '../protocol/watch/watch-manager.ts';
import type { RolePicture } from '../protocol/zab/role-picture.ts';
import { txnWords } from './op-words.ts';
import { voteWords } from './vote-words.ts';

/** Records of a log, and znodes, that are shown. */
const LOG_SHOWN = 16;
const TREE_SHOWN = 40;
const DATA_SHOWN = 24;

/** What `QuorumPeer.inspect` tells. */
interface PeerPicture {
  readonly state: Role;
  readonly phase: string;
  readonly acceptedEpoch: number;
  readonly currentEpoch: number;
  readonly lastProcessedZxid: Zxid;
  readonly lastLoggedZxid: Zxid;
  readonly treeDigest: number;
  readonly znodes: number;
  readonly tree: readonly {
    readonly path: string;
    readonly version: number;
    readonly data: Uint8Array | null;
    readonly ephemeralOwner: SessionId;
  }[];
  readonly sessions: readonly { readonly session: SessionId; readonly timeoutMs: number }[];
  readonly watches: number;
  readonly watchList: readonly {
    readonly session: SessionId;
    readonly manager: 'data' | 'child';
    readonly path: string;
    readonly modes: number;
  }[];
  readonly role: RolePicture | null;
  readonly clients: number;
  readonly serving: boolean;
  readonly election: {
    readonly round: number;
    readonly vote: Vote;
    readonly proposal: Vote | null;
    readonly received: readonly BallotPicture[];
  };
}

interface BallotPicture {
  readonly sid: number;
  readonly state: string;
  readonly round: number;
  readonly vote: Vote;
}

interface ClientPicture {
  readonly phase: string;
  readonly server: string | null;
  readonly session: SessionId;
  readonly lastZxid: Zxid;
  readonly inFlight: number;
  readonly queued: number;
}

export interface StateMembers {
  readonly voters: readonly string[];
  readonly observers: readonly string[];
  readonly clients: readonly string[];
}

/** After the last event that the world has taken. */
export function stateOf(world: World, { voters, observers, clients }: StateMembers): MomentState {
  const known = clients.flatMap((name) => clientState(world, name));
  const owners = new Map(known.map(({ name, session }) => [session, name]));
  return {
    event: world.events - 1,
    atUs: world.nowUs,
    servers: [
      ...voters.map((name) => serverState(world, name, true, owners)),
      ...observers.map((name) => serverState(world, name, false, owners)),
    ],
    clients: known,
  };
}

/** Names of clients by session. */
type Owners = ReadonlyMap<string, string>;

function serverState(world: World, name: string, voter: boolean, owners: Owners): ServerState {
  const life = !world.isUp(name) ? 'down' : world.isPaused(name) ? 'paused' : 'up';
  const picture = world.incarnation(name) === 0 ? null : (world.process(name).inspect() as PeerPicture);
  const applied = picture?.lastProcessedZxid ?? ZXID_ZERO;
  const records = logRecords(world, name);
  const shown = records.slice(-LOG_SHOWN);
  const durable = records.findLast((record) => record.durable);
  return {
    name,
    voter,
    life,
    role: picture?.state ?? 'LOOKING',
    phase: picture?.phase ?? 'ELECTION',
    serving: life === 'up' && picture?.serving === true,
    acceptedEpoch: picture?.acceptedEpoch ?? 0,
    currentEpoch: picture?.currentEpoch ?? 0,
    applied: showZxid(applied),
    logged: showZxid(picture?.lastLoggedZxid ?? ZXID_ZERO),
    durable: showZxid(durable?.txn.zxid ?? ZXID_ZERO),
    log: shown.map(({ txn, durable: kept }): LogCell => ({
      zxid: showZxid(txn.zxid),
      text: txnWords(txn.body),
      durable: kept,
      applied: life !== 'down' && txn.zxid <= applied,
    })),
    logBefore: records.length - shown.length,
    round: picture?.election.round ?? 0,
    vote: picture === null ? null : voteState(picture.election.proposal ?? picture.election.vote),
    received: (picture?.election.received ?? []).map(({ sid, state, round, vote }): BallotState => ({
      sid,
      state,
      round,
      vote: voteState(vote),
      why: picture === null ? '' : voteWords(vote, picture.election.proposal ?? picture.election.vote),
    })),
    leading: life === 'down' ? null : leadingState(picture?.role ?? null),
    sessions: sessionsOf(picture, world.monotonicUs(name), owners),
    watches: picture?.watches ?? 0,
    watchList: watchesOf(picture, owners),
    clients: picture?.clients ?? 0,
    znodes: picture?.znodes ?? 0,
    tree: treeOf(picture),
    treeDigest: picture?.treeDigest ?? 0,
    files: filesOf(world, name),
  };
}

function voteState({ leader, zxid, peerEpoch }: Vote): VoteState {
  return { leader, zxid: showZxid(zxid), peerEpoch };
}

function leadingState(role: RolePicture | null): LeadingState | null {
  if (role?.kind !== 'leader') return null;
  const { phase, epoch, joined, epochAcks, newLeaderAcks, lastCommitted, outstanding, learners } = role;
  return {
    phase,
    epoch,
    joined: joined.map(String),
    epochAcks: epochAcks.map(String),
    newLeaderAcks: newLeaderAcks.map(String),
    lastCommitted: showZxid(lastCommitted),
    outstanding: outstanding.map(({ zxid, acks }) => ({ zxid: showZxid(zxid), acks: acks.map(String) })),
    learners: learners.map(({ sid, voter, phase: its }) => ({ server: String(sid), voter, phase: its })),
  };
}

/** Those of the tree; where they are tracked, with what the tracker knows. */
function sessionsOf(picture: PeerPicture | null, nowUs: number, owners: Owners): SessionState[] {
  const role = picture?.role ?? null;
  const tracked = new Map(
    role === null || role.kind === 'learner' ? [] : role.sessions.map((each) => [each.session, each]),
  );
  return (picture?.sessions ?? []).map(({ session, timeoutMs }) => {
    const { owner = null, dueUs = -1, closing = false } = tracked.get(session) ?? {};
    return {
      session,
      timeoutMs,
      client: owners.get(session) ?? '',
      owner: owner === null ? '' : String(owner),
      leftMs: dueUs < 0 ? -1 : Math.max(0, Math.ceil((dueUs - nowUs) / 1000)),
      closing,
    };
  });
}

/** One for each way in which a session watches a path. */
function watchesOf(picture: PeerPicture | null, owners: Owners): WatchState[] {
  return (picture?.watchList ?? []).flatMap(({ session, manager, path, modes }) =>
    watchModes
      .filter(([bit]) => (modes & bit) !== 0)
      .map(([, mode]) => ({ session, client: owners.get(session) ?? '', path, kind: manager, mode })),
  );
}

const watchModes: readonly (readonly [number, WatchState['mode']])[] = [
  [WatchMode.STANDARD, 'once'],
  [WatchMode.PERSISTENT, 'persistent'],
  [WatchMode.PERSISTENT_RECURSIVE, 'recursive'],
];

interface LogRecord {
  readonly txn: Txn;
  readonly durable: boolean;
}

/** Of all log files, in the order of their names' zxids, as the page cache shows them. */
function logRecords(world: World, name: string): LogRecord[] {
  const disk = world.disk(name);
  const files = disk.names().filter((file) => file.startsWith('log.'));
  files.sort((a, b) => Number.parseInt(a.slice(4), 16) - Number.parseInt(b.slice(4), 16));
  return files.flatMap((file) => {
    const kept = disk.durableRecords(file)?.length ?? 0;
    return (disk.records(file) ?? []).flatMap(({ data }, i) =>
      typeof data === 'object' && data !== null && 'zxid' in data ? [{ txn: data as Txn, durable: i < kept }] : [],
    );
  });
}

function filesOf(world: World, name: string): ServerState['files'] {
  const disk = world.disk(name);
  return disk.names().map((file) => ({
    name: file,
    records: disk.records(file)?.length ?? 0,
    durable: disk.durableRecords(file)?.length ?? -1,
  }));
}

function treeOf(picture: PeerPicture | null): ZnodeState[] {
  const nodes = [...(picture?.tree ?? [])].filter(({ path }) => path !== '/' && !path.startsWith('/zookeeper'));
  nodes.sort((a, b) => byText(a.path, b.path));
  return nodes.slice(0, TREE_SHOWN).map(({ path, version, data, ephemeralOwner }) => ({
    path,
    version,
    data: dataText(data),
    bytes: data?.length ?? 0,
    owner: ephemeralOwner === '0x0' ? '' : ephemeralOwner,
  }));
}

/** Printable ASCII as it is, other bytes as a point: a picture, not a copy. */
export function dataText(data: Uint8Array | null): string {
  if (data === null) return '';
  const shown = Array.from(data.subarray(0, DATA_SHOWN), (byte) =>
    byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '·',
  );
  return shown.join('') + (data.length > DATA_SHOWN ? '…' : '');
}

function clientState(world: World, name: string): ClientState[] {
  if (!world.has(name) || world.incarnation(name) === 0) return [];
  const { phase, server, session, lastZxid, inFlight, queued } = world.process(name).inspect() as ClientPicture;
  return [{ name, phase, server, session, lastZxid: showZxid(lastZxid), inFlight, queued }];
}
