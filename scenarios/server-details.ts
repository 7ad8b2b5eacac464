/** What each server keeps for its clients, and its tree with stats: for people who look at one server of a play. */
import { showZxid } from '../protocol/ids.ts';
import { byNumber, byText } from '../protocol/std/compare.ts';
import { statOf, type Znode } from '../protocol/store/znode.ts';
import { WatchMode, type WatchManager } from '../protocol/watch/watch-manager.ts';
import { QuorumPeer } from '../protocol/zab/peer.ts';
import type { World } from '../sim/kernel/world.ts';
import type { ServerDetails, SessionDetails, WatchDetails, ZnodeDetails } from '../sim/record/server-details.ts';
import { dataText, type StateMembers } from './state-view.ts';

/** Znodes of one server that are told. */
const ZNODES_MOST = 2000;

/** Of all servers in their order; of one that is down, or is no ZooKeeper server, nothing. */
export function detailsOf(world: World, { voters, observers }: StateMembers): ServerDetails[] {
  return [...voters, ...observers].map((name) => {
    const process = world.isUp(name) ? world.process(name) : null;
    if (!(process instanceof QuorumPeer))
      return { name, sessions: [], watches: [], connections: [], znodes: [], znodesLeft: 0 };
    return serverDetails(name, process, world.monotonicUs(name));
  });
}

function serverDetails(name: string, peer: QuorumPeer, nowUs: number): ServerDetails {
  const { tree } = peer.database;
  const nodes = [...tree.allNodes()].sort((a, b) => byText(a.path, b.path));
  return {
    name,
    sessions: sessionsOf(peer, nowUs),
    watches: watchesOf(peer),
    connections: Array.from(peer.clients.all(), ({ peer: client, session, phase }) => ({
      client,
      session: phase === 'open' ? session : '',
    })),
    znodes: nodes.slice(0, ZNODES_MOST).map(znodeDetails),
    znodesLeft: Math.max(0, nodes.length - ZNODES_MOST),
  };
}

function sessionsOf(peer: QuorumPeer, nowUs: number): SessionDetails[] {
  const { tree } = peer.database;
  const tracker = peer.serving?.report().tracker ?? null;
  const dueUs = new Map(
    (tracker?.buckets() ?? []).flatMap(([due, sessions]) => sessions.map((session) => [session, due] as const)),
  );
  const tracked = new Map(Array.from(tracker?.all() ?? [], (each) => [each.session, each] as const));
  const here = new Map(Array.from(peer.clients.all(), ({ session, peer: client }) => [session, client] as const));
  return Array.from(tree.sessions, ([session, timeoutMs]) => {
    const { owner = null, closing = false } = tracked.get(session) ?? {};
    const due = dueUs.get(session);
    return {
      session,
      timeoutMs,
      client: here.get(session) ?? '',
      tracked:
        due === undefined
          ? null
          : { owner: owner === null ? '' : String(owner), leftMs: Math.max(0, (due - nowUs) / 1000), closing },
      ephemerals: [...tree.ephemeralsOf(session)].sort(byText),
    };
  });
}

const kinds = [
  [WatchMode.STANDARD, 'once'],
  [WatchMode.PERSISTENT, 'persistent'],
  [WatchMode.PERSISTENT_RECURSIVE, 'recursive'],
] as const;

function watchesOf(peer: QuorumPeer): WatchDetails[] {
  const clients = new Map(Array.from(peer.clients.all(), (client) => [client.connection, client.peer] as const));
  const listed = (manager: WatchManager, of: WatchDetails['of']): WatchDetails[] =>
    manager.byPath().flatMap(([path, connections]) =>
      connections.flatMap((connection) => {
        const modes = manager.modesOf(connection, path);
        const client = clients.get(connection) ?? '';
        return kinds.filter(([mode]) => (modes & mode) !== 0).map(([, kind]) => ({ path, client, of, kind }));
      }),
    );
  const all = [...listed(peer.watches.ofData, 'data'), ...listed(peer.watches.ofChildren, 'children')];
  return all
    .map((watch, i) => ({ watch, i }))
    .sort((a, b) => byText(a.watch.path, b.watch.path) || byText(a.watch.client, b.watch.client) || byNumber(a.i, b.i))
    .map(({ watch }) => watch);
}

function znodeDetails(node: Znode): ZnodeDetails {
  const { path, kind, data, childCount, ephemeralOwner } = node;
  const { version, cversion, aversion, czxid, mzxid, pzxid } = statOf(node);
  return {
    path,
    kind,
    data: dataText(data),
    bytes: data?.length ?? 0,
    version,
    cversion,
    aversion,
    czxid: showZxid(czxid),
    mzxid: showZxid(mzxid),
    pzxid: showZxid(pzxid),
    children: childCount,
    owner: kind === 'ephemeral' ? ephemeralOwner : '',
  };
}
