import { Mark } from '../mark-names.ts';
import { defineScenario } from '../scenario.ts';

/** What `sim serve` serves unless told otherwise. */
export const calm = defineScenario({
  name: 'calm',
  story:
    'Three voters on one machine and no fault at all: for clients who bring their own work, and their own trouble.',
  ensemble: { voters: 3 },
  clients: 3,
  workload: { name: 'mixed', ops: 100 },
  faults: 'none',
  weather: 'local',
  duration: '5s',
  sometimes: [Mark.LEADER_COMMITS_UNSYNCED],
});
