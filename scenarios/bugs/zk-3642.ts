import { standardParts } from '../../protocol/parts.ts';
import { LearnerHistory } from '../../protocol/zab/learner-history.ts';
import { defineBug } from './bug.ts';

/** Memory that came from a leader's SNAP counts, though no disk holds it yet. */
class KeepingHistory extends LearnerHistory {
  override get isUnsettled(): boolean {
    return this.mode !== 'SNAP' && super.isUnsettled;
  }
}

/**
 * A learner far behind is sent a SNAP and holds the new tree in memory. Before NEWLEADER, which would have it written,
 * the leader goes. The learner keeps the tree and tells the next leader its zxid: it is sent a DIFF from there on. Its
 * disk now has the old snapshot, and a log that goes on after a hole.
 */
export const zk3642 = defineBug({
  id: 'ZK-3642',
  name: 'partial-snap-kept',
  kind: 'historic',
  title: 'a SNAP that was cut off is kept in memory, and the next DIFF builds on it',
  phase: 'synchronization',
  story:
    'A SNAP is loaded into memory and saved only when NEWLEADER comes. When the leader goes in between, the learner keeps ' +
    'the tree and claims its zxid; the next leader sends a DIFF from there, and what came before is on no file of this ' +
    'server. A later restart puts an old snapshot and a log with a hole together.',
  versions: 'fixed in 3.5.10, 3.6.3, 3.7.0',
  leftOut: '',
  breaks: 'P5 recovery from disk misses transactions, P1',
  properties: [
    'recovery',
    'zab-prefix',
    'tree-digests',
    'zab-integrity',
    'durability',
    'assertions',
    'durable-before-told',
    'reads-consistent',
  ],
  parts: { ...standardParts, createHistory: (peer, roleNumber) => new KeepingHistory(peer, roleNumber) },
});
