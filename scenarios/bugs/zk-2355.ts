import type { Zxid } from '../../protocol/ids.ts';
import { standardParts } from '../../protocol/parts.ts';
import { LearnerHistory } from '../../protocol/zab/learner-history.ts';
import { defineBug } from './bug.ts';

/** Believes to be where DIFF is going to lead, from the header on. */
class TrustingHistory extends LearnerHistory {
  override beginDiff(zxid: Zxid): void {
    super.beginDiff(zxid);
    this.peer.database.tree.lastProcessedZxid = zxid;
  }

  override get isUnsettled(): boolean {
    return this.mode !== 'DIFF' && super.isUnsettled;
  }
}

/**
 * A learner at 1:7 is sent DIFF to 1:9 and says from now on that it is at 1:9. The connection breaks before 1:8 has
 * come. Its next leader is told 1:9, finds nothing to send, and 1:8, a closeSession, never happens on this server: the
 * ephemeral nodes of that session stay there. Or it is elected for what it does not have.
 */
export const zk2355 = defineBug({
  id: 'ZK-2355',
  name: 'diff-header-trusted',
  kind: 'historic',
  title: 'a learner takes the zxid that DIFF announces for its own',
  phase: 'synchronization',
  story:
    'On DIFF the learner set its last processed zxid to that of the leader before a single proposal had come. When the ' +
    'connection breaks half-way, its memory claims transactions it never saw: the next synchronisation is empty, or it ' +
    'wins an election for a history it does not have. It showed as an ephemeral node that one server kept.',
  versions: 'fixed in 3.4.11, 3.5.4, 3.6.0',
  leftOut: '',
  breaks: 'P1 a committed transaction is missing, P9 an ephemeral outlives its session',
  properties: [
    'zab-prefix',
    'zab-integrity',
    'tree-digests',
    'recovery',
    'durability',
    'reads-consistent',
    'recovery-in-time',
    'epoch-after-history',
    'durable-before-told',
  ],
  parts: { ...standardParts, createHistory: (peer, roleNumber) => new TrustingHistory(peer, roleNumber) },
});
