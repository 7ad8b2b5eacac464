import { standardParts } from '../../protocol/parts.ts';
import { LearnerHistory } from '../../protocol/zab/learner-history.ts';
import { defineBug } from './bug.ts';

/** Forgets the proposals it was sent when it acknowledges NEWLEADER. */
class ForgetfulHistory extends LearnerHistory {
  override acknowledged(): void {
    super.acknowledged();
    this.proposals.clear();
    this.commits.clear();
  }
}

/**
 *   leader    PROPOSAL 2:5   NEWLEADER              COMMIT 2:5   UPTODATE
 *   learner                              ACK 2:0    2:5? The list of proposals was emptied with the ACK.
 */
export const zk4394 = defineBug({
  id: 'ZK-4394',
  name: 'commit-between-newleader-and-uptodate',
  kind: 'historic',
  title: 'a COMMIT between NEWLEADER and UPTODATE finds no proposal',
  phase: 'synchronization',
  story:
    'With the ACK of NEWLEADER the learner emptied its list of proposals. A COMMIT that comes before UPTODATE has no ' +
    'matching entry, and the learner gives its leader up. With steady writes it may ' +
    'happen at every attempt to join. No fault is needed, only an order of messages.',
  versions: 'fixed in 3.9.3',
  leftOut: '',
  breaks: 'P12 a correct leader is given up, P11',
  properties: ['zab-conversation', 'recovery-in-time', 'zab-prefix'],
  parts: { ...standardParts, createHistory: (peer, roleNumber) => new ForgetfulHistory(peer, roleNumber) },
});
