/**
 * Brings learners to the leader's history: makes the plan, queues what it says, then NEWLEADER (the synchronising
 * part of LearnerHandler). From `startForwarding` on the learner gets every later proposal and commit, so nothing
 * falls between its synchronisation and broadcast (Zab specification, issues 1 and 3).
 */
import { txnsAfter } from '../durable/recovery.ts';
import type { FileContents } from '../durable/barrier.ts';
import type { Zxid } from '../ids.ts';
import type { ConnectionId } from '../process.ts';
import type { Txn } from '../txn.ts';
import type { Leader } from './leader.ts';
import { COPY_STAGE, type LearnerHandler } from './learner-handler.ts';
import type { SyncPlan } from './sync-plan.ts';

export class LearnerSync {
  protected readonly leader: Leader;

  constructor(leader: Leader) {
    this.leader = leader;
  }

  begin(handler: LearnerHandler): void {
    handler.phase = 'SYNCING';
    this.plan(handler, null);
  }

  /** The log was read for this learner: plan again with it. A log that cannot be read back leaves the snapshot. */
  withLog(handler: LearnerHandler, contents: FileContents): void {
    if (handler.phase !== 'SYNCING') return;
    this.plan(handler, txnsAfter(contents, 0 as Zxid) ?? NOTHING);
  }

  private plan(handler: LearnerHandler, disk: readonly Txn[] | null): void {
    const { peer } = this.leader;
    const { log } = peer.storage;
    const { snapshotSizePercent } = peer.config;
    const limit = Math.floor((peer.storage.snapshotBytes * snapshotSizePercent) / 100);
    const first = disk?.[0];
    const segment = first === undefined ? undefined : log.segments.find((each) => each.zxids[0] === first.zxid);
    const plan = peer.parts.planSync({
      peerZxid: handler.peerZxid,
      truncFloor: handler.truncFloor,
      lastProcessed: peer.database.lastProcessedZxid,
      lastProposed: this.leader.proposals.lastProposed,
      committed: peer.database.committedLog.toArray(),
      disk: disk === null || segment === undefined ? null : { prev: segment.prev, txns: disk },
      diskAllowed:
        (disk === null || segment !== undefined) &&
        snapshotSizePercent >= 0 &&
        handler.peerZxid >= log.firstPrev &&
        log.bytesAfter(handler.peerZxid) <= limit,
    });
    if (plan.mode === 'DISK') {
      const files = log.filesAfter(handler.peerZxid);
      const event = {
        kind: 'logForLearner',
        connection: handler.connection,
        roleNumber: this.leader.roleNumber,
      } as const;
      if (disk !== null || !peer.storage.readFiles(peer.out, files, event)) {
        this.carryOut(handler, { mode: 'SNAP', zxid: peer.database.lastProcessedZxid });
      }
      return;
    }
    this.carryOut(handler, plan);
  }

  protected carryOut(handler: LearnerHandler, plan: Exclude<SyncPlan, { mode: 'DISK' }>): void {
    const { leader } = this;
    const { peer } = leader;
    const txns = plan.mode === 'SNAP' ? NOTHING : plan.txns;
    peer.fact({
      type: 'syncPlan',
      learner: handler.sid,
      mode: plan.mode,
      learnerZxid: handler.peerZxid,
      zxid: plan.zxid,
      txns: txns.length,
      fromDisk: plan.mode !== 'SNAP' && plan.fromDisk,
    });
    handler.handToSender(peer.out, { type: plan.mode, zxid: plan.zxid });
    if (plan.mode === 'SNAP') {
      handler.walk = peer.database.tree.beginSnapshot();
      peer.out.handOver(COPY_STAGE, handler.connection);
    } else if (plan.mode === 'TRUNC' && txns.length > 0) peer.mark('sync: TRUNC then DIFF');
    let reached = plan.mode === 'DIFF' ? handler.peerZxid : plan.zxid;
    for (const txn of txns) {
      leader.queue(handler, { type: 'PROPOSAL', txn });
      leader.queue(handler, { type: 'COMMIT', zxid: txn.zxid });
      reached = txn.zxid;
    }
    handler.reached = reached;
    this.startForwarding(handler, reached);
    handler.phase = 'NEWLEADER';
    leader.queue(handler, { type: 'NEWLEADER', zxid: leader.newLeaderZxid });
  }

  /** What was committed and is not in the tree yet, then what is proposed and not committed; from now on, all. */
  protected startForwarding(handler: LearnerHandler, reached: Zxid): void {
    const { leader } = this;
    const { toBeApplied, outstanding } = leader.proposals;
    for (let i = 0; i < toBeApplied.length; i++) {
      const txn = toBeApplied.at(i) as Txn;
      if (!this.lacks(reached, txn)) continue;
      leader.queue(handler, { type: 'PROPOSAL', txn });
      leader.queue(handler, { type: 'COMMIT', zxid: txn.zxid });
    }
    if (handler.isVoter) {
      for (let i = 0; i < outstanding.length; i++) {
        const txn = outstanding.at(i)?.txn as Txn;
        if (this.lacks(reached, txn)) leader.queue(handler, { type: 'PROPOSAL', txn });
      }
    }
    leader.forward(handler);
  }

  /** A learner brought to `reached` gets no proposal twice. */
  protected lacks(reached: Zxid, txn: Txn): boolean {
    return txn.zxid > reached;
  }

  /** One step of copying the tree for a learner, while transactions go on being applied. */
  copy(connection: ConnectionId): void {
    const { leader } = this;
    const { peer } = leader;
    const handler = leader.handlers.get(connection);
    if (handler === undefined || handler.walk === null) return;
    const nodes = handler.walk.step(peer.config.snapshotStepNodes);
    if (nodes.length > 0) handler.handToSender(peer.out, { type: 'SNAPCHUNK', nodes });
    if (!handler.walk.done) {
      peer.out.handOver(COPY_STAGE, connection);
      return;
    }
    handler.handToSender(peer.out, {
      type: 'SNAPEND',
      sessions: handler.walk.sessions,
      zxid: peer.database.effectsUpTo,
    });
    handler.walk = null;
    for (let held = handler.held.shift(); held !== undefined; held = handler.held.shift())
      handler.handToSender(peer.out, held);
  }
}

const NOTHING: readonly Txn[] = [];
