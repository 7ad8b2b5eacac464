import { defineScenario } from '../scenario.ts';

/**
 * Ground for those who play by hand: nothing happens here but what they do. It is in no campaign, and so not in the
 * catalogue: a run of it shows nothing by itself.
 */
export const play = defineScenario({
  name: 'play',
  story:
    'An ensemble at rest, with clients that are connected and ask for nothing: no fault, no work, and no healing at the ' +
    'end. Latencies are those of one data centre, each drawn from the seed.',
  ensemble: { voters: 5 },
  clients: 3,
  workload: { name: 'mixed', ops: 0 },
  faults: 'none',
  duration: '1h',
  heal: false,
});
