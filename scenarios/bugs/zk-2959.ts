import type { ServerId } from '../../protocol/ids.ts';
import { standardParts } from '../../protocol/parts.ts';
import { AckTracker } from '../../protocol/quorum/ack-tracker.ts';
import type { QuorumVerifier } from '../../protocol/quorum/verifier.ts';
import { defineBug } from './bug.ts';

/** Takes in whoever speaks up, voter or not. */
class OpenTracker extends AckTracker {
  override addAck(sid: ServerId): boolean {
    return this.acks.add(sid);
  }
}

/** And counts heads: as many servers as a majority has voters are a quorum. */
class CountingTracker extends OpenTracker {
  private readonly majority: number;

  constructor(verifiers: readonly QuorumVerifier[]) {
    super(verifiers);
    this.majority = Math.floor((verifiers[0]?.voters.length ?? 0) / 2) + 1;
  }

  override hasAllQuorums(): boolean {
    return this.acks.size >= this.majority;
  }
}

export const zk2959 = defineBug({
  id: 'ZK-2959',
  name: 'observers-counted',
  kind: 'historic',
  title: 'observers count towards the quorums of discovery',
  phase: 'discovery',
  story:
    'FOLLOWERINFO and ACKEPOCH of any learner went into the sets that were asked for a quorum. A server that is cut off ' +
    'with two observers has its epoch accepted by them; the majority on the other side knows nothing of it and begins the ' +
    'same epoch.',
  versions: 'fixed in 3.4.13, 3.5.4, 3.6.0',
  leftOut: 'reconfiguration; acknowledgements of NEWLEADER and of proposals are counted rightly here',
  breaks: 'P3 an epoch has two leaders, P1',
  properties: ['zab-one-leader-per-epoch', 'zab-integrity', 'zab-prefix', 'zab-primary-order', 'durability'],
  needs: { observers: true },
  parts: { ...standardParts, createEpochAcks: (verifiers) => new CountingTracker(verifiers) },
  masked: {
    by: 'the quorum verifier counts members of the ensemble that vote, whoever else is in the set (MajorityVerifier.containsQuorum)',
    parts: { ...standardParts, createEpochAcks: (verifiers) => new OpenTracker(verifiers) },
  },
});
