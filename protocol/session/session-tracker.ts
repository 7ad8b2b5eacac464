/**
 * The leader's sessions: when each expires, whether it is closing and which server its client is connected to
 * (SessionTrackerImpl). It exists only while leading; a new leader tracks every session of its tree afresh, with its
 * full time-out. Time is the leader's monotonic clock.
 *
 * A session is marked closing as soon as its closeSession is prepared, long before that commits. From then on nothing
 * more may be done in its name: an ephemeral created behind would outlive its session.
 */
import { ErrorCode } from '../error-code.ts';
import type { ServerId, SessionId } from '../ids.ts';
import { ExpiryQueue } from './expiry-queue.ts';

export interface TrackedSession {
  readonly session: SessionId;
  timeoutMs: number;
  closing: boolean;
  /** The server whose client it is; null until its first request. */
  owner: ServerId | null;
}

export class SessionTracker {
  protected readonly sessions = new Map<SessionId, TrackedSession>();
  protected readonly queue: ExpiryQueue<SessionId>;

  constructor(tickTimeMs: number) {
    this.queue = new ExpiryQueue(tickTimeMs * 1000);
  }

  get size(): number {
    return this.sessions.size;
  }

  /** Tracks a session, or prolongs one that is tracked already. */
  add(session: SessionId, timeoutMs: number, nowUs: number): void {
    if (!this.sessions.has(session)) {
      this.sessions.set(session, { session, timeoutMs, closing: false, owner: null });
    }
    this.queue.update(session, timeoutMs * 1000, nowUs);
  }

  /** A sign of life. False when the session is unknown or closing: what came with it is then to be dropped. */
  touch(session: SessionId, timeoutMs: number, nowUs: number): boolean {
    const tracked = this.sessions.get(session);
    if (tracked === undefined || tracked.closing) return false;
    this.queue.update(session, timeoutMs * 1000, nowUs);
    return true;
  }

  setClosing(session: SessionId): void {
    const tracked = this.sessions.get(session);
    if (tracked !== undefined) tracked.closing = true;
  }

  /** The closeSession is applied. */
  remove(session: SessionId): void {
    this.sessions.delete(session);
    this.queue.remove(session);
  }

  isTracked(session: SessionId): boolean {
    return this.sessions.has(session);
  }

  isClosing(session: SessionId): boolean {
    return this.sessions.get(session)?.closing === true;
  }

  ownerOf(session: SessionId): ServerId | null {
    return this.sessions.get(session)?.owner ?? null;
  }

  /** Undefined when unknown. */
  timeoutOf(session: SessionId): number | undefined {
    return this.sessions.get(session)?.timeoutMs;
  }

  /**
   * Whether its client is known to have connected to another server than `owner`. To be asked when a request arrives: a
   * REVALIDATE that comes behind it may bring the session back before the request is looked at, and by then what the
   * client has asked for through the other server may be done.
   */
  hasMoved(session: SessionId, owner: ServerId): boolean {
    const now = this.ownerOf(session);
    return now !== null && now !== owner;
  }

  /**
   * Whether a request that came through `owner` may act for the session: SESSIONEXPIRED when it is unknown or
   * closing, SESSIONMOVED when its client has since connected to another server, or had when it came (`owner` null). The
   * first request sets the owner.
   */
  checkSession(session: SessionId, owner: ServerId | null): ErrorCode {
    const tracked = this.sessions.get(session);
    if (tracked === undefined || tracked.closing) return ErrorCode.SESSIONEXPIRED;
    if (owner === null) return ErrorCode.SESSIONMOVED;
    if (tracked.owner === null) tracked.owner = owner;
    return tracked.owner === owner ? ErrorCode.OK : ErrorCode.SESSIONMOVED;
  }

  /** The client has reconnected, to `owner`. False when the session is unknown or closing. */
  setOwner(session: SessionId, owner: ServerId): boolean {
    const tracked = this.sessions.get(session);
    if (tracked === undefined || tracked.closing) return false;
    tracked.owner = owner;
    return true;
  }

  /** When to call `expire` next; null when no session is waiting to expire. */
  nextExpiryUs(): number | null {
    return this.queue.nextUs();
  }

  /** The sessions whose time is up, now closing; they stay tracked until their closeSession is applied. */
  expire(nowUs: number): SessionId[] {
    const expired = this.queue.poll(nowUs);
    for (const session of expired) this.setClosing(session);
    return expired;
  }

  /** Expires a session now, whatever its time-out says. False when it is unknown or closing. */
  expireNow(session: SessionId): boolean {
    const tracked = this.sessions.get(session);
    if (tracked === undefined || tracked.closing) return false;
    this.queue.remove(session);
    tracked.closing = true;
    return true;
  }

  /** Who expires when (`dump`). */
  buckets(): [dueUs: number, sessions: readonly SessionId[]][] {
    return this.queue.byBucket();
  }

  /** All of them, in the order they were added. */
  all(): IterableIterator<TrackedSession> {
    return this.sessions.values();
  }
}
