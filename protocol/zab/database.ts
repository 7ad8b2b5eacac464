/**
 * What a server knows: the tree and the committed log beside it (ZKDatabase). Falling back to LOOKING keeps it; a
 * crash loses it; a leader's snapshot replaces it.
 */
import { ZXID_ZERO, type Zxid } from '../ids.ts';
import type { Applied, DataTree } from '../store/data-tree.ts';
import type { Txn } from '../txn.ts';
import { CommittedLog } from './committed-log.ts';

export class Database {
  tree: DataTree;
  readonly committedLog: CommittedLog;
  /** The last transaction applied; unlike `tree.lastProcessedZxid` never the `e:0` of a fresh leader. */
  lastTxn: Zxid = ZXID_ZERO;
  /** Up to here the tree may hold effects ahead of `lastTxn`: it came from a snapshot taken while it changed. */
  fuzzyUntil: Zxid = ZXID_ZERO;

  constructor(tree: DataTree, commitLogCount: number) {
    this.tree = tree;
    this.committedLog = new CommittedLog(commitLogCount);
  }

  /** Applies a transaction as a whole. */
  apply(txn: Txn): Applied {
    return this.applied(txn, this.tree.apply(txn));
  }

  /** Applies a transaction, of a multi the first slot: null while slots are left. */
  begin(txn: Txn): Applied | null {
    const applied = this.tree.begin(txn);
    return applied === null ? null : this.applied(txn, applied);
  }

  /** Applies the next slot of the multi `txn`, which is under way; null while there are more. */
  goOn(txn: Txn): Applied | null {
    const applied = this.tree.goOn();
    return applied === null ? null : this.applied(txn, applied);
  }

  private applied(txn: Txn, applied: Applied): Applied {
    this.committedLog.add(txn);
    this.lastTxn = txn.zxid;
    return applied;
  }

  /** The last transaction that left anything in the tree: `lastTxn`, or the multi under way. */
  get effectsUpTo(): Zxid {
    return this.tree.zxidUnderWay ?? this.lastTxn;
  }

  /** Another tree takes its place; `replayed` are the transactions that led to it, as far as they are known. */
  replace(tree: DataTree, replayed: readonly Txn[], fuzzyUntil: Zxid): void {
    this.tree = tree;
    this.lastTxn = tree.lastProcessedZxid;
    this.fuzzyUntil = fuzzyUntil;
    this.committedLog.clear();
    for (const txn of replayed) this.committedLog.add(txn);
  }

  get isFuzzy(): boolean {
    return this.lastTxn < this.fuzzyUntil;
  }

  /** As facts carry it: -1 while the tree is fuzzy. */
  get digest(): number {
    return this.isFuzzy ? -1 : this.tree.digest;
  }

  get lastProcessedZxid(): Zxid {
    return this.tree.lastProcessedZxid;
  }
}
