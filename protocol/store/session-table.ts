/** Global sessions and their time-outs, as snapshots hold them (sessionsWithTimeouts), and the sum of their digests. */
import type { SessionId } from '../ids.ts';
import type { SnapshotSession } from '../messages.ts';
import { ContentHash } from '../std/hash.ts';
import { addDigest, removeDigest } from './digest-sum.ts';

export class SessionTable {
  private readonly timeouts = new Map<SessionId, number>();
  private sum = 0;

  /** Time-outs in milliseconds, in the order in which the sessions were opened. */
  get all(): ReadonlyMap<SessionId, number> {
    return this.timeouts;
  }

  get digest(): number {
    return this.sum;
  }

  open(session: SessionId, timeoutMs: number): void {
    this.forget(session);
    this.timeouts.set(session, timeoutMs);
    this.sum = addDigest(this.sum, digestOf(session, timeoutMs));
  }

  forget(session: SessionId): void {
    const timeoutMs = this.timeouts.get(session);
    if (timeoutMs === undefined) return;
    this.timeouts.delete(session);
    this.sum = removeDigest(this.sum, digestOf(session, timeoutMs));
  }

  list(): SnapshotSession[] {
    const all: SnapshotSession[] = [];
    for (const [session, timeoutMs] of this.timeouts) all.push({ session, timeoutMs });
    return all;
  }
}

/** Scratch: begun and ended within each call, so nothing survives in it. */
const hash = new ContentHash();

function digestOf(session: SessionId, timeoutMs: number): number {
  return hash.begin().text('session').text(session).number(timeoutMs).end();
}
