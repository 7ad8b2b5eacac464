import type { Epoch } from '../../protocol/ids.ts';
import { standardParts } from '../../protocol/parts.ts';
import { Learner } from '../../protocol/zab/learner.ts';
import { defineBug } from './bug.ts';

/** Sends ACKEPOCH while acceptedEpoch is on its way to the disk. */
class HastyLearner extends Learner {
  private promised = false;

  protected override persistAcceptedEpoch(newEpoch: Epoch): void {
    super.persistAcceptedEpoch(newEpoch);
    this.acknowledgeEpoch(this.peer.storage.currentEpoch);
  }

  protected override acknowledgeEpoch(currentEpoch: Epoch | -1): void {
    if (this.promised) return;
    this.promised = true;
    super.acknowledgeEpoch(currentEpoch);
  }
}

/**
 * B promises epoch 2 to A, crashes before the promise is on disk, and promises epoch 2 to C. With B both have a quorum
 * of three: A and C lead the same epoch.
 */
export const acceptedEpochNotAwaited = defineBug({
  id: 'G4',
  name: 'accepted-epoch-not-awaited',
  kind: 'textbook',
  title: 'a follower promises an epoch before the promise is on disk',
  phase: 'discovery',
  story:
    'ACKEPOCH says that its sender will follow no leader of an earlier epoch, nor another leader of this one. A follower that ' +
    'sends it before acceptedEpoch is durable forgets its word in a crash, and gives it again to another.',
  versions: '',
  leftOut: '',
  breaks: 'P3 an epoch has two leaders',
  properties: ['durable-before-told', 'zab-one-leader-per-epoch', 'zab-primary-order', 'zab-integrity'],
  parts: { ...standardParts, createLearner: (peer, leader) => new HastyLearner(peer, leader) },
});
