import { standardParts } from '../../protocol/parts.ts';
import { Leader } from '../../protocol/zab/leader.ts';
import { defineBug } from './bug.ts';

/** Takes the first acknowledgement of NEWLEADER for a quorum's. */
class EagerLeader extends Leader {
  protected override mayEstablish(): boolean {
    return true;
  }
}

export const serveBeforeUptodate = defineBug({
  id: 'serve-before-uptodate',
  title: 'service begins before a quorum acknowledged NEWLEADER',
  story:
    'The leader sends UPTODATE and serves as soon as one server holds its history. What its clients then read and ' +
    'write may be on too few disks to survive the next election.',
  issue: '',
  properties: ['zab-integrity', 'zab-prefix', 'durability', 'zab-one-leader-per-epoch', 'reads-consistent'],
  parts: { ...standardParts, createLeader: (peer) => new EagerLeader(peer) },
});
