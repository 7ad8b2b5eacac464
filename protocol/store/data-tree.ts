/**
 * The replicated state: znodes, the sessions that own ephemerals, and how a transaction changes them (DataTree).
 *
 * Applying is idempotent in ZooKeeper's sense: restore a fuzzy snapshot, apply every transaction after its label in
 * order, and the tree equals the one that applied them once, although some of their effects were in the snapshot
 * already. That is why a create carries the parent's new cversion and applies it only when larger, why a delete of
 * what is gone still raises the parent's pzxid, and why closing a session lists paths. A transaction that does not fit
 * (only possible during such a replay) answers an error and never throws.
 *
 * A multi is applied slot by slot (`begin`, then `goOn` until it is done), as the real server's apply thread does while
 * the snapshot thread copies: a snapshot that begins between two slots carries the label before the multi, and the
 * replay completes it. Nobody else may look at the tree in between.
 */
import { ErrorCode } from '../error-code.ts';
import { NO_SESSION, ZXID_ZERO, type SessionId, type Zxid } from '../ids.ts';
import { OPEN_ACL, type Acl, type MultiResult, type OpResult } from '../op.ts';
import { assert } from '../std/assert.ts';
import { byText } from '../std/compare.ts';
import type { CloseSessionTxn, CreateTxn, MultiTxnPart, SetAclTxn, SetDataTxn, Txn } from '../txn.ts';
import { addDigest } from './digest-sum.ts';
import { CONTAINER_OWNER, kindOfOwner, ttlOwner } from './owner.ts';
import { NodeTable } from './node-table.ts';
import type { OwnerIndex } from './owner-index.ts';
import { childName, parentPath } from './path.ts';
import { Quotas } from './quotas.ts';
import { SessionTable } from './session-table.ts';
import { SnapshotWalk, type Snapshot } from './snapshot.ts';
import type { Stat } from './stat.ts';
import { NO_TRIGGERS, type Trigger } from './trigger.ts';
import { refusedSlots, resultOf, slotOf } from './txn-result.ts';
import { fromSnapshot, statOf, Znode } from './znode.ts';
import type { ZookeeperDigest } from './zookeeper-digest.ts';

/** What a tree is told of its server's configuration. */
export interface TreeOptions {
  /** zookeeper.extendedTypesEnabled: some owners are times to live. */
  readonly extendedTypes: boolean;
  /** zookeeper.digest.enabled: the digest of ZooKeeper's own is kept. */
  readonly digestEnabled: boolean;
}

const DEFAULT_OPTIONS: TreeOptions = { extendedTypes: true, digestEnabled: false };

/** What applying a transaction came to. */
export interface Applied {
  /**
   * The error the originating server replies with; a failed multi replies OK, with its errors in the result.
   * SYSTEMERROR: the change is made, and ZooKeeper's server would have died of it (see quotas.ts).
   */
  readonly err: ErrorCode;
  /** The body the originating server replies with. */
  readonly result: OpResult | null;
  /** In the order watches are to be fired. */
  readonly triggers: readonly Trigger[];
}

/** A multi of which some slots are applied. */
interface MultiUnderWay {
  readonly txn: Txn;
  readonly parts: readonly MultiTxnPart[];
  readonly results: MultiResult[];
  readonly triggers: Trigger[];
}

const READ_ONLY_ACL: readonly Acl[] = [{ perms: 1, scheme: 'world', id: 'anyone' }];
const NO_DATA = new Uint8Array(0);
const NO_CHILDREN: ReadonlySet<string> = new Set();

export class DataTree {
  /** The last transaction applied; a snapshot taken now is labelled with it. */
  lastProcessedZxid: Zxid = ZXID_ZERO;
  readonly quotas: Quotas;
  protected readonly nodes: NodeTable;
  private readonly extendedTypes: boolean;
  private readonly sessionTable = new SessionTable();
  private multi: MultiUnderWay | null = null;

  constructor(options: TreeOptions = DEFAULT_OPTIONS) {
    this.extendedTypes = options.extendedTypes;
    this.quotas = new Quotas(this);
    this.nodes = new NodeTable(options.digestEnabled);
    for (const path of ['/', '/zookeeper', '/zookeeper/quota']) this.nodes.plant(new Znode(path, NO_DATA, OPEN_ACL));
    const config = new Znode('/zookeeper/config', NO_DATA, READ_ONLY_ACL);
    config.aversion = -1;
    this.nodes.plant(config);
  }

  /** The tree a snapshot holds; transactions after its label are to be applied to it. */
  static restore<Tree extends DataTree>(
    this: new (options?: TreeOptions) => Tree,
    snapshot: Snapshot,
    options?: TreeOptions,
  ): Tree {
    const tree = new this(options);
    tree.load(snapshot);
    return tree;
  }

  // --- questions ---------------------------------------------------------------------------------------------

  /** Sum modulo 2^53 of the digests of all nodes and sessions: equal trees have equal digests. */
  get digest(): number {
    return addDigest(this.nodes.digest, this.sessionTable.digest);
  }

  /** Global sessions and their time-outs in milliseconds. */
  get sessions(): ReadonlyMap<SessionId, number> {
    return this.sessionTable.all;
  }

  /** Which nodes are whose. */
  get owners(): OwnerIndex {
    return this.nodes.owners;
  }

  /** The digest as ZooKeeper computes it, for the four-letter words. */
  get zookeeperDigest(): ZookeeperDigest {
    return this.nodes.zookeeperDigest;
  }

  /** The root counts once; ZooKeeper counts it twice, as `/` and as the empty path. */
  get nodeCount(): number {
    return this.nodes.size;
  }

  /** The root has the empty path too. */
  node(path: string): Znode | undefined {
    return this.nodes.get(path === '' ? '/' : path);
  }

  stat(path: string): Stat | null {
    const node = this.node(path);
    return node === undefined ? null : statOf(node);
  }

  /** Sorted by code units; empty also for a node that is missing. */
  children(path: string): string[] {
    return Array.from(this.nodes.get(path)?.children ?? NO_CHILDREN).sort(byText);
  }

  /** Sorted by code units. */
  ephemeralsOf(session: SessionId): string[] {
    return this.owners.ofSession(session);
  }

  /** All nodes below a path, the root's empty path among them as ZooKeeper counts it (getAllChildrenNumber). */
  countBelow(path: string): number {
    if (path === '/') return this.nodes.size - 1;
    const prefix = `${path}/`;
    let count = 0;
    for (const name of this.nodes.paths()) if (name.startsWith(prefix)) count++;
    return count;
  }

  /** All nodes, in no promised order. */
  allNodes(): IterableIterator<Znode> {
    return this.nodes.values();
  }

  // --- transactions ------------------------------------------------------------------------------------------

  /** Applies one transaction as a whole. */
  apply(txn: Txn): Applied {
    let applied = this.begin(txn);
    while (applied === null) applied = this.goOn();
    return applied;
  }

  /** Applies a transaction, of a multi the first slot: null while slots are left, which `goOn` applies. */
  begin(txn: Txn): Applied | null {
    const { body } = txn;
    const inSteps = body.type === 'multi' && body.parts.length > 0 && body.parts.every((part) => part.type !== 'error');
    if (!inSteps) return this.applied(txn, this.applyBody(txn));
    this.multi = { txn, parts: body.parts, results: [], triggers: [] };
    return this.goOn();
  }

  /** Applies the next slot of the multi under way; null while there are more. */
  goOn(): Applied | null {
    const { multi } = this;
    assert(multi !== null, 'a multi is under way');
    const { txn, parts, results, triggers } = multi;
    const part = parts[results.length] as MultiTxnPart;
    const err = this.applyPart(part, txn, triggers);
    results.push(err === ErrorCode.OK ? slotOf(this, part) : { type: 'error', err });
    this.slotApplied(txn, results.length);
    if (results.length < parts.length) return null;
    this.multi = null;
    return this.applied(txn, { err: ErrorCode.OK, result: { type: 'multi', results }, triggers });
  }

  /** Of the multi under way, null when there is none. */
  get zxidUnderWay(): Zxid | null {
    return this.multi?.txn.zxid ?? null;
  }

  /** `lastProcessedZxid` moves last, so a multi is never half under its own label. */
  private applied(txn: Txn, applied: Applied): Applied {
    if (txn.zxid > this.lastProcessedZxid) this.lastProcessedZxid = txn.zxid;
    this.nodes.zookeeperDigest.applied(txn.zxid);
    return applied;
  }

  protected applyBody(txn: Txn): Applied {
    const body = txn.body;
    switch (body.type) {
      case 'create':
      case 'create2':
      case 'createContainer':
      case 'createTTL':
      case 'delete':
      case 'deleteContainer':
      case 'setData':
      case 'setACL': {
        const triggers: Trigger[] = [];
        const err = this.applyPart(body, txn, triggers);
        return { err, result: err === ErrorCode.OK ? resultOf(this, body) : null, triggers };
      }
      case 'multi':
        return {
          err: ErrorCode.OK,
          result: { type: 'multi', results: refusedSlots(body) },
          triggers: NO_TRIGGERS,
        };
      case 'createSession':
        this.openSession(txn.session, body.timeoutMs);
        return APPLIED;
      case 'closeSession': {
        const triggers: Trigger[] = [];
        this.closeSession(body, txn, triggers);
        return { err: ErrorCode.OK, result: null, triggers };
      }
      case 'error':
        return { err: body.err, result: null, triggers: NO_TRIGGERS };
    }
  }

  /** One operation of its own or one slot of a multi. */
  protected applyPart(part: MultiTxnPart | SetAclTxn, txn: Txn, triggers: Trigger[]): ErrorCode {
    switch (part.type) {
      case 'create':
      case 'create2':
      case 'createContainer':
      case 'createTTL':
        return this.createNode(part, txn, triggers);
      case 'setACL':
        return this.setAcl(part);
      case 'delete':
      case 'deleteContainer':
        return this.deleteNode(part.path, txn.zxid, triggers);
      case 'setData':
        return this.setData(part, txn, triggers);
      case 'check':
        return ErrorCode.OK;
      case 'error':
        return part.err;
    }
  }

  protected createNode(part: CreateTxn, txn: Txn, triggers: Trigger[]): ErrorCode {
    const parent = this.nodes.get(parentPath(part.path));
    if (parent === undefined) return ErrorCode.NONODE;
    const name = childName(part.path);
    if (parent.children?.has(name) === true) {
      this.raiseCversion(parent, part.parentCversion, txn.zxid);
      return ErrorCode.NODEEXISTS;
    }
    const node = new Znode(part.path, part.data, part.acl);
    node.czxid = node.mzxid = node.pzxid = txn.zxid;
    node.ctime = node.mtime = txn.timeMs;
    node.ephemeralOwner = ownerOf(part, txn.session);
    node.kind = kindOfOwner(node.ephemeralOwner, this.extendedTypes);
    (parent.children ??= new Set()).add(name);
    this.nodes.put(node);
    this.raiseCversion(parent, part.parentCversion === -1 ? (parent.cversion + 1) | 0 : part.parentCversion, txn.zxid);
    triggers.push(
      { manager: 'data', event: 'NodeCreated', path: part.path, acl: part.acl },
      { manager: 'child', event: 'NodeChildrenChanged', path: parent.path, acl: parent.acl },
    );
    return survived(this.quotas.created(part.path, lengthOf(part.data)));
  }

  /** Deletes whether or not there are children: that there are none was checked when the transaction was prepared. */
  protected deleteNode(path: string, zxid: Zxid, triggers: Trigger[]): ErrorCode {
    const parent = this.nodes.get(parentPath(path));
    if (parent === undefined) return ErrorCode.NONODE;
    parent.children?.delete(childName(path));
    this.raisePzxid(parent, zxid);
    const node = this.nodes.get(path);
    if (node === undefined) return ErrorCode.NONODE;
    this.nodes.take(node);
    triggers.push(
      { manager: 'data', event: 'NodeDeleted', path, acl: node.acl },
      { manager: 'child', event: 'NodeDeleted', path, acl: node.acl },
      { manager: 'child', event: 'NodeChildrenChanged', path: parent.path, acl: parent.acl },
    );
    return survived(this.quotas.deleted(path, lengthOf(node.data)));
  }

  protected setData(part: SetDataTxn, txn: Txn, triggers: Trigger[]): ErrorCode {
    const node = this.nodes.get(part.path);
    if (node === undefined) return ErrorCode.NONODE;
    const bytesDiff = lengthOf(part.data) - lengthOf(node.data);
    node.data = part.data;
    node.version = part.version;
    node.mzxid = txn.zxid;
    node.mtime = txn.timeMs;
    this.nodes.contentChanged(node);
    triggers.push({ manager: 'data', event: 'NodeDataChanged', path: part.path, acl: node.acl });
    return survived(this.quotas.changed(part.path, bytesDiff));
  }

  protected setAcl(part: SetAclTxn): ErrorCode {
    const node = this.nodes.get(part.path);
    if (node === undefined) return ErrorCode.NONODE;
    node.acl = part.acl;
    node.aversion = part.version;
    this.nodes.contentChanged(node);
    return ErrorCode.OK;
  }

  /** `count` slots of a multi are in the tree; its zxid stays unseen until all of them are. */
  protected slotApplied(_txn: Txn, _count: number): void {
    return;
  }

  protected openSession(session: SessionId, timeoutMs: number): void {
    this.sessionTable.open(session, timeoutMs);
  }

  /**
   * Deletes the listed paths, whoever owns them by now, and then whatever else the session still owns here. The list
   * makes it exact over a fuzzy snapshot, where a listed node may have been re-created by another session already.
   */
  protected closeSession(body: CloseSessionTxn, txn: Txn, triggers: Trigger[]): void {
    for (const path of body.paths) this.deleteNode(path, txn.zxid, triggers);
    for (const path of this.ephemeralsOf(txn.session)) this.deleteNode(path, txn.zxid, triggers);
    this.sessionTable.forget(txn.session);
    this.owners.forget(txn.session);
  }

  // --- snapshots ---------------------------------------------------------------------------------------------

  /** Begins a fuzzy snapshot labelled with the last processed zxid. Any number of walks may be under way. */
  beginSnapshot(): SnapshotWalk {
    return new SnapshotWalk(this, this.lastProcessedZxid, this.sessionTable.list());
  }

  /**
   * On load, after the replay: deletes the ephemerals of sessions the session table does not know, at the last
   * processed zxid (ZooKeeperServer.loadData, killSession). A sound snapshot and log leave nothing to do.
   */
  dropOrphanEphemerals(): void {
    for (const session of this.owners.sessions()) {
      if (this.sessions.has(session)) continue;
      for (const path of this.ephemeralsOf(session)) this.deleteNode(path, this.lastProcessedZxid, []);
    }
  }

  private load(snapshot: Snapshot): void {
    this.nodes.clear();
    for (const stored of snapshot.nodes) this.nodes.plant(fromSnapshot(stored, this.extendedTypes));
    for (const { session, timeoutMs } of snapshot.sessions) this.openSession(session, timeoutMs);
    this.lastProcessedZxid = snapshot.zxid;
    this.quotas.setup();
  }

  // --- bookkeeping -------------------------------------------------------------------------------------------

  /** Never backwards: the parent may have been copied into the snapshot after this create, or a later one. */
  private raiseCversion(parent: Znode, cversion: number, zxid: Zxid): void {
    if (cversion <= parent.cversion) return;
    parent.cversion = cversion;
    parent.pzxid = zxid;
    this.nodes.statChanged(parent);
  }

  private raisePzxid(parent: Znode, zxid: Zxid): void {
    if (zxid <= parent.pzxid) return;
    parent.pzxid = zxid;
    this.nodes.statChanged(parent);
  }
}

const APPLIED: Applied = { err: ErrorCode.OK, result: null, triggers: NO_TRIGGERS };

/** The op code decides, whatever the flags were. */
function ownerOf(part: CreateTxn, session: SessionId): SessionId {
  switch (part.type) {
    case 'create':
    case 'create2':
      return part.ephemeral ? session : NO_SESSION;
    case 'createContainer':
      return CONTAINER_OWNER;
    case 'createTTL':
      return ttlOwner(part.ttlMs ?? 0);
  }
}

function lengthOf(data: Uint8Array | null): number {
  return data === null ? 0 : data.length;
}

function survived(alive: boolean): ErrorCode {
  return alive ? ErrorCode.OK : ErrorCode.SYSTEMERROR;
}
