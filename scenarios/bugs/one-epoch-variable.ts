import type { Epoch } from '../../protocol/ids.ts';
import { standardParts } from '../../protocol/parts.ts';
import { Learner } from '../../protocol/zab/learner.ts';
import { defineBug } from './bug.ts';

/** Keeps one epoch where Zab has two: to have accepted it is to be in it. */
class OneEpochLearner extends Learner {
  protected override persistAcceptedEpoch(newEpoch: Epoch): void {
    super.persistAcceptedEpoch(newEpoch);
    this.peer.storage.writeEpoch(this.peer.out, 'currentEpoch', newEpoch, this.roleNumber);
  }
}

/**
 * C lags behind and hears A's proposal of epoch 2. A goes before it has brought anybody up to date. C, in epoch 2 by
 * its own account and with the shortest log, outranks B, wins, and has B cut off what is committed.
 */
export const oneEpochVariable = defineBug({
  id: 'G11',
  name: 'one-epoch-variable',
  kind: 'textbook',
  title: 'the epoch that was accepted and the one that was joined are one variable',
  phase: 'discovery',
  story:
    'acceptedEpoch says which epoch a server has promised itself to, currentEpoch whose history it has. A server that keeps ' +
    'one variable for both counts as a member of an epoch it never joined: its vote beats those of servers with more history ' +
    '(described by Medeiros; see ZOOKEEPER-3608).',
  versions: '',
  leftOut: '',
  breaks: 'P1 a committed transaction is lost, P11 elections without end',
  properties: ['epoch-after-history', 'zab-integrity', 'zab-prefix', 'durability', 'recovery-in-time'],
  parts: { ...standardParts, createLearner: (peer, leader) => new OneEpochLearner(peer, leader) },
});
