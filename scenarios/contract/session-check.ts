/**
 * When a leader may expire a session: not earlier than the negotiated time-out after the last touch it knows of, on
 * its own monotonic clock. Clocks of different leaders are not comparable, so each server has a table of its own,
 * dropped when it stops leading.
 */
import { epochOf, type ServerId, type SessionId, type Zxid } from '../../protocol/ids.ts';
import type { Moment } from '../../sim/kernel/observer.ts';
import type { Findings } from './findings.ts';

interface Tracked {
  timeoutMs: number;
  touchedUs: number;
}

export class SessionCheck {
  private readonly findings: Findings;
  private readonly tables = new Map<ServerId, Map<SessionId, Tracked>>();
  /**
   * Session → for each leader that expired it, the last proposal before: what that leader proposed later may refuse
   * it. A leader that does not know yet that it was replaced expires sessions beside the next one.
   */
  private readonly expired = new Map<SessionId, Zxid[]>();

  constructor(findings: Findings) {
    this.findings = findings;
  }

  onOpened(leader: ServerId, session: SessionId, timeoutMs: number, atUs: number): void {
    let table = this.tables.get(leader);
    if (table === undefined) {
      table = new Map();
      this.tables.set(leader, table);
    }
    table.set(session, { timeoutMs, touchedUs: atUs });
  }

  onTouched(leader: ServerId, session: SessionId, atUs: number): void {
    const tracked = this.tables.get(leader)?.get(session);
    if (tracked !== undefined && atUs > tracked.touchedUs) tracked.touchedUs = atUs;
  }

  /** Somebody ended the session by hand: there was no time-out to wait for. */
  onEnded(leader: ServerId, session: SessionId, lastProposed: Zxid): void {
    this.begunToExpire(session, lastProposed);
    this.tables.get(leader)?.delete(session);
  }

  onExpired(leader: ServerId, session: SessionId, atUs: number, lastProposed: Zxid, moment: Moment): void {
    this.findings.count('sessions');
    this.begunToExpire(session, lastProposed);
    const tracked = this.tables.get(leader)?.get(session);
    if (tracked === undefined) return;
    const silentUs = atUs - tracked.touchedUs;
    if (silentUs < tracked.timeoutMs * 1000) {
      this.findings.report(
        'sessions',
        'expired before its time-out',
        `Session ${session} with a time-out of ${tracked.timeoutMs} ms expired ${Math.floor(silentUs / 1000)} ms after its last touch.`,
        moment,
      );
    }
    this.tables.get(leader)?.delete(session);
  }

  onClosed(leader: ServerId, session: SessionId): void {
    this.tables.get(leader)?.delete(session);
  }

  /** The server does not lead any more; its clock means nothing to the next leader. */
  onStoppedLeading(server: ServerId): void {
    this.tables.delete(server);
  }

  /** Whether some leader said that it expired this session. */
  wasExpired(session: SessionId): boolean {
    return this.expired.has(session);
  }

  /** Whether the leader that proposed `zxid` had marked the session as expired before. */
  wasExpiring(session: SessionId, zxid: Zxid): boolean {
    const begun = this.expired.get(session) ?? [];
    return begun.some((since) => epochOf(since) === epochOf(zxid) && zxid > since);
  }

  private begunToExpire(session: SessionId, lastProposed: Zxid): void {
    const begun = this.expired.get(session);
    if (begun === undefined) this.expired.set(session, [lastProposed]);
    else begun.push(lastProposed);
  }
}
