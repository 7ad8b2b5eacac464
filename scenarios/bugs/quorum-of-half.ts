import type { ServerConfig } from '../../protocol/config.ts';
import type { ServerId } from '../../protocol/ids.ts';
import { standardParts } from '../../protocol/parts.ts';
import { MajorityVerifier } from '../../protocol/quorum/verifier.ts';
import type { SidSet } from '../../protocol/quorum/sid-set.ts';
import { defineBug } from './bug.ts';

/** Half of the voters, rounded down, in place of more than half. */
class HalfVerifier extends MajorityVerifier {
  private readonly least: number;

  constructor(voters: readonly ServerId[]) {
    super(voters);
    this.least = Math.max(1, Math.floor(voters.length / 2));
  }

  override containsQuorum(sids: SidSet): boolean {
    let count = 0;
    for (const sid of this.voters) if (sids.has(sid)) count++;
    return count >= this.least;
  }
}

function halfOf(config: ServerConfig): HalfVerifier {
  return new HalfVerifier(config.members.filter((member) => member.type === 'participant').map((member) => member.sid));
}

export const quorumOfHalf = defineBug({
  id: 'G2',
  name: 'quorum-of-half',
  kind: 'textbook',
  title: 'half of the voters are a quorum',
  phase: 'discovery',
  story:
    'Half of the voters, rounded down, decide. Two such quorums need not share a server: each side of a partition elects a ' +
    'leader and commits, and one of the two histories is lost when they meet.',
  versions: '',
  leftOut: '',
  breaks: 'P1 a committed transaction is lost, P3 two leaders in one epoch',
  properties: [
    'zab-one-leader-per-epoch',
    'zab-integrity',
    'zab-prefix',
    'durability',
    'sessions',
    'updates-linearizable',
  ],
  parts: { ...standardParts, quorum: halfOf },
});
