/**
 * A learner's history while it is synchronised: from DIFF, TRUNC or SNAP to the ACK of NEWLEADER and on to UPTODATE
 * (Learner.syncWithLeader). It keeps what was proposed and committed but may not be logged yet, and carries out, in
 * order, what the ACK of NEWLEADER vouches for:
 *
 *   tree     a leader's snapshot is durable and has replaced what this server had
 *   history  every committed transaction is in the log, durable, and applied
 *   epoch    currentEpoch is the leader's
 *
 * The order is the point. An epoch that is durable before its history lets a server without the history win the next
 * election; an ACK before the history is durable lets the leader count on a promise that a power loss forgets.
 *
 * After TRUNC committed transactions are logged as after DIFF; upstream applies them to memory only, under a snapshot
 * taken at NEWLEADER.
 */
import type { StorageEvent } from '../durable/storage.ts';
import { counterOf, epochOf, nextZxid, type Epoch, type Zxid } from '../ids.ts';
import type { SnapshotSession } from '../messages.ts';
import { assert } from '../std/assert.ts';
import { Ring } from '../std/ring.ts';
import type { SnapshotNode } from '../store/snapshot-node.ts';
import type { Txn } from '../txn.ts';
import type { QuorumPeer } from './peer.ts';

export type SettleStep = 'tree' | 'history' | 'epoch';

export class LearnerHistory {
  protected readonly peer: QuorumPeer;
  protected readonly roleNumber: number;
  protected mode: 'NONE' | 'DIFF' | 'TRUNC' | 'SNAP' = 'NONE';
  private snapZxid = 0 as Zxid;
  private snapNodes: SnapshotNode[] = [];
  /** Where TRUNC cuts. */
  private cutAt = 0 as Zxid;
  /** Where DIFF leads. */
  private announced = 0 as Zxid;
  /** Proposed, not logged by this server; oldest first. */
  protected readonly proposals = new Ring<Txn>();
  /** Committed, of those in `proposals`. */
  protected readonly commits = new Ring<Zxid>();
  private steps: SettleStep[] = [];
  private settling = false;
  private epoch = 0 as Epoch;
  private acked = false;

  constructor(peer: QuorumPeer, roleNumber: number) {
    this.peer = peer;
    this.roleNumber = roleNumber;
  }

  /** The order in which NEWLEADER's promises are kept. */
  protected settleSteps(): SettleStep[] {
    return ['tree', 'history', 'epoch'];
  }

  /** Synchronisation has begun and its ACK has not left: after a failure only the disk can be trusted. */
  get isUnsettled(): boolean {
    return this.mode !== 'NONE' && !this.acked;
  }

  /** All steps are done. */
  get isSettled(): boolean {
    return this.settling && this.steps.length === 0;
  }

  /** Proposed and not logged by this server, oldest first. */
  get waiting(): readonly Txn[] {
    return this.proposals.toArray();
  }

  get commitsWaiting(): number {
    return this.commits.length;
  }

  acknowledged(): void {
    this.acked = true;
    this.settling = false;
  }

  // --- DIFF, TRUNC, SNAP ---------------------------------------------------------------------------------------

  /** `zxid`: the last one that the transactions to come lead to. Until they came it is a promise and nothing else. */
  beginDiff(zxid: Zxid): void {
    this.mode = 'DIFF';
    this.announced = zxid;
  }

  /** Cuts the log durably; the server then reloads from it. */
  beginTrunc(zxid: Zxid): StorageEvent | null {
    this.mode = 'TRUNC';
    this.cutAt = zxid;
    const removed = this.peer.snapshots.abandon(this.peer.out);
    return this.peer.storage.truncate(this.peer.out, zxid, removed, this.roleNumber);
  }

  /** The database, reloaded from the cut log, ends where it was to; position 0 of an epoch names no transaction. */
  isCut(lastTxn: Zxid): boolean {
    assert(this.mode === 'TRUNC', 'a log is cut in mode TRUNC');
    return lastTxn === this.cutAt || (counterOf(this.cutAt) === 0 && lastTxn < this.cutAt);
  }

  beginSnap(zxid: Zxid): void {
    this.mode = 'SNAP';
    this.snapZxid = zxid;
    this.snapNodes = [];
  }

  addChunk(nodes: readonly SnapshotNode[]): void {
    for (const node of nodes) this.snapNodes.push(node);
  }

  /** The tree is complete, in memory; `until`: how far its contents may be ahead of its label. */
  endSnap(sessions: readonly SnapshotSession[], until: Zxid): void {
    const { peer } = this;
    peer.snapshots.abandon(peer.out);
    const tree = peer.trees.restore({ zxid: this.snapZxid, sessions, nodes: this.snapNodes });
    this.snapNodes = [];
    peer.database.replace(tree, [], until);
  }

  // --- proposals before UPTODATE -------------------------------------------------------------------------------

  /** False on a gap inside an epoch, which a leader cannot have left. */
  propose(txn: Txn): boolean {
    const last = this.proposals.last();
    if (last !== undefined && epochOf(last.zxid) === epochOf(txn.zxid) && txn.zxid !== nextZxid(last.zxid))
      return false;
    this.proposals.push(txn);
    return true;
  }

  /**
   * Proposals are committed in order; false when it is not the turn of this one. Under a snapshot that is not durable
   * yet it goes to the tree, which the snapshot will cover.
   */
  commit(zxid: Zxid): boolean {
    const next = this.proposals.at(this.commits.length);
    if (next?.zxid !== zxid) return false;
    if (this.mode === 'SNAP' && !this.settling && !this.acked) {
      this.proposals.shift();
      this.apply(next);
    } else this.commits.push(zxid);
    return true;
  }

  /** A committed transaction reaches the tree. */
  protected apply(txn: Txn): void {
    const { peer } = this;
    peer.database.apply(txn);
    peer.fact({ type: 'applied', txn, treeDigest: peer.database.digest });
  }

  // --- NEWLEADER -----------------------------------------------------------------------------------------------

  /** Begins what NEWLEADER's ACK vouches for. */
  settle(epoch: Epoch): StorageEvent | null {
    this.epoch = epoch;
    this.settling = true;
    this.steps = this.settleSteps();
    return this.next();
  }

  proceed(event: StorageEvent): StorageEvent | null {
    if (event.kind === 'installed') {
      this.peer.fact({
        type: 'snapshotInstalled',
        zxid: event.info.zxid,
        treeDigest: this.peer.database.digest,
      });
    }
    if (event.kind === 'historyDurable') this.historyDurable();
    return this.done();
  }

  currentEpochDurable(): StorageEvent | null {
    return this.settling ? this.done() : null;
  }

  private done(): StorageEvent | null {
    this.steps.shift();
    return this.next();
  }

  private next(): StorageEvent | null {
    const step = this.steps[0];
    if (step === undefined) return null;
    switch (step) {
      case 'tree':
        if (this.mode !== 'SNAP') return this.done();
        this.installTree();
        return null;
      case 'history':
        return this.logHistory();
      case 'epoch':
        this.peer.storage.writeEpoch(this.peer.out, 'currentEpoch', this.epoch, this.roleNumber);
        return null;
    }
  }

  private installTree(): void {
    const { peer } = this;
    const walk = peer.database.tree.beginSnapshot();
    const nodes: SnapshotNode[] = [];
    while (!walk.done) nodes.push(...walk.step(1024));
    const horizon = Math.max(walk.zxid, peer.database.fuzzyUntil) as Zxid;
    peer.storage.install(peer.out, { zxid: walk.zxid, horizon, sessions: walk.sessions, nodes }, this.roleNumber);
  }

  /** Logs and applies every committed transaction, one flush for all. */
  protected logHistory(): StorageEvent | null {
    const { peer } = this;
    for (let zxid = this.commits.first(); zxid !== undefined; zxid = this.commits.first()) {
      const txn = this.proposals.first();
      if (txn === undefined || txn.zxid !== zxid) break;
      this.proposals.shift();
      this.commits.shift();
      peer.storage.log.append(peer.out, txn);
      peer.fact({ type: 'logged', txn });
      this.apply(txn);
    }
    if (peer.config.assertions && this.mode === 'DIFF') {
      assert(peer.database.lastProcessedZxid >= this.announced, 'DIFF brings all it announced');
    }
    return peer.storage.flush(peer.out, { kind: 'historyDurable', roleNumber: this.roleNumber });
  }

  private historyDurable(): void {
    const { peer } = this;
    peer.storage.log.durableZxid = peer.storage.log.lastZxid;
    peer.fact({ type: 'synced', zxid: peer.storage.log.lastZxid, group: 0 });
  }

  /** What is left after UPTODATE: proposals to be logged and acknowledged one by one, and commits of some of them. */
  takeRemaining(): { readonly proposals: readonly Txn[]; readonly commits: readonly Zxid[] } {
    const remaining = { proposals: this.waiting, commits: this.commits.toArray() };
    this.proposals.clear();
    this.commits.clear();
    return remaining;
  }
}
