import { Mark } from '../mark-names.ts';
import { defineScenario } from '../scenario.ts';

export const sessionMoves = defineScenario({
  name: 'session-moves',
  story:
    'Clients are cut off from their server in the middle of a burst and come back through another, while what they sent ' +
    'through the first is still on its way to the leader. It belongs to a session that has moved, and is refused.',
  ensemble: { voters: 5 },
  clients: 5,
  workload: { name: 'mixed', ops: 400, options: { burstPercent: 80, closeSession: 0 } },
  clientConfig: { reconnectDelayMs: 5, reconnectDelayMaxMs: 20, sessionTimeoutMs: 3000 },
  faults: [
    'at 1s: latency 1,2,3 +30ms for 12s',
    'at 2s: reset clients',
    'at 2500ms: reset clients',
    'at 3s: reset clients',
    'at 3500ms: reset clients',
    'at 4s: reset clients',
    'at 5s: pause a follower for 600ms',
    'at 6s: reset clients',
    'at 6500ms: reset clients',
    'at 7s: pause a follower for 600ms',
    'at 8s: reset clients',
    'at 8500ms: reset clients',
    'at 9s: reset clients',
    'at 10s: reset clients',
  ],
  duration: '12s',
  sometimes: [Mark.SESSION_MOVED, Mark.MOVED_IN_FLIGHT],
});
