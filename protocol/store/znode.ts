/**
 * A node of the tree: data, ACL, the persisted stat (DataNode, StatPersisted) and the names of its children.
 *
 * `cversion` here is the persisted one: it counts the creates of children and never goes down. The client's view is
 * computed in `statOf`. Data and ACL are never changed in place, so snapshots and replies may share them.
 */
import { NO_SESSION, ZXID_ZERO, type SessionId, type Zxid } from '../ids.ts';
import type { Acl } from '../op.ts';
import { ContentHash } from '../std/hash.ts';
import { kindOfOwner, type NodeKind } from './owner.ts';
import { isQuotaStat } from './quotas.ts';
import type { SnapshotNode } from './snapshot-node.ts';
import type { Stat } from './stat.ts';

export class Znode {
  readonly path: string;
  data: Uint8Array | null;
  acl: readonly Acl[];
  czxid: Zxid = ZXID_ZERO;
  mzxid: Zxid = ZXID_ZERO;
  pzxid: Zxid = ZXID_ZERO;
  ctime = 0;
  mtime = 0;
  version = 0;
  cversion = 0;
  aversion = 0;
  /** A session, or what owner.ts has for containers and times to live. */
  ephemeralOwner: SessionId = NO_SESSION;
  /** What the owner says. */
  kind: NodeKind = 'persistent';
  /** Names of the children; null while there has been none, for most nodes are leaves. */
  children: Set<string> | null = null;
  /** Hash of what seldom changes: path, owner, ACL, data. Kept so that a new stat does not rehash the data. */
  content = 0;
  /** Hash of the whole node, children apart; `rehash` keeps it true. */
  digest = 0;
  /** As ZooKeeper computes it; 0 where that is not kept. */
  zookeeperDigest = 0;

  constructor(path: string, data: Uint8Array | null, acl: readonly Acl[]) {
    this.path = path;
    this.data = data;
    this.acl = acl;
  }

  get childCount(): number {
    return this.children === null ? 0 : this.children.size;
  }
}

/** The eleven fields as a client sees them: an owner that is no session is not shown. */
export function statOf(node: Znode): Stat {
  return {
    czxid: node.czxid,
    mzxid: node.mzxid,
    ctime: node.ctime,
    mtime: node.mtime,
    version: node.version,
    cversion: (2 * node.cversion - node.childCount) | 0,
    aversion: node.aversion,
    ephemeralOwner: node.kind === 'ephemeral' ? node.ephemeralOwner : NO_SESSION,
    dataLength: node.data === null ? 0 : node.data.length,
    numChildren: node.childCount,
    pzxid: node.pzxid,
  };
}

/**
 * To be called after data, ACL or owner changed, before `rehash`. A quota's counters are left out: each server keeps
 * them on its own (see quotas.ts).
 */
export function rehashContent(node: Znode): void {
  hash.begin().text(node.path).text(node.ephemeralOwner).number(node.acl.length);
  for (const entry of node.acl) hash.number(entry.perms).text(entry.scheme).text(entry.id);
  node.content = hash.bytes(isQuotaStat(node.path) ? null : node.data).end();
}

/** To be called after any field of the stat changed. */
export function rehash(node: Znode): void {
  node.digest = hash
    .begin()
    .number(node.content)
    .number(node.czxid)
    .number(node.mzxid)
    .number(node.pzxid)
    .number(node.ctime)
    .number(node.mtime)
    .number(node.version)
    .number(node.cversion)
    .number(node.aversion)
    .end();
}

export function copyForSnapshot(node: Znode): SnapshotNode {
  return {
    digest: node.digest,
    path: node.path,
    data: node.data,
    acl: node.acl,
    czxid: node.czxid,
    mzxid: node.mzxid,
    pzxid: node.pzxid,
    ctime: node.ctime,
    mtime: node.mtime,
    version: node.version,
    cversion: node.cversion,
    aversion: node.aversion,
    ephemeralOwner: node.ephemeralOwner,
  };
}

/** A node without children, hashed. */
export function fromSnapshot(stored: SnapshotNode, extendedTypes: boolean): Znode {
  const node = new Znode(stored.path, stored.data, stored.acl);
  node.czxid = stored.czxid;
  node.mzxid = stored.mzxid;
  node.pzxid = stored.pzxid;
  node.ctime = stored.ctime;
  node.mtime = stored.mtime;
  node.version = stored.version;
  node.cversion = stored.cversion;
  node.aversion = stored.aversion;
  node.ephemeralOwner = stored.ephemeralOwner;
  node.kind = kindOfOwner(stored.ephemeralOwner, extendedTypes);
  rehashContent(node);
  rehash(node);
  return node;
}

/** Scratch: begun and ended within each call, so nothing survives in it. */
const hash = new ContentHash();
