import { standardParts } from '../../protocol/parts.ts';
import { Leader } from '../../protocol/zab/leader.ts';
import { defineBug } from './bug.ts';

/** Takes requests and proposes from the moment its epoch is accepted. */
class ImpatientLeader extends Leader {
  private begun = false;

  override get isServing(): boolean {
    return this.begun;
  }

  protected override beginSynchronization(): void {
    super.beginSynchronization();
    this.startServing();
  }

  protected override startServing(): void {
    if (this.begun) return;
    this.begun = true;
    super.startServing();
  }
}

export const broadcastBeforeEstablished = defineBug({
  id: 'G12',
  name: 'broadcast-before-established',
  kind: 'textbook',
  title: 'a leader proposes before its initial history is established',
  phase: 'broadcast',
  story:
    'A leader takes requests as soon as a quorum has accepted its epoch, while its history is still on the way to them. What ' +
    'it proposes may be in its own log alone, in an epoch that never came to be, and clients read what no quorum holds.',
  versions: '',
  leftOut: '',
  breaks: 'P1, P2 proposals of an epoch that was never established',
  properties: ['zab-primary-order', 'zab-integrity', 'zab-prefix', 'reads-consistent'],
  parts: { ...standardParts, createLeader: (peer) => new ImpatientLeader(peer) },
});
