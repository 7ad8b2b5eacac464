import type { Txn } from '../../protocol/txn.ts';
import { assert } from '../../protocol/std/assert.ts';
import { standardParts } from '../../protocol/parts.ts';
import { Learner } from '../../protocol/zab/learner.ts';
import { LearnerSync } from '../../protocol/zab/learner-sync.ts';
import { defineBug } from './bug.ts';

/** A proposal that the log holds already is the end of it. */
class IntolerantLearner extends Learner {
  protected override onProposal(txn: Txn): void {
    assert(txn.zxid > this.peer.storage.log.lastZxid, 'a proposal is sent once');
    super.onProposal(txn);
  }
}

/** Sends all that is in flight to a learner that joins, also what the learner brought along. */
class RepeatingSync extends LearnerSync {
  protected override lacks(): boolean {
    return true;
  }
}

export const duplicateProposalFatal = defineBug({
  id: 'G9',
  name: 'duplicate-proposal-fatal',
  kind: 'textbook',
  title: 'a proposal that comes twice ends the learner',
  phase: 'synchronization',
  story:
    'A follower that comes back to the leader it had may bring along proposals that are still in flight. A leader that sends ' +
    'it all that is in flight sends these again, and a learner that cannot take one twice ends.',
  versions: '',
  leftOut: '',
  breaks: 'P12 a learner ends over a legal message',
  properties: ['assertions', 'zab-conversation', 'zab-prefix'],
  parts: {
    ...standardParts,
    createLearner: (peer, leader) => new IntolerantLearner(peer, leader),
    createLearnerSync: (leader) => new RepeatingSync(leader),
  },
  masked: {
    by: 'connections are FIFO and the leader sends a learner nothing that its synchronisation covers (LearnerSync.lacks)',
    parts: { ...standardParts, createLearner: (peer, leader) => new IntolerantLearner(peer, leader) },
  },
});
