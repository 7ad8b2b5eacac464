import { Mark } from '../mark-names.ts';
import { defineScenario } from '../scenario.ts';

export const slowDisk = defineScenario({
  name: 'slow-disk',
  story:
    'Disks sync slowly or not at all for a while. A slow follower is outvoted, a slow leader commits on the ' +
    'acknowledgements of others before its own log is durable; many transactions share one sync.',
  ensemble: { voters: 3 },
  clients: 4,
  workload: { name: 'writes', ops: 400 },
  faults: 'slow disk,stuck disk',
  duration: '15s',
  sometimes: [Mark.LEADER_COMMITS_UNSYNCED, Mark.GROUP_SYNC],
});
