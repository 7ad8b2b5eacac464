import { standardParts } from '../../protocol/parts.ts';
import { Leader } from '../../protocol/zab/leader.ts';
import { defineBug } from './bug.ts';

/** Tells its learners the new epoch, and counts itself, while its own acceptedEpoch is still on its way to the disk. */
class HastyLeader extends Leader {
  private told = false;

  protected override persistAcceptedEpoch(): void {
    super.persistAcceptedEpoch();
    this.onEpochDurable();
  }

  protected override onEpochDurable(): void {
    if (this.told) return;
    this.told = true;
    super.onEpochDurable();
  }
}

/**
 * A proposes epoch 2, B accepts it, and with A's own word that is a quorum. A crashes before its acceptedEpoch is on
 * disk. It comes back, has accepted 1, and with C proposes epoch 2 again.
 */
export const zk1291 = defineBug({
  id: 'ZK-1291',
  name: 'epoch-told-before-stored',
  kind: 'historic',
  title: 'a leader tells its new epoch before it has stored it',
  phase: 'discovery',
  story:
    'A leader released the new epoch to its followers before its own acceptedEpoch was on disk. After a crash it does not ' +
    'know that it proposed that epoch, and proposes it again, with another quorum: one epoch, led twice.',
  versions: 'fixed in 3.4.0',
  leftOut: '',
  breaks: 'P3 an epoch has two leaders',
  properties: ['durable-before-told', 'zab-one-leader-per-epoch', 'zab-primary-order', 'zab-integrity'],
  parts: { ...standardParts, createLeader: (peer) => new HastyLeader(peer) },
});
