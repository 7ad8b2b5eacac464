/** The re-created bugs. The protocol knows none of them: each is the standard server with one other part. */
import { acceptedEpochNotAwaited } from './accepted-epoch-not-awaited.ts';
import { ackBeforeSync } from './ack-before-sync.ts';
import { aclBeforeCommit } from './acl-before-commit.ts';
import { aclIgnoredInMulti } from './acl-ignored-in-multi.ts';
import { broadcastBeforeEstablished } from './broadcast-before-established.ts';
import type { Bug } from './bug.ts';
import { childrenOfEphemerals } from './children-of-ephemerals.ts';
import { closeMissesPending } from './close-misses-pending.ts';
import { commitOutOfOrder } from './commit-out-of-order.ts';
import { commitsBeforeUptodateDropped } from './commits-before-uptodate-dropped.ts';
import { containerReapedUnseen } from './container-reaped-unseen.ts';
import { cversionKeptInMulti } from './cversion-kept-in-multi.ts';
import { deafLeader } from './deaf-leader.ts';
import { deletionToldTwice } from './deletion-told-twice.ts';
import { digestsShown } from './digests-shown.ts';
import { duplicateProposalFatal } from './duplicate-proposal-fatal.ts';
import { earlyExpiry } from './early-expiry.ts';
import { ephemeralsKept } from './ephemerals-kept.ts';
import { eventsUnfiltered } from './events-unfiltered.ts';
import { multiNotRolledBack } from './multi-not-rolled-back.ts';
import { newContainersReaped } from './new-containers-reaped.ts';
import { oneEpochVariable } from './one-epoch-variable.ts';
import { persistentLostOnReconnection } from './persistent-lost-on-reconnection.ts';
import { persistentUsedUp } from './persistent-used-up.ts';
import { proposalsAfterNewleaderOnly } from './proposals-after-newleader-only.ts';
import { quorumOfHalf } from './quorum-of-half.ts';
import { quotaNotReleased } from './quota-not-released.ts';
import { recursiveMissesDeletions } from './recursive-misses-deletions.ts';
import { removeWatchesTakesAll } from './remove-watches-takes-all.ts';
import { rollbackForgetsPending } from './rollback-forgets-pending.ts';
import { sequenceFromStat } from './sequence-from-stat.ts';
import { serveBeforeUptodate } from './serve-before-uptodate.ts';
import { sessionOrderBroken } from './session-order-broken.ts';
import { ttlFromCreation } from './ttl-from-creation.ts';
import { versionIgnoredInMulti } from './version-ignored-in-multi.ts';
import { votesWithoutEpoch } from './votes-without-epoch.ts';
import { watchAfterRead } from './watch-after-read.ts';
import { zk1154 } from './zk-1154.ts';
import { zk1208 } from './zk-1208.ts';
import { zk1291 } from './zk-1291.ts';
import { zk1367 } from './zk-1367.ts';
import { zk1419 } from './zk-1419.ts';
import { zk1667 } from './zk-1667.ts';
import { zk1863 } from './zk-1863.ts';
import { zk2247 } from './zk-2247.ts';
import { zk2355 } from './zk-2355.ts';
import { zk2845 } from './zk-2845.ts';
import { zk2959 } from './zk-2959.ts';
import { zk3127 } from './zk-3127.ts';
import { zk335 } from './zk-335.ts';
import { zk3642 } from './zk-3642.ts';
import { zk4394 } from './zk-4394.ts';
import { zk4643 } from './zk-4643.ts';
import { zk4646 } from './zk-4646.ts';
import { zk4685 } from './zk-4685.ts';
import { zk4925 } from './zk-4925.ts';
import { zk790 } from './zk-790.ts';

export type { Bug, BugKind, BugPhase } from './bug.ts';

/** In the order in which they are listed: ZooKeeper's own, the mistakes of a textbook, others. */
const all: readonly Bug[] = [
  zk4643,
  zk4646,
  zk2845,
  zk3642,
  zk4925,
  zk335,
  zk1419,
  zk1154,
  zk1291,
  zk2959,
  zk4685,
  zk4394,
  zk2355,
  zk1208,
  zk1367,
  zk3127,
  zk790,
  zk2247,
  zk1863,
  zk1667,
  votesWithoutEpoch,
  quorumOfHalf,
  ackBeforeSync,
  acceptedEpochNotAwaited,
  commitOutOfOrder,
  deafLeader,
  proposalsAfterNewleaderOnly,
  commitsBeforeUptodateDropped,
  duplicateProposalFatal,
  serveBeforeUptodate,
  oneEpochVariable,
  broadcastBeforeEstablished,
  earlyExpiry,
  ephemeralsKept,
  sessionOrderBroken,
  watchAfterRead,
  aclBeforeCommit,
  multiNotRolledBack,
  rollbackForgetsPending,
  versionIgnoredInMulti,
  aclIgnoredInMulti,
  sequenceFromStat,
  childrenOfEphemerals,
  containerReapedUnseen,
  closeMissesPending,
  cversionKeptInMulti,
  quotaNotReleased,
  ttlFromCreation,
  newContainersReaped,
  persistentUsedUp,
  recursiveMissesDeletions,
  deletionToldTwice,
  removeWatchesTakesAll,
  persistentLostOnReconnection,
  eventsUnfiltered,
  digestsShown,
];

/** By id. */
export const bugs: ReadonlyMap<string, Bug> = new Map(all.map((bug) => [bug.id, bug]));

/** The 32 of the score. */
export const scoredBugs: readonly Bug[] = all.filter((bug) => bug.kind !== 'further');

/** By id or name, in any case; `ZOOKEEPER-4643` is `ZK-4643`. */
export function findBug(text: string): Bug | undefined {
  const wanted = text.toLowerCase().replace(/^zookeeper-/, 'zk-');
  return all.find((bug) => bug.id.toLowerCase() === wanted || bug.name === wanted);
}
