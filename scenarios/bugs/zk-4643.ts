import { standardParts } from '../../protocol/parts.ts';
import { LearnerHistory, type SettleStep } from '../../protocol/zab/learner-history.ts';
import { defineBug } from './bug.ts';

/** What NEWLEADER asks for is done in the wrong order: the epoch is durable first, the history it stands for later. */
class EpochFirstHistory extends LearnerHistory {
  protected override settleSteps(): SettleStep[] {
    return ['epoch', 'tree', 'history'];
  }
}

/**
 * Servers A, B, C; `T` is a transaction; the number before the colon is currentEpoch on disk.
 *
 *   C leads epoch 1 and commits T with B; A is away          A 0:     B 1:T   C 1:T
 *   C stops; B leads epoch 2 and brings A up to date
 *   A stores currentEpoch 2 and crashes before T             A 2:     B 2:T   C 1:T
 *   B stops; A and C come back: A has the higher epoch,
 *   wins, and has C cut off what A does not have             A 3:     B 2:T   C 3:
 *
 * T was committed, perhaps read, and is gone.
 */
export const zk4643 = defineBug({
  id: 'ZK-4643',
  name: 'epoch-before-history',
  kind: 'historic',
  title: 'currentEpoch is durable before the history it stands for',
  phase: 'synchronization',
  story:
    'Zab has a follower adopt the new epoch and the history of its leader in one step. ZooKeeper wrote the file currentEpoch ' +
    'first and logged the history afterwards. A follower that crashes in between comes back with the highest epoch and an ' +
    'old log: it wins the next election and makes the others forget what was committed. Three elections and three crashes.',
  versions: 'fixed in 3.9.3',
  leftOut: '',
  breaks: 'P1 a committed transaction is lost',
  properties: [
    'epoch-after-history',
    'durable-before-told',
    'zab-integrity',
    'zab-prefix',
    'durability',
    'updates-linearizable',
  ],
  parts: { ...standardParts, createHistory: (peer, roleNumber) => new EpochFirstHistory(peer, roleNumber) },
});
