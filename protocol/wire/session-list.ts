/** Sessions with their time-outs, {long id, int timeout} each, as snapshots and pings have them. */
import type { SnapshotSession } from '../messages.ts';
import type { JuteReader } from './jute-reader.ts';
import type { JuteWriter } from './jute-writer.ts';

export function writeSessions(out: JuteWriter, sessions: readonly SnapshotSession[]): void {
  for (const { session, timeoutMs } of sessions) out.session(session).int(timeoutMs);
}

export function readSessions(from: JuteReader, count: number): SnapshotSession[] {
  const sessions: SnapshotSession[] = [];
  for (let i = 0; i < count; i++) sessions.push({ session: from.session(), timeoutMs: from.int() });
  return sessions;
}
