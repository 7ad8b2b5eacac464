import { Mark } from '../mark-names.ts';
import { defineScenario } from '../scenario.ts';

export const splitVote = defineScenario({
  name: 'split-vote',
  story:
    'Links between the servers flap while they elect: notifications are late, lost and overwritten, votes are split ' +
    'over several rounds. One leader comes out of it, or none, never two.',
  ensemble: { voters: 5 },
  clients: 2,
  workload: { name: 'mixed', ops: 120 },
  faults: 'flap,one-way,reset,latency,crash',
  duration: '15s',
  sometimes: [Mark.SLOT_OVERWRITTEN, Mark.EMPTY_EPOCH],
});
