import { Mark } from '../mark-names.ts';
import { defineScenario } from '../scenario.ts';

export const clockSkew = defineScenario({
  name: 'clock-skew',
  story:
    'Wall clocks are a minute apart and jump, monotonic clocks drift by percents. Nothing is decided by the wall ' +
    "clock; sessions live on the leader's monotonic one, whoever leads.",
  ensemble: { voters: 3 },
  clients: 3,
  clocks: 'skewed',
  workload: { name: 'ephemeral', ops: 240 },
  faults: 'clock,crash',
  duration: '15s',
  sometimes: [Mark.SESSION_MOVED],
});
