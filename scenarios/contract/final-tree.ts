/** A server's whole tree against the replay's, node by node. */
import { ZXID_ZERO } from '../../protocol/ids.ts';
import type { SnapshotNode } from '../../protocol/store/snapshot-node.ts';
import { sameBytes } from '../../protocol/std/text-bytes.ts';
import type { Difference } from './compare-replies.ts';
import type { ModelNode } from './model-node.ts';
import type { ZnodeModel } from './znode-model.ts';

/** The first difference; null when the trees are the same. */
export function compareTree(model: ZnodeModel, nodes: readonly SnapshotNode[]): Difference | null {
  if (nodes.length !== model.nodes.size) return differ('number of nodes', model.nodes.size, nodes.length);
  for (const node of nodes) {
    const path = node.path === '' ? '/' : node.path;
    const expected = model.nodes.get(path);
    if (expected === undefined) return differ('node', 'none', path);
    const difference = compareNode(expected, node);
    if (difference !== null) return { ...difference, field: `${difference.field} of a node` };
  }
  return null;
}

function compareNode(expected: ModelNode, node: SnapshotNode): Difference | null {
  if (!sameBytes(expected.data, node.data)) return differ('data', expected.data?.length ?? -1, node.data?.length ?? -1);
  if (expected.czxid !== node.czxid) return differ('czxid', expected.czxid, node.czxid);
  if (expected.mzxid !== node.mzxid) return differ('mzxid', expected.mzxid, node.mzxid);
  if (expected.pzxid !== node.pzxid && expected.pzxid !== ZXID_ZERO) return differ('pzxid', expected.pzxid, node.pzxid);
  if (expected.ctime !== node.ctime) return differ('ctime', expected.ctime, node.ctime);
  if (expected.mtime !== node.mtime) return differ('mtime', expected.mtime, node.mtime);
  if (expected.version !== node.version) return differ('version', expected.version, node.version);
  if (expected.cversion !== node.cversion) return differ('cversion', expected.cversion, node.cversion);
  if (expected.aversion !== node.aversion) return differ('aversion', expected.aversion, node.aversion);
  if (expected.owner !== node.ephemeralOwner) return differ('ephemeralOwner', expected.owner, node.ephemeralOwner);
  return null;
}

function differ(field: string, expected: string | number, seen: string | number): Difference {
  return { field, expected: String(expected), seen: String(seen) };
}
