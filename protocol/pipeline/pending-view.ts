/**
 * The tree as it will be once all prepared transactions are applied: what the leader's prep stage checks requests
 * against (ZooKeeperServer.outstandingChanges). Change records lie over the applied tree and are dropped as their
 * transactions are applied; a path without a record is as the applied tree has it.
 */
import { NO_SESSION, type SessionId, type Zxid } from '../ids.ts';
import type { Acl } from '../op.ts';
import { JavaHashSet } from '../std/java-hash-set.ts';
import type { DataTree } from '../store/data-tree.ts';
import type { Znode } from '../store/znode.ts';

const NO_ACL: readonly Acl[] = [];

/**
 * How a path looks after the transaction `zxid`: as of a new, empty node unless said. Never changed once added; the next
 * change adds another. The root has two records that know nothing of each other: `""` as a parent, `/` as itself.
 */
export class ChangeRecord {
  readonly zxid: Zxid;
  readonly path: string;
  deleted = false;
  version = 0;
  /** Persisted: counts creates of children. */
  cversion = 0;
  aversion = 0;
  ephemeralOwner: SessionId = NO_SESSION;
  childCount = 0;
  dataLength = 0;
  /** A setACL that is not applied yet does not change it: ZooKeeper's does not either. */
  acl = NO_ACL;

  constructor(zxid: Zxid, path: string) {
    this.zxid = zxid;
    this.path = path;
  }

  /** The path as the applied tree has it. */
  static of(node: Znode, path: string, zxid: Zxid): ChangeRecord {
    const record = new ChangeRecord(zxid, path);
    record.version = node.version;
    record.cversion = node.cversion;
    record.aversion = node.aversion;
    record.ephemeralOwner = node.ephemeralOwner;
    record.childCount = node.childCount;
    record.dataLength = node.data === null ? 0 : node.data.length;
    record.acl = node.acl;
    return record;
  }

  /** The same for a later transaction, to be changed and then added. */
  after(zxid: Zxid): ChangeRecord {
    const next = new ChangeRecord(zxid, this.path);
    next.deleted = this.deleted;
    next.version = this.version;
    next.cversion = this.cversion;
    next.aversion = this.aversion;
    next.ephemeralOwner = this.ephemeralOwner;
    next.childCount = this.childCount;
    next.dataLength = this.dataLength;
    next.acl = this.acl;
    return next;
  }
}

export class PendingView {
  private readonly tree: DataTree;
  /** In the order they were added; those before `head` are dropped. */
  private records: Readonly<ChangeRecord>[] = [];
  private head = 0;
  private readonly last = new Map<string, Readonly<ChangeRecord>>();

  constructor(tree: DataTree) {
    this.tree = tree;
  }

  /** Records whose transactions are not applied yet. */
  get size(): number {
    return this.records.length - this.head;
  }

  /** How the path will be; null when it will not exist. */
  find(path: string): Readonly<ChangeRecord> | null {
    const record = this.last.get(path);
    if (record !== undefined) return record.deleted ? null : record;
    const node = this.tree.node(path);
    if (node === undefined) return null;
    return ChangeRecord.of(node, path, node.mzxid);
  }

  /** The pending record of a path, if it has one. */
  pending(path: string): Readonly<ChangeRecord> | undefined {
    return this.last.get(path);
  }

  add(record: Readonly<ChangeRecord>): void {
    this.records.push(record);
    this.last.set(record.path, record);
  }

  /** The path is gone after `zxid`. */
  addDeletion(zxid: Zxid, path: string): void {
    const gone = new ChangeRecord(zxid, path);
    gone.deleted = true;
    this.add(gone);
  }

  /** Drops the records of transactions up to `zxid`: the applied tree shows them now. */
  applied(zxid: Zxid): void {
    if (this.records.length === 0) return;
    while (this.head < this.records.length) {
      const record = this.records[this.head] as Readonly<ChangeRecord>;
      if (record.zxid > zxid) break;
      this.head++;
      if (this.last.get(record.path) === record) this.last.delete(record.path);
    }
    if (this.head === this.records.length) {
      this.records = [];
      this.head = 0;
    } else if (this.head >= 64 && this.head * 2 >= this.records.length) {
      this.records = this.records.slice(this.head);
      this.head = 0;
    }
  }

  /** Takes back the records of `zxid`, the newest ones: their paths are again as they were pending before. */
  rollback(zxid: Zxid): void {
    const paths = new Set<string>();
    while (this.size > 0) {
      const record = this.records[this.records.length - 1] as Readonly<ChangeRecord>;
      if (record.zxid !== zxid) break;
      this.records.pop();
      paths.add(record.path);
    }
    for (const path of paths) this.restoreLast(path);
  }

  /**
   * The session's applied ephemerals, less pending deletes, plus its pending creates; in the order of the HashSet that
   * ZooKeeper makes of them, which is that of the events when they go.
   */
  ephemeralsOf(session: SessionId): string[] {
    const paths = JavaHashSet.cloneOf(this.tree.owners.setOf(session));
    for (let i = this.head; i < this.records.length; i++) {
      const record = this.records[i] as Readonly<ChangeRecord>;
      if (record.deleted) paths.delete(record.path);
      else if (record.ephemeralOwner === session) paths.add(record.path);
    }
    return paths.values();
  }

  private restoreLast(path: string): void {
    this.last.delete(path);
    for (let i = this.records.length - 1; i >= this.head; i--) {
      const record = this.records[i] as Readonly<ChangeRecord>;
      if (record.path !== path) continue;
      this.last.set(path, record);
      return;
    }
  }
}
