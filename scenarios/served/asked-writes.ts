/**
 * Writes that real clients asked for and that no transaction has been explained by yet, by session and xid. Whoever looks
 * for the request behind a transaction finds it here, answered or not: xids are the clients' own, may begin anywhere and
 * come again, and what was in flight when a connection ended may be done long after.
 */
import type { SessionId } from '../../protocol/ids.ts';
import type { Txn } from '../../protocol/txn.ts';
import type { Operation } from '../contract/client-history.ts';
import { mayBe } from '../contract/update-replay.ts';
import type { Talk } from './talk.ts';

export interface AskedWrite {
  readonly operation: Operation;
  readonly xid: number;
  readonly talk: Talk;
}

export interface FoundWrite {
  readonly write: AskedWrite;
  /** No other request of the session has the same xid and is without an answer. */
  readonly isSure: boolean;
}

/** So many are kept of those that nobody will answer any more; the oldest go first. */
const UNANSWERED_MAX = 100_000;

export class AskedWrites {
  private readonly bySession = new Map<SessionId, Map<number, AskedWrite[]>>();
  private readonly twins = new Set<Operation>();
  /** Whose session is not known, because their connection ended before its handshake was answered. */
  private readonly strays: AskedWrite[] = [];
  private unanswered: { readonly session: SessionId; readonly write: AskedWrite }[] = [];
  /** Some were forgotten: a transaction without a request proves nothing any more. */
  forgot = false;

  add(session: SessionId, write: AskedWrite): void {
    let byXid = this.bySession.get(session);
    if (byXid === undefined) {
      byXid = new Map();
      this.bySession.set(session, byXid);
    }
    const same = byXid.get(write.xid);
    if (same === undefined) {
      byXid.set(write.xid, [write]);
      return;
    }
    same.push(write);
    for (const { operation } of same) if (operation.outcome?.kind !== 'answered') this.twins.add(operation);
  }

  /**
   * Whether another request of its session had the same xid while this one was not answered. A server takes a commit for
   * its own oldest request of that session and xid, so the answer to one may be that of another.
   */
  hadTwin(operation: Operation): boolean {
    return this.twins.has(operation);
  }

  addStray(write: AskedWrite): void {
    this.strays.push(write);
    if (this.strays.length <= UNANSWERED_MAX) return;
    this.strays.shift();
    this.forgot = true;
  }

  /** Its connection ended without an answer. */
  onUnanswered(session: SessionId, write: AskedWrite): void {
    this.unanswered.push({ session, write });
    if (this.unanswered.length <= 2 * UNANSWERED_MAX) return;
    const old = this.unanswered.slice(0, UNANSWERED_MAX);
    this.unanswered = this.unanswered.slice(UNANSWERED_MAX);
    for (const { session: of, write: one } of old) if (this.remove(of, one)) this.forgot = true;
  }

  /** Whether it was there: nothing was explained by it before. */
  remove(session: SessionId, { xid, operation }: Pick<AskedWrite, 'xid' | 'operation'>): boolean {
    const byXid = this.bySession.get(session);
    const same = byXid?.get(xid);
    const index = same?.findIndex((each) => each.operation === operation) ?? -1;
    if (byXid === undefined || same === undefined || index < 0) return false;
    same.splice(index, 1);
    this.twins.delete(operation);
    if (same.length > 0) return true;
    byXid.delete(xid);
    if (byXid.size === 0) this.bySession.delete(session);
    return true;
  }

  /** The first request that may be behind this transaction; `answered` ones have a zxid of their own and are no choice. */
  find(txn: Txn): FoundWrite | null {
    // Servers begin and end sessions with an xid of 0, which is no request's, though a client may use it too.
    const { body, cxid } = txn;
    if (body.type === 'createSession') return null;
    const same = this.bySession.get(txn.session)?.get(cxid) ?? [];
    const open = same.filter(({ operation }) => operation.outcome?.kind !== 'answered');
    const fitting = open.filter(({ operation }) => mayBe(operation, txn));
    const isOwnEnd = body.type === 'closeSession' && cxid === 0;
    const write = fitting[0] ?? (isOwnEnd ? undefined : open[0]);
    if (write !== undefined) return { write, isSure: open.length === 1 };
    const stray = this.strays.find(({ xid, operation }) => xid === cxid && mayBe(operation, txn));
    return stray === undefined ? null : { write: stray, isSure: false };
  }

  taken(session: SessionId, write: AskedWrite): void {
    if (this.remove(session, write)) return;
    const index = this.strays.indexOf(write);
    if (index >= 0) this.strays.splice(index, 1);
  }
}
