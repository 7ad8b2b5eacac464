/**
 * Chooses how a leader brings one learner up to date: DIFF, TRUNC or SNAP.
 *
 * The learner tells its last zxid. Replaying is cheapest, so we look for it in the committed log, then in the log on
 * disk; a learner that logged what nobody committed must first forget it (TRUNC); one too far behind gets a snapshot.
 * Follows LearnerHandler.syncFollower and queueCommittedProposals (ZooKeeper 3.9).
 *
 *   leader   1:1 1:2 1:3
 *   learner  1:1 1:2 1:4      TRUNC to 1:2, then 1:3
 *
 * One rule is not upstream's. A follower that comes back to the leader it had may hold proposals that are still in
 * flight, and may have acknowledged them; the leader may count on that. Upstream cuts them off and sends them again,
 * and until they are logged again a transaction can be committed that fewer than a quorum hold. Here it keeps them.
 */
import { counterOf, epochOf, type Zxid } from '../ids.ts';
import type { Txn } from '../txn.ts';

export interface SyncQuery {
  /** The learner's last zxid, from its ACKEPOCH. */
  readonly peerZxid: Zxid;
  /** Below it the learner cannot be cut. */
  readonly truncFloor: Zxid;
  readonly lastProcessed: Zxid;
  /** The last zxid the leader has proposed in its epoch; 0 before it broadcasts. */
  readonly lastProposed: Zxid;
  /** The committed log, oldest first. */
  readonly committed: readonly Txn[];
  /**
   * The log on disk, oldest first: null when it was not read. `prev`, the zxid before its first record, is where
   * it begins.
   */
  readonly disk: { readonly prev: Zxid; readonly txns: readonly Txn[] } | null;
  /** The log on disk could be read, and replaying from it costs less than a snapshot. */
  readonly diskAllowed: boolean;
}

export type SyncPlan =
  /** `txns` follow; `zxid`: the last one reached. */
  | { readonly mode: 'DIFF'; readonly zxid: Zxid; readonly txns: readonly Txn[]; readonly fromDisk: boolean }
  | { readonly mode: 'TRUNC'; readonly zxid: Zxid; readonly txns: readonly Txn[]; readonly fromDisk: boolean }
  | { readonly mode: 'SNAP'; readonly zxid: Zxid }
  /** Ask again with `disk`. */
  | { readonly mode: 'DISK' };

export type PlanSync = (query: SyncQuery) => SyncPlan;

export const planSync: PlanSync = (query) => {
  const plan = replayOrSnap(query);
  const tooDeep = plan.mode === 'TRUNC' && plan.zxid < query.truncFloor;
  return tooDeep ? { mode: 'SNAP', zxid: query.lastProcessed } : plan;
};

function replayOrSnap(query: SyncQuery): SyncPlan {
  const { peerZxid, lastProcessed, committed } = query;
  const min = committed[0]?.zxid ?? lastProcessed;
  const max = committed.at(-1)?.zxid ?? lastProcessed;
  const newEpoch = counterOf(peerZxid) === 0;
  const snap: SyncPlan = { mode: 'SNAP', zxid: lastProcessed };

  const inFlight = peerZxid > lastProcessed && peerZxid <= query.lastProposed;
  if (inFlight && epochOf(peerZxid) === epochOf(query.lastProposed)) {
    return { mode: 'DIFF', zxid: peerZxid, txns: [], fromDisk: false };
  }
  if (peerZxid === lastProcessed) return { mode: 'DIFF', zxid: peerZxid, txns: [], fromDisk: false };
  if (peerZxid > max) return newEpoch ? snap : { mode: 'TRUNC', zxid: max, txns: [], fromDisk: false };
  if (peerZxid >= min) return walk(query, committed, false) ?? snap;
  if (!query.diskAllowed) return snap;
  if (query.disk === null) return { mode: 'DISK' };
  // The log may also hold proposals nobody committed: only what leads up to the committed log is taken from it.
  const inMemory = committed.length > 0;
  const older = query.disk.txns.filter((txn) => (inMemory ? txn.zxid < min : txn.zxid <= lastProcessed));
  const reachesMemory = !inMemory || query.disk.txns.some((txn) => txn.zxid >= min);
  const startsBefore = query.disk.prev === peerZxid || older.some((txn) => txn.zxid <= peerZxid);
  if (older.length === 0 || !reachesMemory || !startsBefore) return snap;
  return walk(query, [...older, ...committed], true) ?? snap;
}

/** Rule 6.2: the first transaction not below peerZxid decides; null where only a snapshot helps. */
function walk(query: SyncQuery, txns: readonly Txn[], fromDisk: boolean): SyncPlan | null {
  const { peerZxid, lastProcessed } = query;
  const newEpoch = counterOf(peerZxid) === 0;
  const reached = txns.at(-1)?.zxid ?? lastProcessed;
  let prev: Zxid | null = fromDisk ? (query.disk?.prev ?? null) : null;
  for (let index = 0; index < txns.length; index++) {
    const zxid = (txns[index] as Txn).zxid;
    if (zxid < peerZxid) {
      prev = zxid;
      continue;
    }
    if (zxid === peerZxid) return { mode: 'DIFF', zxid: reached, txns: txns.slice(index + 1), fromDisk };
    if (newEpoch || prev === peerZxid) return { mode: 'DIFF', zxid: reached, txns: txns.slice(index), fromDisk };
    // The learner's last transaction is not in this history. TRUNC never crosses an epoch.
    if (prev === null || epochOf(prev) !== epochOf(peerZxid)) return null;
    return { mode: 'TRUNC', zxid: prev, txns: txns.slice(index), fromDisk };
  }
  return newEpoch ? { mode: 'DIFF', zxid: peerZxid, txns: [], fromDisk } : null;
}
