/**
 * Clients' requests at the leader: the stage `prep` (PrepRequestProcessor, ProposalRequestProcessor), sessions, and
 * sync. A write takes its zxid when prep looks at it; requests enter prep in the order they arrived, the leader's own
 * clients' and the forwarded ones alike.
 */
import { ErrorCode } from '../error-code.ts';
import type { ServerId, SessionId, Zxid } from '../ids.ts';
import { isWrite, type WriteOp } from '../op.ts';
import type { ForwardedRequest } from '../messages.ts';
import type { ConnectionId } from '../process.ts';
import type { LeaderRequest, LocalRequest } from '../pipeline/request.ts';
import type { Prep } from '../pipeline/prep.ts';
import { SidSet } from '../quorum/sid-set.ts';
import { NO_AUTH_INFO } from '../session/auth-info.ts';
import type { SessionTracker } from '../session/session-tracker.ts';
import { Ring } from '../std/ring.ts';
import type { Txn } from '../txn.ts';
import { SESSION_TIMER, type Leader } from './leader.ts';
import type { LearnerHandler } from './learner-handler.ts';

export const PREP_STAGE = 'prep';

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

export class LeaderRequests {
  protected readonly leader: Leader;
  private prep: Prep | null = null;
  protected readonly tracker: SessionTracker;
  private readonly syncsAfter = new Map<Zxid, PendingSync[]>();
  private readonly confirmations = new Ring<Confirmation>();
  private tickets = 0;

  constructor(leader: Leader) {
    this.leader = leader;
    this.tracker = leader.peer.parts.createSessionTracker(leader.peer.config.tickTimeMs);
  }

  /** Service begins: every session of the tree is tracked afresh, with its full time-out. */
  start(): void {
    const { peer } = this.leader;
    this.prep = peer.parts.createPrep(peer.database.tree);
    for (const [session, timeoutMs] of peer.database.tree.sessions) this.track(session, timeoutMs);
    this.armSessionTimer();
  }

  // --- entering ------------------------------------------------------------------------------------------------

  submit(local: LocalRequest): void {
    const { session, cxid, op, auth } = local;
    this.handToPrep({
      session,
      cxid,
      op,
      auth,
      owner: this.leader.me,
      local,
      learner: -1,
      roleNumber: this.leader.roleNumber,
    });
  }

  forwarded(handler: LearnerHandler, request: ForwardedRequest): void {
    if (handler.phase !== 'SYNCED' || !this.leader.isServing) return;
    const { session, cxid, op, auth } = request;
    const learner = handler.connection;
    this.handToPrep({
      session,
      cxid,
      op,
      auth,
      owner: handler.sid,
      local: null,
      learner,
      roleNumber: this.leader.roleNumber,
    });
  }

  private handToPrep(request: LeaderRequest): void {
    this.leader.peer.out.handOver(PREP_STAGE, request);
  }

  /** The stage's turn. */
  prepare(request: LeaderRequest): void {
    const { leader } = this;
    const { peer } = leader;
    if (request.roleNumber !== leader.roleNumber || !leader.isServing) return;
    if (isWrite(request.op)) {
      this.prepareWrite(request, request.op);
      return;
    }
    const { local } = request;
    if (local === null) {
      this.syncForwarded(request.learner);
      return;
    }
    const err = this.tracker.checkSession(request.session, leader.me);
    const refused = err !== ErrorCode.OK;
    peer.commits.enqueue(peer.out, refused ? { ...local, refused: err } : local);
    if (!refused && request.op.type === 'sync' && peer.config.syncMode === 'quorum')
      this.sync({ handler: null, local });
  }

  private prepareWrite(request: LeaderRequest, op: WriteOp): void {
    const { leader } = this;
    const { peer } = leader;
    if (leader.proposals.epochIsUsedUp) {
      leader.shutdown('the epoch is used up');
      return;
    }
    const { session, cxid, owner, local, auth } = request;
    const err = this.checkSession(op, session, owner);
    const zxid = leader.proposals.takeZxid();
    const txn = (this.prep as Prep).prepare({ session, cxid, op, auth: auth.ids }, zxid, peer.wallMs, err);
    this.prepared(op, session);
    if (local !== null) peer.commits.enqueue(peer.out, local);
    leader.proposals.propose(txn);
  }

  /** The session part of prep: a new session is tracked; of others it is asked whether they may act through `owner`. */
  protected checkSession(op: WriteOp, session: SessionId, owner: ServerId): ErrorCode {
    switch (op.type) {
      case 'createSession':
        this.track(session, op.timeoutMs);
        this.tracker.setOwner(session, owner);
        this.armSessionTimer();
        return ErrorCode.OK;
      case 'closeSession':
        return ErrorCode.OK;
      default:
        return this.tracker.checkSession(session, owner);
    }
  }

  /** From here on a closing session may do nothing more, though its close is not committed (ZOOKEEPER-1208). */
  protected prepared(op: WriteOp, session: SessionId): void {
    if (op.type === 'closeSession') this.tracker.setClosing(session);
  }

  // --- sync ----------------------------------------------------------------------------------------------------

  /** A learner's sync comes through prep, behind the writes its session sent before it. */
  private syncForwarded(learner: ConnectionId): void {
    const handler = this.leader.handlers.get(learner);
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

  // --- sessions ------------------------------------------------------------------------------------------------

  applied(txn: Txn): void {
    this.prep?.applied(txn.zxid);
    if (txn.body.type !== 'closeSession') return;
    this.tracker.remove(txn.session);
    this.leader.peer.fact({ type: 'sessionClosed', session: txn.session });
  }

  private track(session: SessionId, timeoutMs: number): void {
    const { peer } = this.leader;
    this.tracker.add(session, timeoutMs, peer.nowUs);
    peer.fact({ type: 'sessionOpened', session, timeoutMs, atUs: peer.nowUs });
  }

  touch(session: SessionId, timeoutMs: number): boolean {
    const { peer } = this.leader;
    if (!this.tracker.touch(session, timeoutMs, peer.nowUs)) return false;
    peer.fact({ type: 'sessionTouched', session, atUs: peer.nowUs });
    return true;
  }

  touchForwarded(session: SessionId, timeoutMs: number): void {
    if (this.leader.isServing) this.touch(session, timeoutMs);
  }

  /** A client has come to `owner` with this session. */
  revalidate(session: SessionId, timeoutMs: number, owner: ServerId): boolean {
    if (!this.touch(session, timeoutMs)) return false;
    this.tracker.setOwner(session, owner);
    this.leader.peer.fact({ type: 'sessionMoved', session, owner });
    return true;
  }

  revalidateForwarded(handler: LearnerHandler, session: SessionId, timeoutMs: number): void {
    if (!this.leader.isServing) return;
    const valid = this.revalidate(session, timeoutMs, handler.sid);
    this.leader.queue(handler, { type: 'REVALIDATE', session, timeoutMs, valid });
  }

  /** Closes the sessions whose time is up, through the pipeline like everything else. */
  expireSessions(): void {
    const { peer } = this.leader;
    for (const session of this.tracker.expire(peer.nowUs)) {
      peer.fact({ type: 'sessionExpired', session, atUs: peer.nowUs });
      this.submit({ connection: -1, session, cxid: 0, op: { type: 'closeSession' }, auth: NO_AUTH_INFO });
    }
    this.armSessionTimer();
  }

  private armSessionTimer(): void {
    const { peer } = this.leader;
    const next = this.tracker.nextExpiryUs();
    if (next !== null) peer.out.setTimer(SESSION_TIMER, Math.max(0, next - peer.nowUs));
  }
}
