import { standardParts } from '../../protocol/parts.ts';
import { Leader } from '../../protocol/zab/leader.ts';
import { defineBug } from './bug.ts';

/** Never notices that its followers are gone. */
class DeafLeader extends Leader {
  protected override lostQuorum(): boolean {
    return false;
  }
}

export const deafLeader = defineBug({
  id: 'G6',
  name: 'deaf-leader',
  kind: 'textbook',
  title: 'a leader without a quorum does not step down',
  phase: 'broadcast',
  story:
    'Cut off from the others a leader goes on for ever. They elect another and live well; the old one never comes ' +
    'back, and its clients read what was true long ago.',
  versions: '',
  leftOut: '',
  breaks: 'P11 a server never joins again, P8 its clients read old states',
  properties: ['recovery-in-time'],
  parts: { ...standardParts, createLeader: (peer) => new DeafLeader(peer) },
});
