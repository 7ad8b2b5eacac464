import { Mark } from '../mark-names.ts';
import { defineScenario } from '../scenario.ts';

export const counterRollover = defineScenario({
  name: 'counter-rollover',
  story:
    'The counter of a zxid has five bits here, so an epoch ends after thirty-one transactions: the leader steps ' +
    'down before it would reuse a zxid, and the next epoch goes on where it stopped.',
  ensemble: { voters: 3 },
  clients: 3,
  workload: { name: 'steady', ops: 240 },
  config: { counterBits: 5 },
  faults: 'none',
  duration: '30s',
  sometimes: [Mark.EPOCH_EXHAUSTED],
});
