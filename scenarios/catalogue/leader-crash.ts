import { Mark } from '../mark-names.ts';
import { defineScenario } from '../scenario.ts';

export const leaderCrash = defineScenario({
  name: 'leader-crash',
  story:
    'The leader crashes in the middle of a write, three times over. Each time the others elect one of those whose log is the ' +
    'longest, and whatever a client was told stays true.',
  ensemble: { voters: 3 },
  clients: 3,
  workload: { name: 'writes', ops: 240 },
  faults: [
    'when leader logs x30: crash leader for 1500ms',
    'when leader logs x80: crash leader for 1500ms',
    'when leader logs x130: crash leader for 1500ms',
  ],
  duration: '15s',
  sometimes: [Mark.SESSION_MOVED, Mark.MINORITY_COMMITTED],
});
