/** The tree of each server with the stats of its znodes, as a client that reads there would get them. */
import { showZxid } from '../protocol/ids.ts';
import { byText } from '../protocol/std/compare.ts';
import { statOf, type Znode } from '../protocol/store/znode.ts';
import { QuorumPeer } from '../protocol/zab/peer.ts';
import type { World } from '../sim/kernel/world.ts';
import type { ServerTree, ZnodeDetails } from '../sim/record/server-tree.ts';
import { dataText, type StateMembers } from './state-view.ts';

/** Znodes of one server that are told. */
const ZNODES_MOST = 2000;

/** Of all servers in their order; of one that is down, or is no ZooKeeper server, empty. */
export function treesOf(world: World, { voters, observers }: StateMembers): ServerTree[] {
  return [...voters, ...observers].map((server) => {
    const process = world.isUp(server) ? world.process(server) : null;
    if (!(process instanceof QuorumPeer)) return { server, znodes: [], left: 0 };
    const nodes = [...process.database.tree.allNodes()].sort((a, b) => byText(a.path, b.path));
    return {
      server,
      znodes: nodes.slice(0, ZNODES_MOST).map(znodeDetails),
      left: Math.max(0, nodes.length - ZNODES_MOST),
    };
  });
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
