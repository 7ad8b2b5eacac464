/**
 * Which sets of servers may decide together. Any two quorums of one verifier share a server: that is all Zab needs
 * of them, and all its safety rests on it. Majority is ZooKeeper's default (QuorumMaj); groups with weights
 * (QuorumHierarchical) are another implementation of the same interface.
 */
import type { Member } from '../config.ts';
import type { ServerId } from '../ids.ts';
import { byNumber } from '../std/compare.ts';
import { SidSet } from './sid-set.ts';

export interface QuorumVerifier {
  /** The voting members, ascending. */
  readonly voters: readonly ServerId[];
  isVoter(sid: ServerId): boolean;
  /** 0 for a server that may vote but never lead; every voter of a majority weighs 1. */
  weightOf(sid: ServerId): number;
  /** Whether `sids` holds a quorum. Servers that do not vote may be in it and do not count. */
  containsQuorum(sids: SidSet): boolean;
}

/** More than half of the voters. */
export class MajorityVerifier implements QuorumVerifier {
  readonly voters: readonly ServerId[];
  private readonly voting: SidSet;
  private readonly half: number;

  constructor(voters: readonly ServerId[]) {
    this.voters = [...voters].sort(byNumber);
    this.voting = SidSet.of(voters);
    this.half = Math.floor(this.voting.size / 2);
  }

  isVoter(sid: ServerId): boolean {
    return this.voting.has(sid);
  }

  weightOf(_sid: ServerId): number {
    return 1;
  }

  // QuorumMaj counts whatever its caller collected; counting voters only is a second defence against an observer
  // that was let into an ack set (ZOOKEEPER-2959).
  containsQuorum(sids: SidSet): boolean {
    return sids.countIn(this.voting) > this.half;
  }
}

/** The majority of an ensemble's participants; observers do not vote. */
export function majorityOf(members: readonly Member[]): MajorityVerifier {
  return new MajorityVerifier(members.filter((member) => member.type === 'participant').map((member) => member.sid));
}
