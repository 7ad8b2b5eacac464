import { standardParts } from '../../protocol/parts.ts';
import { planSync, type PlanSync } from '../../protocol/zab/sync-plan.ts';
import { defineBug } from './bug.ts';

/** Inside the window of the committed log DIFF is sent, whether or not the learner's last zxid is in that history. */
const planWithoutTruncInside: PlanSync = (query) => {
  const plan = planSync(query);
  const max = query.committed.at(-1)?.zxid ?? query.lastProcessed;
  return plan.mode === 'TRUNC' && query.peerZxid <= max ? { ...plan, mode: 'DIFF' } : plan;
};

/**
 *   A logged 1:74 alone, then all crash. B and C go on with 2:81.
 *     leader B    1:73 2:81
 *     learner A   1:73 1:74       1:73 < 1:74 < 2:81, so a DIFF of 2:81 is sent, and A keeps 1:74
 */
export const zk1154 = defineBug({
  id: 'ZK-1154',
  name: 'no-trunc-inside-the-window',
  kind: 'historic',
  title: 'a learner inside the window is not told to forget what was never committed',
  phase: 'synchronization',
  story:
    'The leader sent DIFF to whoever told a zxid between the first and the last of its committed log, without asking ' +
    'whether that zxid is in its history. A former leader with a proposal of its own keeps it: its log and its tree hold ' +
    'a transaction of no history.',
  versions: 'fixed in 3.3.4, 3.4.0',
  leftOut: 'ZOOKEEPER-1156, where the place to truncate was computed wrongly as well',
  breaks: 'P2 logs part, P4 trees differ',
  properties: ['zab-prefix', 'tree-digests', 'recovery', 'zab-integrity', 'reads-consistent'],
  parts: { ...standardParts, planSync: planWithoutTruncInside },
});
