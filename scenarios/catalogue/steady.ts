import { Mark } from '../mark-names.ts';
import { defineScenario } from '../scenario.ts';

export const steady = defineScenario({
  name: 'steady',
  story: 'Three voters at work and nothing goes wrong: one election, then reads and writes.',
  ensemble: { voters: 3 },
  clients: 3,
  workload: { name: 'steady', ops: 300 },
  faults: 'none',
  duration: '10s',
  sometimes: [Mark.LEADER_COMMITS_UNSYNCED],
});
