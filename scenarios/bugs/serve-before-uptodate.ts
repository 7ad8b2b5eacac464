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
  id: 'G10',
  name: 'serve-before-uptodate',
  kind: 'textbook',
  title: 'service begins before a quorum acknowledged NEWLEADER',
  phase: 'synchronization',
  story:
    'The leader sends UPTODATE and serves as soon as one server holds its history. What its clients then read and ' +
    'write may be on too few disks to survive the next election.',
  versions: '',
  leftOut: '',
  breaks: 'P1 a committed transaction is lost, P6 what was read disappears',
  properties: [
    'zab-integrity',
    'zab-prefix',
    'durable-before-told',
    'durability',
    'zab-one-leader-per-epoch',
    'reads-consistent',
  ],
  parts: { ...standardParts, createLeader: (peer) => new EagerLeader(peer) },
});
