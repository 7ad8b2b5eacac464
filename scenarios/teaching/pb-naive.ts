import type { PlanOp } from '../../sim/record/plan.ts';
import { defineScenario } from '../scenario.ts';
import type { OperationDice } from '../workloads/draws.ts';
import { AcknowledgedKept, OnePrimary } from './pb/pb-checks.ts';
import { PbServer } from './pb/pb-server.ts';

/** All clients write and read one node of each. */
function operation(client: string, n: number, dice: OperationDice): PlanOp {
  const path = `/${client}`;
  if (n === 0) return { type: 'create', path, data: '0', mode: 'PERSISTENT' };
  if (dice.below(0, 4) === 0) return { type: 'getData', path, watch: false };
  return { type: 'setData', path, data: String(n), version: -1 };
}

/** Not ZooKeeper: the protocol that everybody would write first, for the lesson on what a quorum is good for. */
export const pbNaive = defineScenario({
  name: 'pb-naive',
  story:
    'Must fail, and is no ZooKeeper: two servers, a primary and its backup, watch each other with time-outs and have no quorum. ' +
    'The link between them is cut while both live. Each goes on alone, both take writes, and when they meet again one of them ' +
    'throws away what clients were told is done.',
  ensemble: { voters: 2 },
  clients: 2,
  workload: { ops: 60 },
  faults: ['at 3s: partition 1 | 2 for 1500ms', 'at 7s: partition 1 | 2 for 1500ms'],
  duration: '10s',
  expect: 'violation',
  heal: false,
  hooks: {
    operation,
    server: (config) => new PbServer(config),
    properties: [() => new OnePrimary(), () => new AcknowledgedKept()],
  },
});
