import { Mark } from '../mark-names.ts';
import { defineScenario } from '../scenario.ts';

export const acl = defineScenario({
  name: 'acl',
  story:
    'Clients prove to be alice, bob or nobody in particular, and fight over a corner of the tree that is given to one ' +
    'and another. Writes behind a setACL that is still on its way are checked against the list before it, as in ' +
    'ZooKeeper; events go only to who may read.',
  ensemble: { voters: 3 },
  clients: 4,
  workload: { name: 'access', ops: 360 },
  faults: ['at 3s: reset c1', 'at 4s: crash leader for 1s', 'at 7s: reset clients', 'at 8s: isolate a follower for 1s'],
  duration: '12s',
  sometimes: [Mark.PENDING_ACL, Mark.EVENT_KEPT, Mark.SESSION_MOVED],
});
