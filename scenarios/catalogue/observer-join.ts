import { Mark } from '../mark-names.ts';
import { defineScenario } from '../scenario.ts';

export const observerJoin = defineScenario({
  name: 'observer-join',
  story:
    'Two observers come and go beside three voters. They serve clients and never vote: without two voters nothing ' +
    'commits, however many observers are up.',
  ensemble: { voters: 3, observers: 2 },
  clients: 5,
  workload: { name: 'mixed', ops: 300 },
  faults: [
    'at 2s: crash 4 for 2s',
    'at 4s: partition 1,2,3 | 4,5 for 3s',
    'at 9s: crash 2,3 for 1500ms',
    'at 12s: crash 5 for 1s',
  ],
  duration: '15s',
  sometimes: [Mark.SERVED_BY_OBSERVER, Mark.SESSION_MOVED],
});
