/**
 * Clients' requests at the leader: what learners forward beside what this server's own clients ask
 * (ProposalRequestProcessor), and sync.
 */
import { ErrorCode } from '../error-code.ts';
import type { ServerId, SessionId, Zxid } from '../ids.ts';
import type { ForwardedRequest } from '../messages.ts';
import type { LeaderRequest, LocalRequest } from '../pipeline/request.ts';
import { SidSet } from '../quorum/sid-set.ts';
import { Ring } from '../std/ring.ts';
import type { Leader } from './leader.ts';
import type { LearnerHandler } from './learner-handler.ts';
import { PrimaryRequests } from './primary-requests.ts';

/** A sync to be answered: of a learner (`handler`), or of a client of this server (`local`). */
interface PendingSync {
  readonly handler: LearnerHandler | null;
  readonly local: LocalRequest | null;
}

/** syncMode quorum: a sync that waits until a quorum has confirmed that it still follows this leader. */
interface Confirmation {
  readonly ticket: number;
  readonly sync: PendingSync;
  readonly confirmed: SidSet;
}

export class LeaderRequests extends PrimaryRequests {
  protected readonly leader: Leader;
  private readonly syncsAfter = new Map<Zxid, PendingSync[]>();
  private readonly confirmations = new Ring<Confirmation>();
  private tickets = 0;

  constructor(leader: Leader) {
    super(leader);
    this.leader = leader;
  }

  forwarded(handler: LearnerHandler, request: ForwardedRequest): void {
    if (handler.phase !== 'SYNCED' || !this.leader.isServing) return;
    const { session, cxid, op, auth } = request;
    const learner = handler.connection;
    const owner = this.tracker.hasMoved(session, handler.sid) ? null : handler.sid;
    this.handToPrep({ session, cxid, op, auth, owner, local: null, learner });
  }

  /** A sync that asks a quorum goes on when the quorum has answered. */
  protected override passLocal(request: LeaderRequest, local: LocalRequest): void {
    const { peer, me } = this.leader;
    super.passLocal(request, local);
    if (local.op.type !== 'sync' || peer.config.syncMode !== 'quorum') return;
    if (this.tracker.checkSession(request.session, me) === ErrorCode.OK) this.sync({ handler: null, local });
  }

  // --- sync ----------------------------------------------------------------------------------------------------

  /** A learner's sync comes through prep, behind the writes its session sent before it. */
  protected override passForwarded(request: LeaderRequest): void {
    const handler = this.leader.handlers.get(request.learner);
    if (handler !== undefined) this.sync({ handler, local: null });
  }

  private sync(sync: PendingSync): void {
    const { leader } = this;
    if (leader.peer.config.syncMode !== 'quorum') {
      this.answerInOrder(sync);
      return;
    }
    const ticket = ++this.tickets;
    const confirmed = new SidSet();
    confirmed.add(leader.me);
    this.confirmations.push({ ticket, sync, confirmed });
    for (const handler of leader.handlers.values()) {
      if (handler.phase === 'SYNCED' && handler.isVoter) leader.queue(handler, { type: 'CONFIRM', ticket });
    }
    this.settleConfirmations();
  }

  /** A follower still follows this leader. */
  confirmed(sid: ServerId, ticket: number): void {
    for (let i = 0; i < this.confirmations.length; i++) {
      const waiting = this.confirmations.at(i) as Confirmation;
      if (waiting.ticket === ticket) waiting.confirmed.add(sid);
    }
    this.settleConfirmations();
  }

  private settleConfirmations(): void {
    for (let first = this.confirmations.first(); first !== undefined; first = this.confirmations.first()) {
      if (!this.leader.peer.quorum.containsQuorum(first.confirmed)) return;
      this.confirmations.shift();
      this.answerInOrder(first.sync);
    }
  }

  /** Leader.processSync: at once when nothing is outstanding, else behind the commit of the last proposal. */
  private answerInOrder(sync: PendingSync): void {
    const { proposals } = this.leader;
    const last = proposals.outstanding.last();
    if (last === undefined) {
      this.answer(sync);
      return;
    }
    const waiting = this.syncsAfter.get(last.txn.zxid);
    if (waiting === undefined) this.syncsAfter.set(last.txn.zxid, [sync]);
    else waiting.push(sync);
  }

  /** Syncs that wait for a commit. */
  get pendingSyncs(): number {
    let count = 0;
    for (const waiting of this.syncsAfter.values()) count += waiting.length;
    return count;
  }

  private answer(sync: PendingSync): void {
    const { leader } = this;
    if (sync.local !== null) leader.peer.commits.commitSync(leader.peer.out, sync.local);
    else if (sync.handler !== null && leader.handlers.get(sync.handler.connection) === sync.handler) {
      leader.queue(sync.handler, { type: 'SYNC' });
    }
  }

  committed(zxid: Zxid): void {
    const waiting = this.syncsAfter.get(zxid);
    if (waiting === undefined) return;
    this.syncsAfter.delete(zxid);
    for (const sync of waiting) this.answer(sync);
  }

  // --- sessions of learners' clients -----------------------------------------------------------------------------

  touchForwarded(session: SessionId, timeoutMs: number): void {
    if (this.leader.isServing) this.touch(session, timeoutMs);
  }

  revalidateForwarded(handler: LearnerHandler, session: SessionId, timeoutMs: number): void {
    if (!this.leader.isServing) return;
    const valid = this.revalidate(session, timeoutMs, handler.sid);
    this.leader.queue(handler, { type: 'REVALIDATE', session, timeoutMs, valid });
  }
}
