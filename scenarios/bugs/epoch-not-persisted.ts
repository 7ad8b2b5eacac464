import type { Epoch } from '../../protocol/ids.ts';
import { standardParts } from '../../protocol/parts.ts';
import { Leader } from '../../protocol/zab/leader.ts';
import { defineBug } from './bug.ts';

/** Tells learners the new epoch while its own acceptedEpoch file still holds the old one. */
class ForgetfulLeader extends Leader {
  protected override persistAcceptedEpoch(): void {
    this.peer.storage.acceptedEpoch = this.epoch satisfies Epoch;
    this.onEpochDurable();
  }
}

export const epochNotPersisted = defineBug({
  id: 'epoch-not-persisted',
  title: 'a leader does not persist the epoch it proposes',
  story:
    'A leader counts itself among those that accepted its epoch, but has not written it down. After a crash it ' +
    'proposes the same epoch again, with another quorum: two leaders of one epoch.',
  issue: 'ZOOKEEPER-1291',
  properties: ['zab-one-leader-per-epoch', 'zab-primary-order', 'durability', 'recovery', 'recovery-in-time'],
  parts: { ...standardParts, createLeader: (peer) => new ForgetfulLeader(peer) },
});
