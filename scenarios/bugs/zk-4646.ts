import type { StorageEvent } from '../../protocol/durable/storage.ts';
import type { Txn } from '../../protocol/txn.ts';
import { standardParts } from '../../protocol/parts.ts';
import { LearnerHistory } from '../../protocol/zab/learner-history.ts';
import { defineBug } from './bug.ts';

/** Hands the history to the log writer and does not wait for it. */
class HastyHistory extends LearnerHistory {
  protected override logHistory(): StorageEvent | null {
    const { peer } = this;
    while (this.commits.length > 0) {
      const txn = this.proposals.shift() as Txn;
      this.commits.shift();
      peer.logWriter.enqueue(peer.out, txn);
      this.apply(txn);
    }
    return { kind: 'historyDurable', roleNumber: this.roleNumber };
  }
}

/**
 * Servers A, B, C. C alone has logged T, which nobody committed, and wins the next election with A. A is sent T, hands
 * it to its log writer and acknowledges NEWLEADER at once: C has its quorum, T is committed, a client reads it. Now
 * A and C crash. A comes back without T, elects itself or B, and T, which was read, is gone.
 */
export const zk4646 = defineBug({
  id: 'ZK-4646',
  name: 'newleader-acked-before-flush',
  kind: 'historic',
  title: 'NEWLEADER is acknowledged before the history is on disk',
  phase: 'synchronization',
  story:
    'The history a follower was sent goes to the asynchronous log writer, and NEWLEADER is acknowledged at once. The leader ' +
    'counts on a promise that is not on disk: a power loss of that follower, before its next sync, takes a transaction ' +
    'from the quorum that made it committed.',
  versions: 'fixed in 3.9.3',
  leftOut: '',
  breaks: 'P1 a committed transaction is lost, P6 what was read disappears',
  properties: ['durable-before-told', 'zab-integrity', 'zab-prefix', 'durability', 'reads-consistent', 'recovery'],
  parts: { ...standardParts, createHistory: (peer, roleNumber) => new HastyHistory(peer, roleNumber) },
});
