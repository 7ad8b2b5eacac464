import { Mark } from '../mark-names.ts';
import { defineScenario } from '../scenario.ts';

export const quota = defineScenario({
  name: 'quota',
  story:
    'A part of the tree has limits on its nodes and bytes, and clients are always near them. Usage is what the leader has ' +
    'applied: requests in a burst may go beyond the limit together, and the next is refused.',
  ensemble: { voters: 3 },
  clients: 3,
  workload: { name: 'quotas', ops: 270 },
  config: { enforceQuota: true, snapCount: 30 },
  faults: ['at 3s: crash a follower for 2s', 'at 6s: crash leader for 1s', 'at 8s: isolate leader for 1s'],
  duration: '12s',
  sometimes: [Mark.QUOTA_EXCEEDED, Mark.SNAP],
});
