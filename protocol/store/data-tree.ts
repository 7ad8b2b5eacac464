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
import type { SnapshotSession } from '../messages.ts';
import { OPEN_ACL, type Acl, type MultiResult, type OpResult } from '../op.ts';
import { assert } from '../std/assert.ts';
import { byText } from '../std/compare.ts';
import { ContentHash } from '../std/hash.ts';
import type { CloseSessionTxn, CreateTxn, MultiTxn, MultiTxnPart, SetAclTxn, SetDataTxn, Txn } from '../txn.ts';
import { addDigest, removeDigest } from './digest-sum.ts';
import { childName, parentPath } from './path.ts';
import { SnapshotWalk, type Snapshot } from './snapshot.ts';
import type { Stat } from './stat.ts';
import { NO_TRIGGERS, type Trigger } from './trigger.ts';
import { fromSnapshot, rehash, rehashContent, statOf, Znode } from './znode.ts';

/** What applying a transaction came to. */
export interface Applied {
  /** The error the originating server replies with; a failed multi replies OK, with its errors in the result. */
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
  /** Global sessions and their time-outs in milliseconds. */
  readonly sessions = new Map<SessionId, number>();
  protected readonly nodes = new Map<string, Znode>();
  private readonly ephemerals = new Map<SessionId, Set<string>>();
  private sum = 0;
  private multi: MultiUnderWay | null = null;

  constructor() {
    this.plant('/', NO_DATA, OPEN_ACL);
    this.plant('/zookeeper', NO_DATA, OPEN_ACL);
    this.plant('/zookeeper/quota', NO_DATA, OPEN_ACL);
    const config = this.plant('/zookeeper/config', NO_DATA, READ_ONLY_ACL);
    config.aversion = -1;
    this.rehashed(config);
  }

  /** The tree a snapshot holds; transactions after its label are to be applied to it. */
  static restore<Tree extends DataTree>(this: new () => Tree, snapshot: Snapshot): Tree {
    const tree = new this();
    tree.load(snapshot);
    return tree;
  }

  // --- questions ---------------------------------------------------------------------------------------------

  /** Sum modulo 2^53 of the digests of all nodes and sessions: equal trees have equal digests. */
  get digest(): number {
    return this.sum;
  }

  get nodeCount(): number {
    return this.nodes.size;
  }

  node(path: string): Znode | undefined {
    return this.nodes.get(path);
  }

  stat(path: string): Stat | null {
    const node = this.nodes.get(path);
    return node === undefined ? null : statOf(node);
  }

  /** Sorted by code units; empty also for a node that is missing. */
  children(path: string): string[] {
    return Array.from(this.nodes.get(path)?.children ?? NO_CHILDREN).sort(byText);
  }

  /** Sorted by code units. */
  ephemeralsOf(session: SessionId): string[] {
    return Array.from(this.ephemerals.get(session) ?? NO_CHILDREN).sort(byText);
  }

  /** All nodes, in no promised order. */
  allNodes(): IterableIterator<Znode> {
    return this.nodes.values();
  }

  sessionList(): SnapshotSession[] {
    const all: SnapshotSession[] = [];
    for (const [session, timeoutMs] of this.sessions) all.push({ session, timeoutMs });
    return all;
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
    results.push(err === ErrorCode.OK ? this.slotOf(part) : { type: 'error', err });
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
        return { err, result: err === ErrorCode.OK ? this.resultOf(body) : null, triggers };
      }
      case 'multi':
        return refusedMulti(body);
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
        return ErrorCode.UNIMPLEMENTED;
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
    if (part.ephemeral) node.ephemeralOwner = txn.session;
    (parent.children ??= new Set()).add(name);
    this.put(node);
    this.raiseCversion(parent, part.parentCversion === -1 ? (parent.cversion + 1) | 0 : part.parentCversion, txn.zxid);
    triggers.push(
      { manager: 'data', event: 'NodeCreated', path: part.path, acl: part.acl },
      { manager: 'child', event: 'NodeChildrenChanged', path: parent.path, acl: parent.acl },
    );
    return ErrorCode.OK;
  }

  /** Deletes whether or not there are children: that there are none was checked when the transaction was prepared. */
  protected deleteNode(path: string, zxid: Zxid, triggers: Trigger[]): ErrorCode {
    const parent = this.nodes.get(parentPath(path));
    if (parent === undefined) return ErrorCode.NONODE;
    parent.children?.delete(childName(path));
    this.raisePzxid(parent, zxid);
    const node = this.nodes.get(path);
    if (node === undefined) return ErrorCode.NONODE;
    this.take(node);
    triggers.push(
      { manager: 'data', event: 'NodeDeleted', path, acl: node.acl },
      { manager: 'child', event: 'NodeDeleted', path, acl: node.acl },
      { manager: 'child', event: 'NodeChildrenChanged', path: parent.path, acl: parent.acl },
    );
    return ErrorCode.OK;
  }

  protected setData(part: SetDataTxn, txn: Txn, triggers: Trigger[]): ErrorCode {
    const node = this.nodes.get(part.path);
    if (node === undefined) return ErrorCode.NONODE;
    node.data = part.data;
    node.version = part.version;
    node.mzxid = txn.zxid;
    node.mtime = txn.timeMs;
    rehashContent(node);
    this.rehashed(node);
    triggers.push({ manager: 'data', event: 'NodeDataChanged', path: part.path, acl: node.acl });
    return ErrorCode.OK;
  }

  /** `count` slots of a multi are in the tree; its zxid stays unseen until all of them are. */
  protected slotApplied(_txn: Txn, _count: number): void {
    return;
  }

  protected openSession(session: SessionId, timeoutMs: number): void {
    this.forgetSession(session);
    this.sessions.set(session, timeoutMs);
    this.sum = addDigest(this.sum, sessionDigest(session, timeoutMs));
  }

  /**
   * Deletes the listed paths, whoever owns them by now, and then whatever else the session still owns here. The list
   * makes it exact over a fuzzy snapshot, where a listed node may have been re-created by another session already.
   */
  protected closeSession(body: CloseSessionTxn, txn: Txn, triggers: Trigger[]): void {
    for (const path of body.paths) this.deleteNode(path, txn.zxid, triggers);
    for (const path of this.ephemeralsOf(txn.session)) this.deleteNode(path, txn.zxid, triggers);
    this.forgetSession(txn.session);
  }

  // --- snapshots ---------------------------------------------------------------------------------------------

  /** Begins a fuzzy snapshot labelled with the last processed zxid. Any number of walks may be under way. */
  beginSnapshot(): SnapshotWalk {
    return new SnapshotWalk(this, this.lastProcessedZxid, this.sessionList());
  }

  /**
   * On load, after the replay: deletes the ephemerals of sessions the session table does not know, at the last
   * processed zxid (ZooKeeperServer.loadData, killSession). A sound snapshot and log leave nothing to do.
   */
  dropOrphanEphemerals(): void {
    for (const session of Array.from(this.ephemerals.keys())) {
      if (this.sessions.has(session)) continue;
      for (const path of this.ephemeralsOf(session)) this.deleteNode(path, this.lastProcessedZxid, []);
    }
  }

  private load(snapshot: Snapshot): void {
    this.nodes.clear();
    this.sum = 0;
    for (const stored of snapshot.nodes) {
      this.put(fromSnapshot(stored));
      if (stored.path !== '/') this.linkToParent(stored.path);
    }
    for (const { session, timeoutMs } of snapshot.sessions) this.openSession(session, timeoutMs);
    this.lastProcessedZxid = snapshot.zxid;
  }

  // --- bookkeeping -------------------------------------------------------------------------------------------

  private plant(path: string, data: Uint8Array, acl: readonly Acl[]): Znode {
    const node = new Znode(path, data, acl);
    this.put(node);
    if (path !== '/') this.linkToParent(path);
    return node;
  }

  private linkToParent(path: string): void {
    const parent = this.nodes.get(parentPath(path));
    assert(parent !== undefined, 'a snapshot has each node after its parent', { path });
    (parent.children ??= new Set()).add(childName(path));
  }

  /**
   * Adds a node to the index. During a replay a node may lie there that lost its parent: its create is about to be
   * repeated, so the new one takes its place.
   */
  private put(node: Znode): void {
    const stranded = this.nodes.get(node.path);
    if (stranded !== undefined) this.take(stranded);
    rehashContent(node);
    rehash(node);
    this.nodes.set(node.path, node);
    this.sum = addDigest(this.sum, node.digest);
    if (node.ephemeralOwner === NO_SESSION) return;
    const owned = this.ephemerals.get(node.ephemeralOwner);
    if (owned === undefined) this.ephemerals.set(node.ephemeralOwner, new Set([node.path]));
    else owned.add(node.path);
  }

  private take(node: Znode): void {
    this.nodes.delete(node.path);
    this.sum = removeDigest(this.sum, node.digest);
    if (node.ephemeralOwner === NO_SESSION) return;
    const owned = this.ephemerals.get(node.ephemeralOwner);
    owned?.delete(node.path);
    if (owned?.size === 0) this.ephemerals.delete(node.ephemeralOwner);
  }

  private rehashed(node: Znode): void {
    this.sum = removeDigest(this.sum, node.digest);
    rehash(node);
    this.sum = addDigest(this.sum, node.digest);
  }

  /** Never backwards: the parent may have been copied into the snapshot after this create, or a later one. */
  private raiseCversion(parent: Znode, cversion: number, zxid: Zxid): void {
    if (cversion <= parent.cversion) return;
    parent.cversion = cversion;
    parent.pzxid = zxid;
    this.rehashed(parent);
  }

  private raisePzxid(parent: Znode, zxid: Zxid): void {
    if (zxid <= parent.pzxid) return;
    parent.pzxid = zxid;
    this.rehashed(parent);
  }

  private forgetSession(session: SessionId): void {
    const timeoutMs = this.sessions.get(session);
    if (timeoutMs === undefined) return;
    this.sessions.delete(session);
    this.sum = removeDigest(this.sum, sessionDigest(session, timeoutMs));
  }

  private resultOf(part: MultiTxnPart | SetAclTxn): OpResult | null {
    if (part.type === 'setACL') return { type: 'setACL', stat: statOf(this.nodes.get(part.path) as Znode) };
    const slot = this.slotOf(part);
    return slot.type === 'create' || slot.type === 'create2' || slot.type === 'setData' ? slot : null;
  }

  private slotOf(part: MultiTxnPart): MultiResult {
    switch (part.type) {
      case 'create':
        return { type: 'create', path: part.path };
      case 'create2':
      case 'createContainer':
      case 'createTTL':
        return { type: 'create2', path: part.path, stat: statOf(this.nodes.get(part.path) as Znode) };
      case 'delete':
      case 'deleteContainer':
        return SLOT_DELETE;
      case 'setData':
        return { type: 'setData', stat: statOf(this.nodes.get(part.path) as Znode) };
      case 'check':
        return SLOT_CHECK;
      case 'error':
        return { type: 'error', err: part.err };
    }
  }
}

const APPLIED: Applied = { err: ErrorCode.OK, result: null, triggers: NO_TRIGGERS };
const SLOT_DELETE: MultiResult = { type: 'delete' };
const SLOT_CHECK: MultiResult = { type: 'check' };

/** A multi with an error in it changes nothing: the slots before the first error report 0, those after it -2. */
function refusedMulti(body: MultiTxn): Applied {
  const firstError = body.parts.findIndex((part) => part.type === 'error');
  const results = body.parts.map((part, index): MultiResult => {
    return { type: 'error', err: failedSlot(part, index, firstError) };
  });
  return { err: ErrorCode.OK, result: { type: 'multi', results }, triggers: NO_TRIGGERS };
}

function failedSlot(part: MultiTxnPart, index: number, firstError: number): ErrorCode {
  if (part.type === 'error') return part.err;
  return index < firstError ? ErrorCode.OK : ErrorCode.RUNTIMEINCONSISTENCY;
}

/** Scratch: begun and ended within each call. */
const hash = new ContentHash();

function sessionDigest(session: SessionId, timeoutMs: number): number {
  return hash.begin().text('session').text(session).number(timeoutMs).end();
}
