/**
 * The tree as it will be once all prepared transactions are applied: what the leader's prep stage checks requests
 * against (ZooKeeperServer.outstandingChanges). Change records lie over the applied tree and are dropped as their
 * transactions are applied; a path without a record is as the applied tree has it.
 */
import { NO_SESSION, type SessionId, type Zxid } from '../ids.ts';
import type { Acl } from '../op.ts';
import { JavaHashSet } from '../std/java-hash-set.ts';
import type { DataTree } from '../store/data-tree.ts';

/**
 * How a path looks after the transaction `zxid`. Never changed once added; the next change adds another. The root has
 * two records that know nothing of each other: `""` as a parent, `/` as itself.
 */
export interface ChangeRecord {
  readonly zxid: Zxid;
  readonly path: string;
  readonly deleted: boolean;
  readonly version: number;
  /** Persisted: counts creates of children. */
  readonly cversion: number;
  readonly aversion: number;
  readonly ephemeralOwner: SessionId;
  readonly childCount: number;
  readonly dataLength: number;
  /** A setACL that is not applied yet does not change it: ZooKeeper's does not either. */
  readonly acl: readonly Acl[];
}

const GONE = {
  deleted: true,
  version: 0,
  cversion: 0,
  aversion: 0,
  ephemeralOwner: NO_SESSION,
  childCount: 0,
  dataLength: 0,
  acl: [] as readonly Acl[],
} as const;

export class PendingView {
  private readonly tree: DataTree;
  /** In the order they were added; those before `head` are dropped. */
  private records: ChangeRecord[] = [];
  private head = 0;
  private readonly last = new Map<string, ChangeRecord>();

  constructor(tree: DataTree) {
    this.tree = tree;
  }

  /** Records whose transactions are not applied yet. */
  get size(): number {
    return this.records.length - this.head;
  }

  /** How the path will be; null when it will not exist. */
  find(path: string): ChangeRecord | null {
    const record = this.last.get(path);
    if (record !== undefined) return record.deleted ? null : record;
    const node = this.tree.node(path);
    if (node === undefined) return null;
    return {
      zxid: node.mzxid,
      path,
      deleted: false,
      version: node.version,
      cversion: node.cversion,
      aversion: node.aversion,
      ephemeralOwner: node.ephemeralOwner,
      childCount: node.childCount,
      dataLength: node.data === null ? 0 : node.data.length,
      acl: node.acl,
    };
  }

  /** The pending record of a path, if it has one. */
  pending(path: string): ChangeRecord | undefined {
    return this.last.get(path);
  }

  add(record: ChangeRecord): void {
    this.records.push(record);
    this.last.set(record.path, record);
  }

  /** The path is gone after `zxid`. */
  addDeletion(zxid: Zxid, path: string): void {
    this.add({ ...GONE, zxid, path });
  }

  /** Drops the records of transactions up to `zxid`: the applied tree shows them now. */
  applied(zxid: Zxid): void {
    while (this.head < this.records.length) {
      const record = this.records[this.head] as ChangeRecord;
      if (record.zxid > zxid) break;
      this.head++;
      if (this.last.get(record.path) === record) this.last.delete(record.path);
    }
    if (this.head === this.records.length) {
      this.records.length = 0;
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
      const record = this.records[this.records.length - 1] as ChangeRecord;
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
      const record = this.records[i] as ChangeRecord;
      if (record.deleted) paths.delete(record.path);
      else if (record.ephemeralOwner === session) paths.add(record.path);
    }
    return paths.values();
  }

  private restoreLast(path: string): void {
    this.last.delete(path);
    for (let i = this.records.length - 1; i >= this.head; i--) {
      const record = this.records[i] as ChangeRecord;
      if (record.path !== path) continue;
      this.last.set(path, record);
      return;
    }
  }
}
