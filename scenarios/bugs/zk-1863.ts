import { standardParts } from '../../protocol/parts.ts';
import { CommitProcessor } from '../../protocol/pipeline/commit-processor.ts';
import { defineBug } from './bug.ts';

/** Looks at what was committed before it looks at what arrived. */
class OvertakingCommitProcessor extends CommitProcessor {
  protected override takeTurn(): void {
    this.handleNext();
    this.sortQueued();
  }
}

/**
 * A client's write waits in the queue of its server, and its commit is back from the leader before the commit stage has
 * had a turn. The commit is handled first, as that of a stranger: it answers nobody. Then the write is taken up, and
 * waits for a commit that has been, and all that its session sends waits behind it.
 */
export const zk1863 = defineBug({
  id: 'ZK-1863',
  name: 'commit-overtakes-its-request',
  kind: 'historic',
  title: 'a commit overtakes the local request it belongs to',
  phase: 'broadcast',
  story:
    'The commit processor picked up a committed transaction while the request it belongs to was still in the queue of ' +
    'arrivals, and took it for one of another server. The request then waits for ever, and with it its session. No fault ' +
    'is needed, only an order of threads.',
  versions: 'fixed in 3.5.0',
  leftOut: 'upstream the answers of a session could also change places',
  breaks: 'P7 a request of a living session is never answered',
  properties: ['recovery-in-time', 'replies-in-order', 'session-order', 'reads-consistent'],
  parts: { ...standardParts, createCommitProcessor: (final) => new OvertakingCommitProcessor(final) },
});
