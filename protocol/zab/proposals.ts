/**
 * Broadcast at the leader: proposals, their acknowledgements, and the commit rule (the outstanding part of Leader).
 *
 * A proposal goes to the followers first and to this server's own log second, so it may be committed before its own
 * leader has it on disk. Acknowledgements are first in first out, so proposals reach their quorum in order.
 */
import { counterOf, nextZxid, type ServerId, type Zxid } from '../ids.ts';
import type { QuorumPacket } from '../messages.ts';
import { AckTracker } from '../quorum/ack-tracker.ts';
import { assert } from '../std/assert.ts';
import { Ring } from '../std/ring.ts';
import type { Txn } from '../txn.ts';
import type { Leader } from './leader.ts';
import type { LearnerHandler } from './learner-handler.ts';

export interface Proposal {
  readonly txn: Txn;
  readonly acks: AckTracker;
}

export class Proposals {
  protected readonly leader: Leader;
  lastProposed = 0 as Zxid;
  lastCommitted = 0 as Zxid;
  /** Proposed and not committed, in zxid order without gaps. */
  readonly outstanding = new Ring<Proposal>();
  /** Committed and not yet in the tree. */
  readonly toBeApplied = new Ring<Txn>();

  constructor(leader: Leader) {
    this.leader = leader;
  }

  start(newLeaderZxid: Zxid): void {
    this.lastProposed = newLeaderZxid;
    this.lastCommitted = newLeaderZxid;
  }

  /** Whether the epoch's last counter has been used: the next proposal needs another epoch. */
  get epochIsUsedUp(): boolean {
    return counterOf(this.lastProposed) >= this.counterMax - 1;
  }

  private get counterMax(): number {
    const bits = this.leader.peer.config.counterBits;
    return bits === 32 ? 4294967295 : (1 << bits) - 1;
  }

  takeZxid(): Zxid {
    this.lastProposed = nextZxid(this.lastProposed);
    return this.lastProposed;
  }

  propose(txn: Txn): void {
    const { leader } = this;
    const { peer } = leader;
    peer.fact({ type: 'proposed', txn });
    peer.clients.stats.proposals.add(txn.bytes);
    this.outstanding.push({ txn, acks: new AckTracker(leader.verifiers) });
    const proposal: QuorumPacket = { type: 'PROPOSAL', txn };
    for (const handler of this.audience()) if (handler.isVoter) leader.queue(handler, proposal);
    peer.logWriter.enqueue(peer.out, txn);
  }

  /** To whom proposals and commits go: every learner from the moment its synchronisation is planned. */
  protected audience(): readonly LearnerHandler[] {
    return this.leader.forwarding;
  }

  /** An ACK of a voter; late, unknown and repeated ones do nothing. */
  acknowledge(sid: ServerId, zxid: Zxid): void {
    const first = this.outstanding.first();
    if (first === undefined || zxid < first.txn.zxid) return;
    const index = zxid - first.txn.zxid;
    const proposal = this.outstanding.at(index);
    if (proposal === undefined) return;
    if (this.leader.peer.config.assertions) {
      assert(proposal.txn.zxid === zxid, 'outstanding proposals have no gaps', { zxid });
    }
    proposal.acks.addAck(sid);
    this.tryToCommit(proposal, index);
  }

  /** A proposal commits when all before it have and a quorum has it. */
  protected mayCommit(proposal: Proposal, index: number): boolean {
    return index === 0 && proposal.acks.hasAllQuorums();
  }

  /** A voter has everything up to `zxid` on disk: it came back with proposals that were in flight. */
  acknowledgeUpTo(sid: ServerId, zxid: Zxid): void {
    let each = this.outstanding.first()?.txn.zxid;
    while (each !== undefined && each <= zxid) {
      this.acknowledge(sid, each);
      each = nextZxid(each);
    }
  }

  private tryToCommit(proposal: Proposal, index: number): void {
    if (!this.mayCommit(proposal, index)) return;
    this.outstanding.shift();
    this.commit(proposal);
  }

  private commit(proposal: Proposal): void {
    const { leader } = this;
    const { peer } = leader;
    const { txn } = proposal;
    this.lastCommitted = txn.zxid;
    peer.knownCommitted = txn.zxid;
    peer.fact({ type: 'committed', zxid: txn.zxid, acks: proposal.acks.toArray() });
    this.toBeApplied.push(txn);
    const commit: QuorumPacket = { type: 'COMMIT', zxid: txn.zxid };
    for (const handler of this.audience()) {
      if (txn.zxid > handler.reached) leader.queue(handler, handler.isVoter ? commit : { type: 'INFORM', txn });
    }
    leader.tellUpToDate();
    peer.commits.commit(peer.out, txn);
    leader.requests.committed(txn.zxid);
  }

  applied(txn: Txn): void {
    if (this.toBeApplied.first() === txn) this.toBeApplied.shift();
  }
}
