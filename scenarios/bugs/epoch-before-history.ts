import { standardParts } from '../../protocol/parts.ts';
import { Learner } from '../../protocol/zab/learner.ts';
import { LearnerHistory, type SettleStep } from '../../protocol/zab/learner-history.ts';
import { defineBug } from './bug.ts';

class EpochFirstHistory extends LearnerHistory {
  protected override settleSteps(): SettleStep[] {
    return ['epoch', 'tree', 'history'];
  }
}

class EpochFirstLearner extends Learner {
  protected override createHistory(): LearnerHistory {
    return new EpochFirstHistory(this.peer, this.roleNumber);
  }
}

export const epochBeforeHistory = defineBug({
  id: 'epoch-before-history',
  title: 'currentEpoch is durable before the history it stands for',
  story:
    'A learner writes the new currentEpoch and then, not yet having the history of that epoch on disk, crashes. It ' +
    'comes back with the highest epoch and an old log, wins the election and makes the others forget.',
  issue: 'ZOOKEEPER-4643',
  properties: ['epoch-after-history', 'zab-integrity', 'durability', 'recovery', 'recovery-in-time'],
  parts: { ...standardParts, createLearner: (peer, leader) => new EpochFirstLearner(peer, leader) },
});
