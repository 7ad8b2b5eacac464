import type { StorageEvent } from '../../protocol/durable/storage.ts';
import { counterOf, epochOf } from '../../protocol/ids.ts';
import { standardParts } from '../../protocol/parts.ts';
import type { Txn } from '../../protocol/txn.ts';
import { Learner } from '../../protocol/zab/learner.ts';
import { defineBug } from './bug.ts';

/** Starts its log writer on proposals that are in flight before it acknowledges NEWLEADER. */
class EarlyLogLearner extends Learner {
  private early = new Set<Txn>();

  override onStorage(event: StorageEvent): void {
    if (event.kind === 'historyDurable') this.startLogging();
    super.onStorage(event);
  }

  private startLogging(): void {
    for (const txn of this.history.waiting) {
      this.early.add(txn);
      this.peer.logWriter.enqueue(this.peer.out, txn);
    }
  }

  /** Serving begins: what is in the log already is only remembered. */
  protected override onProposal(txn: Txn): void {
    if (this.early.delete(txn)) this.pendingTxns.push(txn);
    else super.onProposal(txn);
  }

  override acknowledge(txn: Txn): void {
    if (this.phase !== 'NEWLEADER' || this.isObserver) {
      super.acknowledge(txn);
    } else if (epochOf(txn.zxid) === this.epoch && counterOf(txn.zxid) > 0) {
      this.peer.fact({ type: 'acked', zxid: txn.zxid });
      this.send({ type: 'ACK', zxid: txn.zxid });
    }
  }
}

/**
 * A learner joins a leader that has a proposal in flight: it is sent the proposal, then NEWLEADER.
 *
 *   log writer       sync of the proposal ............ ACK 2:5
 *   packet handler   sync of currentEpoch ........................ ACK 2:0      the leader expects this one first
 *
 * The leader hangs up on the learner, which begins anew, into the next proposal.
 */
export const zk4685 = defineBug({
  id: 'ZK-4685',
  name: 'ack-overtakes-newleader',
  kind: 'historic',
  title: 'the ACK of a proposal overtakes the ACK of NEWLEADER',
  phase: 'synchronization',
  story:
    'While a learner is synchronised its log writer may have a proposal on disk, and acknowledge it, before the packet ' +
    'handler has acknowledged NEWLEADER. The leader expects that first and drops the learner. No fault is needed, only an ' +
    'order of two threads; under steady writes a quorum may not come together for a long time.',
  versions: 'fixed in 3.9.3',
  leftOut: '',
  breaks: 'P12 a correct peer is refused, P11',
  properties: ['zab-conversation', 'recovery-in-time'],
  parts: { ...standardParts, createLearner: (peer, leader) => new EarlyLogLearner(peer, leader) },
});
