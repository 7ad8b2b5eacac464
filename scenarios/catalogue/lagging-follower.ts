import { Mark } from '../mark-names.ts';
import { defineScenario } from '../scenario.ts';

export const laggingFollower = defineScenario({
  name: 'lagging-follower',
  story:
    'A follower is away for longer than the committed log and the log on disk reach back. It gets a snapshot, ' +
    'sometimes more than once, since it may be interrupted.',
  ensemble: { voters: 3 },
  clients: 3,
  workload: { name: 'writes', ops: 600 },
  config: { snapCount: 20, commitLogCount: 8, snapshotSizePercent: -1 },
  faults: ['at 2s: crash a follower for 3s', 'at 8s: crash a follower for 3s', 'at 11200ms: isolate leader for 1500ms'],
  duration: '15s',
  sometimes: [Mark.SNAP],
});
