import { Mark } from '../mark-names.ts';
import { defineScenario } from '../scenario.ts';

export const powerLoss = defineScenario({
  name: 'power-loss',
  story:
    'Every server loses power at once, three times, twice in the middle of a write. What was acknowledged was on a ' +
    'quorum of disks, so the ensemble comes back with all of it; what was only written may be torn or gone.',
  ensemble: { voters: 3 },
  clients: 3,
  workload: { name: 'writes', ops: 360 },
  faults: [
    'when leader logs x40: crash servers for 1s',
    'when leader logs x140: crash servers for 1s',
    'at 9s: crash servers for 1s',
  ],
  duration: '12s',
  sometimes: [Mark.TORN_TAIL, Mark.MINORITY_COMMITTED],
});
