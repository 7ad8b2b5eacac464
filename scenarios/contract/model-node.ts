/** A znode of the reference model, and the Stat clients see of it. */
import { NO_SESSION, ZXID_ZERO, type SessionId, type Zxid } from '../../protocol/ids.ts';
import type { Acl } from '../../protocol/op.ts';
import type { Stat } from '../../protocol/store/stat.ts';

export interface ModelNode {
  data: Uint8Array | null;
  acl: readonly Acl[];
  readonly czxid: Zxid;
  mzxid: Zxid;
  pzxid: Zxid;
  readonly ctime: number;
  mtime: number;
  version: number;
  /** Persisted: how many children were ever created. */
  cversion: number;
  aversion: number;
  /** Whose ephemeral it is; NO_SESSION of any other. */
  readonly owner: SessionId;
  readonly container: boolean;
  /** Its time to live in milliseconds; null: it has none. */
  readonly ttlMs: number | null;
  readonly children: Set<string>;
}

/** What a create decides about its node. */
export type Nature = Pick<ModelNode, 'owner' | 'container' | 'ttlMs'>;

/** Neither ephemeral nor reaped. */
export const LASTING: Nature = { owner: NO_SESSION, container: false, ttlMs: null };

export function newNode(
  data: Uint8Array | null,
  acl: readonly Acl[],
  { owner, container, ttlMs }: Nature,
  zxid: Zxid,
  timeMs: number,
): ModelNode {
  return {
    data,
    acl,
    czxid: zxid,
    mzxid: zxid,
    pzxid: zxid,
    ctime: timeMs,
    mtime: timeMs,
    version: 0,
    cversion: 0,
    aversion: 0,
    owner,
    container,
    ttlMs,
    children: new Set(),
  };
}

/** As it is now: what changes in the one is not seen in the other. */
export function copyOf(node: ModelNode): ModelNode {
  const copy = newNode(node.data, node.acl, node, node.czxid, node.ctime);
  copy.mzxid = node.mzxid;
  copy.pzxid = node.pzxid;
  copy.mtime = node.mtime;
  copy.version = node.version;
  copy.cversion = node.cversion;
  copy.aversion = node.aversion;
  for (const name of node.children) copy.children.add(name);
  return copy;
}

/** A node that was there before the first transaction. */
export function initialNode(acl: readonly Acl[], aversion: number, children: readonly string[]): ModelNode {
  const node = newNode(new Uint8Array(0), acl, LASTING, ZXID_ZERO, 0);
  for (const name of children) node.children.add(name);
  node.aversion = aversion;
  return node;
}

/** Containers and nodes with a time to live show no owner. */
export function statOf(node: ModelNode): Stat {
  const { czxid, mzxid, pzxid, ctime, mtime, version, aversion } = node;
  const numChildren = node.children.size;
  const cversion = 2 * node.cversion - numChildren;
  const dataLength = node.data === null ? 0 : node.data.length;
  return {
    czxid,
    mzxid,
    ctime,
    mtime,
    version,
    cversion,
    aversion,
    ephemeralOwner: node.owner,
    dataLength,
    numChildren,
    pzxid,
  };
}
