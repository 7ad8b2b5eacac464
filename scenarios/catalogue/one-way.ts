import { Mark } from '../mark-names.ts';
import { defineScenario } from '../scenario.ts';

export const oneWay = defineScenario({
  name: 'one-way',
  story:
    'Links fail in one direction only: a server hears its leader and is not heard, or is heard and hears nothing. ' +
    'Time-outs find out; connections that look open to one side are half-open.',
  ensemble: { voters: 3 },
  clients: 3,
  workload: { name: 'mixed', ops: 240 },
  faults: 'one-way',
  duration: '16s',
  sometimes: [Mark.HALF_OPEN],
});
