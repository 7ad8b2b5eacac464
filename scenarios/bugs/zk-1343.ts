import type { Epoch, ServerId } from '../../protocol/ids.ts';
import { standardParts } from '../../protocol/parts.ts';
import { Leader } from '../../protocol/zab/leader.ts';
import { defineBug } from './bug.ts';

/** Goes above an accepted epoch only when that is greater than its own proposal, not when it is equal. */
class EqualLeader extends Leader {
  protected override join(sid: ServerId, accepted: Epoch): void {
    super.join(sid, accepted === this.epoch ? ((accepted - 1) as Epoch) : accepted);
  }
}

export const zk1343 = defineBug({
  id: 'ZK-1343',
  name: 'epoch-not-above-an-equal-one',
  kind: 'further',
  title: 'the new epoch may equal one that a follower has accepted already',
  phase: 'discovery',
  story:
    'The new epoch was raised above what a follower has accepted only when that was greater, not when it was equal. The ' +
    'follower has promised that epoch to another leader, and its word does not count again: discovery waits for a quorum ' +
    'that does not come, until its time is up and the next attempt proposes one more.',
  versions: 'fixed in 3.4.3',
  leftOut: '',
  breaks: 'P3 an epoch is proposed twice, P11',
  properties: ['zab-one-leader-per-epoch', 'recovery-in-time'],
  parts: { ...standardParts, createLeader: (peer) => new EqualLeader(peer) },
});
