/**
 * Clients' requests at the server that makes transactions of them, a leader or one that stands alone: the stage `prep`
 * (PrepRequestProcessor) and the sessions. A write takes its zxid when prep looks at it; requests enter prep in the
 * order they arrived.
 */
import { ErrorCode } from '../error-code.ts';
import { NO_SESSION, type ServerId, type SessionId, type Zxid } from '../ids.ts';
import { isWrite, type WriteOp } from '../op.ts';
import { refusedWith, type LeaderRequest, type LocalRequest } from '../pipeline/request.ts';
import type { Prep } from '../pipeline/prep.ts';
import { NO_AUTH_INFO } from '../session/auth-info.ts';
import type { SessionTracker } from '../session/session-tracker.ts';
import { assert } from '../std/assert.ts';
import { Ring } from '../std/ring.ts';
import type { Txn } from '../txn.ts';
import { CONTAINER_TIMER, ContainerManager } from './container-manager.ts';
import type { QuorumPeer } from './peer.ts';

export const PREP_STAGE = 'prep';
const SESSION_TIMER = 'leader/sessions';

/** Where transactions get their zxid and go to be committed. */
export interface TxnOutlet {
  /** No zxid is left in this epoch. */
  readonly epochIsUsedUp: boolean;
  takeZxid(): Zxid;
  propose(txn: Txn): void;
}

/** The role whose requests these are. */
export interface Primary {
  readonly peer: QuorumPeer;
  readonly roleNumber: number;
  readonly me: ServerId;
  readonly isServing: boolean;
  readonly proposals: TxnOutlet;
  shutdown(reason: string): void;
}

export class PrimaryRequests {
  protected readonly primary: Primary;
  private prep: Prep | null = null;
  /** What the stage is to look at (submittedRequests), oldest first. */
  private readonly submitted = new Ring<LeaderRequest>();
  protected readonly tracker: SessionTracker;
  private readonly containers: ContainerManager;

  constructor(primary: Primary) {
    this.primary = primary;
    this.tracker = primary.peer.parts.createSessionTracker(primary.peer.config.tickTimeMs);
    this.containers = new ContainerManager(primary.peer, this);
  }

  /** Service begins: every session of the tree is tracked afresh, with its full time-out. */
  start(): void {
    const { peer } = this.primary;
    this.prep = peer.parts.createPrep(peer.database.tree, peer.config);
    for (const [session, timeoutMs] of peer.database.tree.sessions) this.track(session, timeoutMs);
    this.armSessionTimer();
    this.containers.start();
  }

  onTimer(timer: string): void {
    if (timer === SESSION_TIMER) this.expireSessions();
    else if (timer === CONTAINER_TIMER) this.containers.onTimer();
  }

  stop(): void {
    const { out } = this.primary.peer;
    out.cancelTimer(SESSION_TIMER);
    out.cancelTimer(CONTAINER_TIMER);
  }

  get sessions(): SessionTracker {
    return this.tracker;
  }

  // --- entering ------------------------------------------------------------------------------------------------

  submit(local: LocalRequest): void {
    const { session, cxid, op, auth } = local;
    this.handToPrep({ session, cxid, op, auth, owner: this.primary.me, local, learner: -1 });
  }

  protected handToPrep(request: LeaderRequest): void {
    this.submitted.push(request);
    this.primary.peer.out.handOver(PREP_STAGE, this.primary.roleNumber);
  }

  /** Nobody waits for the answer. */
  deleteContainer(path: string): void {
    const op = { type: 'deleteContainer', path } as const;
    const [session, auth] = [NO_SESSION, NO_AUTH_INFO];
    this.handToPrep({ session, cxid: 0, op, auth, owner: this.primary.me, local: null, learner: -1 });
  }

  /** The stage's turn. `roleNumber`: of the role in which it was given something to do; a later one has other requests. */
  prepare(roleNumber: number): void {
    const { primary } = this;
    if (roleNumber !== primary.roleNumber) return;
    const request = this.submitted.shift();
    if (request === undefined || !primary.isServing) return;
    const { local } = request;
    if (local?.refused !== undefined) primary.peer.commits.enqueue(primary.peer.out, local);
    else if (isWrite(request.op)) this.prepareWrite(request, request.op);
    else if (local === null) this.passForwarded(request);
    else this.passLocal(request, local);
  }

  private prepareWrite(request: LeaderRequest, op: WriteOp): void {
    const { primary } = this;
    const { peer, proposals } = primary;
    if (proposals.epochIsUsedUp) {
      primary.shutdown('the epoch is used up');
      return;
    }
    const { session, cxid, owner, local, auth } = request;
    const err = this.checkSession(op, session, owner);
    const zxid = proposals.takeZxid();
    const txn = (this.prep as Prep).prepare({ session, cxid, op, auth: auth.ids }, zxid, peer.wallMs, err);
    this.prepared(op, session);
    if (local !== null) peer.commits.enqueue(peer.out, local);
    proposals.propose(txn);
  }

  /** What needs no transaction, of a client of this server: whether its session may ask is checked all the same. */
  protected passLocal(request: LeaderRequest, local: LocalRequest): void {
    const { peer, me } = this.primary;
    const err = this.tracker.checkSession(request.session, me);
    peer.commits.enqueue(peer.out, err === ErrorCode.OK ? local : refusedWith(local, err));
  }

  /** What needs no transaction and came from a learner. */
  protected passForwarded(_request: LeaderRequest): void {
    return;
  }

  /** The session part of prep: a new session is tracked; of others it is asked whether they may act through `owner`. */
  protected checkSession(op: WriteOp, session: SessionId, owner: ServerId | null): ErrorCode {
    switch (op.type) {
      case 'createSession':
        assert(owner !== null, 'a session that is new has not moved', { session });
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

  // --- sessions ------------------------------------------------------------------------------------------------

  applied(txn: Txn): void {
    this.prep?.applied(txn.zxid);
    this.containers.applied(txn);
    if (txn.body.type !== 'closeSession') return;
    this.tracker.remove(txn.session);
    this.primary.peer.fact({ type: 'sessionClosed', session: txn.session });
  }

  private track(session: SessionId, timeoutMs: number): void {
    const { peer } = this.primary;
    this.tracker.add(session, timeoutMs, peer.nowUs);
    peer.fact({ type: 'sessionOpened', session, timeoutMs, atUs: peer.nowUs });
  }

  touch(session: SessionId, timeoutMs: number): boolean {
    const { peer } = this.primary;
    if (!this.tracker.touch(session, timeoutMs, peer.nowUs)) return false;
    peer.fact({ type: 'sessionTouched', session, atUs: peer.nowUs });
    return true;
  }

  /** A client has come to `owner` with this session. */
  revalidate(session: SessionId, timeoutMs: number, owner: ServerId): boolean {
    if (!this.touch(session, timeoutMs)) return false;
    this.tracker.setOwner(session, owner);
    this.primary.peer.fact({ type: 'sessionMoved', session, owner });
    return true;
  }

  /** Closes the sessions whose time is up, through the pipeline like everything else. */
  private expireSessions(): void {
    const { peer } = this.primary;
    for (const session of this.tracker.expire(peer.nowUs)) {
      peer.fact({ type: 'sessionExpired', session, atUs: peer.nowUs });
      this.closeSession(session);
    }
    this.armSessionTimer();
  }

  /** Ends a session by hand (ConnectionBean.terminateSession, at the leader). A session that is unknown stays so. */
  expireSession(session: SessionId): void {
    const { peer } = this.primary;
    if (!this.tracker.expireNow(session)) return;
    peer.fact({ type: 'sessionExpired', session, atUs: peer.nowUs, asked: true });
    this.closeSession(session);
  }

  private closeSession(session: SessionId): void {
    const op = { type: 'closeSession' } as const;
    const { nowUs } = this.primary.peer;
    this.submit({ connection: -1, session, cxid: 0, op, auth: NO_AUTH_INFO, arrivedUs: nowUs });
  }

  private armSessionTimer(): void {
    const { peer } = this.primary;
    const next = this.tracker.nextExpiryUs();
    if (next !== null) peer.out.setTimer(SESSION_TIMER, Math.max(0, next - peer.nowUs));
  }
}
