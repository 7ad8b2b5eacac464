/** `dump`: sessions as they expire, ephemerals by session, connections as they would be closed for their silence. */
import type { SessionId } from '../ids.ts';
import { javaDate } from '../std/java-text.ts';
import { byText } from '../std/compare.ts';
import type { QuorumPeer } from '../zab/peer.ts';
import type { RoleReport } from './role-report.ts';

/** A bucket of an expiry queue: when it is due, and who is in it. */
export type Bucket = readonly [dueUs: number, names: readonly string[]];

export function dumpText(peer: QuorumPeer, report: RoleReport): string {
  return (
    `SessionTracker dump:\n${sessionsText(peer, report)}` +
    `ephemeral nodes dump:\n${ephemeralsText(peer)}` +
    `Connections dump:\nConnections ${bucketsText(peer, connectionBuckets(peer))}`
  );
}

function sessionsText(peer: QuorumPeer, { tracker }: RoleReport): string {
  if (tracker !== null) return `Session ${bucketsText(peer, tracker.buckets())}`;
  const { sessions } = peer.database.tree;
  const ids = [...sessions.keys()].sort(bySessionId);
  const lines = ids.map((id) => `${id}\t${sessions.get(id) ?? 0}ms\n`);
  return `Global Sessions(${sessions.size}):\n${lines.join('')}`;
}

/** ExpiryQueue.dump, but that buckets everybody has left are not told. */
function bucketsText(peer: QuorumPeer, buckets: readonly Bucket[]): string {
  const members = buckets.reduce((sum, [, names]) => sum + names.length, 0);
  const sets = buckets.map(([dueUs, names]) => {
    const dueMs = peer.wallMs + Math.floor((dueUs - peer.nowUs) / 1000);
    return `${names.length} expire at ${javaDate(dueMs)}:\n${names.map((name) => `\t${name}\n`).join('')}`;
  });
  return `Sets (${buckets.length})/(${members}):\n${sets.join('')}`;
}

function ephemeralsText(peer: QuorumPeer): string {
  const { tree } = peer.database;
  const owners = [...tree.sessions.keys()]
    .map((session) => [session, tree.ephemeralsOf(session)] as const)
    .filter(([, paths]) => paths.length > 0);
  const lines = owners.map(([session, paths]) => `${session}:\n${paths.map((path) => `\t${path}\n`).join('')}`);
  return `Sessions with Ephemerals (${owners.length}):\n${lines.join('')}`;
}

function connectionBuckets(peer: QuorumPeer): Bucket[] {
  const buckets = new Map<number, string[]>();
  for (const { address, port, session, idleUntilUs } of peer.clients.all()) {
    const name = `ip: /${address}:${port} sessionId: ${session}`;
    const bucket = buckets.get(idleUntilUs);
    if (bucket === undefined) buckets.set(idleUntilUs, [name]);
    else bucket.push(name);
  }
  return Array.from(buckets).sort(([a], [b]) => a - b);
}

/** As signed 64-bit numbers: ids of servers from 128 on come first. */
function bySessionId(a: SessionId, b: SessionId): number {
  const [left, right] = [BigInt.asIntN(64, BigInt(a)), BigInt.asIntN(64, BigInt(b))];
  return left < right ? -1 : left > right ? 1 : byText(a, b);
}
