import { standardParts } from '../../protocol/parts.ts';
import { makeZxid } from '../../protocol/ids.ts';
import { Leader } from '../../protocol/zab/leader.ts';
import { defineBug } from './bug.ts';

/** Has taken position 0 of the epoch it hoped to lead, whether or not anybody joined it. */
class HopefulLeader extends Leader {
  override stop(): void {
    super.stop();
    if (!this.isServing) this.peer.database.tree.lastProcessedZxid = makeZxid(this.epoch, 0);
  }
}

/**
 * A is behind: B and C committed up to 1:9, A has 1:5. A believes to lead, has its zxid at 2:0, and nobody comes.
 * Back in the election its vote says 2:0, above 1:9 of the others: it wins for an epoch that never was, and the others
 * cut off what they committed.
 */
export const zk790 = defineBug({
  id: 'ZK-790',
  name: 'zxid-raised-before-a-quorum',
  kind: 'historic',
  title: 'a server that hopes to lead raises its zxid before a quorum supports it',
  phase: 'election',
  story:
    'A prospective leader set the zxid of its tree to position 0 of the new epoch and only then waited for followers. When ' +
    'none come it goes back to the election with a zxid above everybody else’s, of an epoch that never existed: it wins ' +
    'with a shorter history, or its peers refuse it again and again.',
  versions: 'fixed in 3.3.2, 3.4.0',
  leftOut:
    'clients were served as well before a quorum had joined; here the zxid is raised when the attempt ends, so that it ' +
    'misleads elections and not what the attempt itself sends',
  breaks: 'P1 a committed transaction is lost, P11 elections without end',
  properties: ['zab-integrity', 'zab-prefix', 'durability', 'recovery-in-time', 'recovery'],
  parts: { ...standardParts, createLeader: (peer) => new HopefulLeader(peer) },
});
