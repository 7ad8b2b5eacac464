import { Mark } from '../mark-names.ts';
import { defineScenario } from '../scenario.ts';

export const watchStorm = defineScenario({
  name: 'watch-storm',
  story:
    'Every client has watches on everything, one-shot, persistent and recursive ones, some of them taken away again, on a ' +
    'few nodes that change all the time, while connections break and sessions move.',
  ensemble: { voters: 3, observers: 1 },
  clients: 4,
  workload: { name: 'storm', ops: 400 },
  faults: [
    'at 2s: reset clients',
    'at 4s: reset clients',
    'at 5s: crash leader for 1s',
    'at 8s: crash a follower for 1s',
    'at 10s: reset clients',
  ],
  duration: '12s',
  sometimes: [
    Mark.PERSISTENT_AGAIN,
    Mark.RECURSIVE_BELOW,
    Mark.DELETION_TOLD_ONCE,
    Mark.WATCH_CAUGHT_UP,
    Mark.SESSION_MOVED,
  ],
});
