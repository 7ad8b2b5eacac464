import { Mark } from '../mark-names.ts';
import { defineScenario } from '../scenario.ts';

export const multiRace = defineScenario({
  name: 'multi-race',
  story:
    'Clients send transactions of several parts in bursts, on three nodes, with versions they believe in. Most fail in the ' +
    'middle, and what they had made up to there, names included, must be as if it had never been.',
  ensemble: { voters: 3 },
  clients: 4,
  workload: { name: 'multis', ops: 480 },
  config: { snapCount: 25, snapshotStepNodes: 2 },
  faults: ['at 3s: slow disk servers 500% for 2s', 'at 6s: crash leader for 1s', 'at 9s: crash a follower for 1s'],
  duration: '12s',
  sometimes: [Mark.MULTI_FAILED, Mark.SEQUENCE_REUSED],
});
