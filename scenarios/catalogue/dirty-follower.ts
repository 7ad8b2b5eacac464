import { Mark } from '../mark-names.ts';
import { defineScenario } from '../scenario.ts';

export const dirtyFollower = defineScenario({
  name: 'dirty-follower',
  story:
    'A leader is cut off in the middle of a burst and logs proposals nobody else has, then crashes. When it is back, ' +
    'the new leader makes it forget them: TRUNC, then DIFF.',
  ensemble: { voters: 3 },
  clients: 6,
  workload: { name: 'writes', ops: 600, options: { burstPercent: 90 } },
  config: { commitLogCount: 500, snapCount: 1000 },
  faults: ['at 3s: isolate leader for 2500ms', 'at 3400ms: crash leader for 1s', 'at 9s: isolate leader for 2500ms'],
  duration: '14s',
  sometimes: [Mark.TRUNC_THEN_DIFF, Mark.MINORITY_TRUNCATED],
});
