/**
 * Who has acknowledged one thing (a proposal, an epoch, NEWLEADER), and whether that is enough
 * (SyncedLearnerTracker). While a reconfiguration is under way there are two verifiers, the committed and the
 * proposed configuration's, and each must see a quorum of its own voters.
 */
import type { ServerId } from '../ids.ts';
import { SidSet } from './sid-set.ts';
import type { QuorumVerifier } from './verifier.ts';

export class AckTracker {
  protected readonly acks = new SidSet();
  private readonly verifiers: readonly QuorumVerifier[];

  /** The array is shared by trackers and never changed. */
  constructor(verifiers: readonly QuorumVerifier[]) {
    this.verifiers = verifiers;
  }

  /** Counts `sid`, unless no verifier knows it as a voter. Returns whether it was news. */
  addAck(sid: ServerId): boolean {
    for (const verifier of this.verifiers) if (verifier.isVoter(sid)) return this.acks.add(sid);
    return false;
  }

  hasAck(sid: ServerId): boolean {
    return this.acks.has(sid);
  }

  hasAllQuorums(): boolean {
    for (const verifier of this.verifiers) if (!verifier.containsQuorum(this.acks)) return false;
    return true;
  }

  /** Ascending. */
  toArray(): ServerId[] {
    return this.acks.toArray();
  }
}
