import { standardParts } from '../../protocol/parts.ts';
import { planSync, type PlanSync } from '../../protocol/zab/sync-plan.ts';
import { defineBug } from './bug.ts';

/** DIFF where TRUNC is due: the learner keeps what nobody committed. */
const planWithoutTrunc: PlanSync = (query) => {
  const plan = planSync(query);
  return plan.mode === 'TRUNC' ? { ...plan, mode: 'DIFF' } : plan;
};

export const noTrunc = defineBug({
  id: 'no-trunc',
  title: 'a learner is not told to forget what was never committed',
  story:
    'A former leader comes back with proposals that nobody else has. It gets a DIFF behind them instead of a TRUNC ' +
    'before it: its log and its tree hold transactions of no history.',
  issue: 'ZOOKEEPER-1154',
  properties: ['zab-prefix', 'tree-digests', 'recovery', 'zab-integrity', 'reads-consistent'],
  parts: { ...standardParts, planSync: planWithoutTrunc },
});
