import type { VoteOrder } from '../../protocol/election/vote.ts';
import { standardParts } from '../../protocol/parts.ts';
import { defineBug } from './bug.ts';

/** The last comparison does not ask whether the epochs are equal. */
const unguarded: VoteOrder = (candidate, current) =>
  candidate.peerEpoch > current.peerEpoch ||
  (candidate.peerEpoch === current.peerEpoch && candidate.zxid > current.zxid) ||
  (candidate.zxid === current.zxid && candidate.leader > current.leader);

/**
 * Two servers end with the same zxid, and only one of them has joined the epoch after it:
 *
 *   server 1   currentEpoch 2   last zxid 1:7      beats server 2 by its epoch
 *   server 2   currentEpoch 1   last zxid 1:7      beats server 1 by its sid
 *
 * Each adopts the vote of the other, and again, and again.
 */
export const zk1419 = defineBug({
  id: 'ZK-1419',
  name: 'votes-go-in-circles',
  kind: 'historic',
  title: 'the order of votes has cycles',
  phase: 'election',
  story:
    'The comparison of votes read: greater epoch, or equal epoch and greater zxid, or equal zxid and greater sid. The last ' +
    'one forgets to ask for equal epochs, so of two votes each may beat the other, and servers swap votes without end. It ' +
    'takes servers whose last zxid is the same and whose currentEpoch is not, as after an epoch without a transaction.',
  versions: 'fixed in 3.4.4, 3.5.0',
  leftOut: '',
  breaks: 'P11 no leader is elected',
  properties: ['recovery-in-time', 'zab-integrity'],
  parts: { ...standardParts, voteOrder: unguarded },
});
