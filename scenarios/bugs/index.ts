/** The re-created bugs, by id. The protocol knows none of them: each is the standard server with one other part. */
import { ackBeforeSync } from './ack-before-sync.ts';
import type { Bug } from './bug.ts';
import { commitOutOfOrder } from './commit-out-of-order.ts';
import { deafLeader } from './deaf-leader.ts';
import { earlyExpiry } from './early-expiry.ts';
import { ephemeralsKept } from './ephemerals-kept.ts';
import { epochBeforeHistory } from './epoch-before-history.ts';
import { epochNotPersisted } from './epoch-not-persisted.ts';
import { noFastForward } from './no-fast-forward.ts';
import { noTrunc } from './no-trunc.ts';
import { quorumOfHalf } from './quorum-of-half.ts';
import { serveBeforeUptodate } from './serve-before-uptodate.ts';
import { sessionOrderBroken } from './session-order-broken.ts';
import { votesWithoutEpoch } from './votes-without-epoch.ts';
import { watchAfterRead } from './watch-after-read.ts';

export type { Bug } from './bug.ts';

const all: readonly Bug[] = [
  quorumOfHalf,
  ackBeforeSync,
  epochNotPersisted,
  epochBeforeHistory,
  noTrunc,
  noFastForward,
  commitOutOfOrder,
  votesWithoutEpoch,
  serveBeforeUptodate,
  deafLeader,
  ephemeralsKept,
  earlyExpiry,
  watchAfterRead,
  sessionOrderBroken,
];

export const bugs: ReadonlyMap<string, Bug> = new Map(all.map((bug) => [bug.id, bug]));
