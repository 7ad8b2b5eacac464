import type { Zxid } from '../../protocol/ids.ts';
import { standardParts } from '../../protocol/parts.ts';
import type { Txn } from '../../protocol/txn.ts';
import { LearnerHistory } from '../../protocol/zab/learner-history.ts';
import { defineBug } from './bug.ts';

/** UPTODATE commits what came before NEWLEADER and nothing else. */
class DroppingHistory extends LearnerHistory {
  override takeRemaining(): { readonly proposals: readonly Txn[]; readonly commits: readonly Zxid[] } {
    return { ...super.takeRemaining(), commits: [] };
  }
}

/**
 *   leader     PROPOSAL 2:5   NEWLEADER             COMMIT 2:5   UPTODATE         COMMIT 2:6
 *   learner                              ACK 2:0       dropped                    2:6? It waits for 2:5.
 */
export const commitsBeforeUptodateDropped = defineBug({
  id: 'G8',
  name: 'commits-before-uptodate-dropped',
  kind: 'textbook',
  title: 'a commit between NEWLEADER and UPTODATE is dropped',
  phase: 'synchronization',
  story:
    'UPTODATE was taken to commit the history up to NEWLEADER and no more. A COMMIT that comes between the two is gone: the ' +
    'transaction is in the log of the learner and never in its tree, and the next COMMIT does not fit.',
  versions: '',
  leftOut: '',
  breaks: 'P2 a delivered sequence has a gap, P11',
  properties: ['zab-conversation', 'zab-prefix', 'recovery-in-time', 'reads-consistent', 'tree-digests'],
  parts: { ...standardParts, createHistory: (peer, roleNumber) => new DroppingHistory(peer, roleNumber) },
});
