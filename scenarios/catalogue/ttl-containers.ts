import { Mark } from '../mark-names.ts';
import { defineScenario } from '../scenario.ts';

export const ttlContainers = defineScenario({
  name: 'ttl-containers',
  story:
    'Containers are filled and emptied, and nodes with a time to live are written again or forgotten, while leaders come ' +
    'and go. The leader deletes what it finds unused; somebody may be quicker, and then it is not deleted.',
  ensemble: { voters: 3 },
  clients: 3,
  workload: { name: 'containers', ops: 300 },
  config: { containerCheckIntervalMs: 60, containerMaxPerMinute: 900 },
  faults: [
    'at 500ms: slow disk servers 900% for 11s',
    'at 4s: crash leader for 1s',
    'at 7s: isolate leader for 1500ms',
  ],
  duration: '12s',
  sometimes: [Mark.CONTAINER_REAPED, Mark.TTL_OVER, Mark.REFILLED],
});
