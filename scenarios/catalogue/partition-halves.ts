import { Mark } from '../mark-names.ts';
import { defineScenario } from '../scenario.ts';

export const partitionHalves = defineScenario({
  name: 'partition-halves',
  story:
    'The network falls into two parts, first two against three, then the other way round. The smaller part stops ' +
    'serving writes; sessions whose server is in it move or expire.',
  ensemble: { voters: 5 },
  clients: 4,
  workload: { name: 'mixed', ops: 300 },
  faults: ['at 3s: partition 1,2 | 3,4,5 for 4s', 'at 10s: partition 1,2,3 | 4,5 for 4s'],
  duration: '16s',
  sometimes: [Mark.SESSION_MOVED],
});
