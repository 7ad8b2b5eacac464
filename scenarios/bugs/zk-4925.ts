import { standardParts } from '../../protocol/parts.ts';
import type { Txn } from '../../protocol/txn.ts';
import { LearnerHistory } from '../../protocol/zab/learner-history.ts';
import { defineBug } from './bug.ts';

/** What a learner applies while it is synchronised reaches its tree and not its committed log. */
class BypassingHistory extends LearnerHistory {
  protected override apply(txn: Txn): void {
    const { database } = this.peer;
    database.tree.apply(txn);
    database.lastTxn = txn.zxid;
    this.peer.fact({ type: 'applied', txn, treeDigest: database.digest });
  }

  /** A gap in the proposals it is sent does not end the synchronisation, as it does in ours. */
  override propose(txn: Txn): boolean {
    this.proposals.push(txn);
    return true;
  }
}

/**
 *   F1 is away while 4 … 6 are committed, returns by DIFF and then leads:
 *     log             1 2 3 4 5 6 7
 *     committed log   1 2 3       7      looks like the window 1 … 7
 *   F2 comes back from 3 and is sent a DIFF of 7 alone.
 */
export const zk4925 = defineBug({
  id: 'ZK-4925',
  name: 'committed-log-with-a-hole',
  kind: 'historic',
  title: 'a committed log with a hole is served as DIFF',
  phase: 'synchronization',
  story:
    'A learner applied the transactions of its synchronisation by a path that left its committed log out. Once such a ' +
    'server leads, it tells a window from min to max that has a gap, and learners it brings up to date miss what is in the gap.',
  versions: '3.9.3 only, fixed in 3.9.4',
  leftOut: 'our learner breaks off at a gap in what it is sent; that defence is left out with it',
  breaks: 'P1 a committed transaction is missing, P2 a log has a gap',
  properties: [
    'zab-prefix',
    'tree-digests',
    'recovery',
    'zab-integrity',
    'reads-consistent',
    'durable-before-told',
    'assertions',
  ],
  parts: { ...standardParts, createHistory: (peer, roleNumber) => new BypassingHistory(peer, roleNumber) },
});
