import { Mark } from '../mark-names.ts';
import { defineScenario } from '../scenario.ts';

export const rollingRestart = defineScenario({
  name: 'rolling-restart',
  story:
    'The servers are restarted one after the other while clients go on. Each comes back by DIFF or SNAP; sessions ' +
    'move and come back, with their watches.',
  ensemble: { voters: 3 },
  clients: 4,
  workload: { name: 'mixed', ops: 360, options: { watchPercent: 60 } },
  faults: [
    'at 2s: crash 1 for 800ms',
    'at 5s: crash 2 for 800ms',
    'at 8s: crash 3 for 800ms',
    'at 11s: crash leader for 800ms',
  ],
  duration: '15s',
  sometimes: [Mark.SESSION_MOVED, Mark.WATCH_CAUGHT_UP],
});
