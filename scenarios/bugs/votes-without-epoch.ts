import { standardParts } from '../../protocol/parts.ts';
import type { VoteOrder } from '../../protocol/election/vote.ts';
import { defineBug } from './bug.ts';

/** The order of votes before currentEpoch was part of them. */
const zxidThenSid: VoteOrder = (candidate, current) =>
  candidate.zxid !== current.zxid ? candidate.zxid > current.zxid : candidate.leader > current.leader;

export const votesWithoutEpoch = defineBug({
  id: 'votes-without-epoch',
  title: 'votes are compared without the epoch',
  story:
    'The longer log wins the election, though it may be of an older epoch than a shorter one. Its learners are ' +
    'fresher than such a leader and refuse it: elections follow each other and nobody ever leads.',
  issue: 'ZOOKEEPER-1419',
  properties: ['recovery-in-time', 'zab-integrity'],
  parts: { ...standardParts, voteOrder: zxidThenSid },
});
