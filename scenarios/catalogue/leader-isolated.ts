import { Mark } from '../mark-names.ts';
import { defineScenario } from '../scenario.ts';

export const leaderIsolated = defineScenario({
  name: 'leader-isolated',
  story:
    'The leader is cut off and does not know it: it logs what it can no longer commit. The majority elects another; ' +
    'when the old leader comes back it has to forget (TRUNC) before it may follow.',
  ensemble: { voters: 5 },
  clients: 5,
  workload: { name: 'mixed', ops: 400, options: { burstPercent: 60 } },
  config: { commitLogCount: 64 },
  faults: ['at 3s: isolate leader for 3s', 'at 9s: isolate leader for 3s'],
  duration: '14s',
  sometimes: [Mark.TRUNC_THEN_DIFF, Mark.MINORITY_TRUNCATED],
});
