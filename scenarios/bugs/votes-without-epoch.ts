import { standardParts } from '../../protocol/parts.ts';
import type { VoteOrder } from '../../protocol/election/vote.ts';
import { defineBug } from './bug.ts';

/** The order of votes before currentEpoch was part of them. */
const zxidThenSid: VoteOrder = (candidate, current) =>
  candidate.zxid !== current.zxid ? candidate.zxid > current.zxid : candidate.leader > current.leader;

/**
 *   server 1   currentEpoch 2, last zxid 1:5     joined epoch 2, whose history ends at 1:5
 *   server 2   currentEpoch 1, last zxid 1:7     1:6 and 1:7 were never committed
 */
export const votesWithoutEpoch = defineBug({
  id: 'G1',
  name: 'votes-without-epoch',
  kind: 'textbook',
  title: 'votes are compared without the epoch',
  phase: 'election',
  story:
    'The longer log wins the election, though it may be of an older epoch than a shorter one. Here its learners are ' +
    'fresher than such a leader and refuse it, so nothing is lost: elections follow each other and nobody leads.',
  versions: '',
  leftOut: '',
  breaks: 'P11 nobody leads (P1 where no follower checks its leader)',
  properties: ['recovery-in-time', 'zab-integrity'],
  parts: { ...standardParts, voteOrder: zxidThenSid },
});
