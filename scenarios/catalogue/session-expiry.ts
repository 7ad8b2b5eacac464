import { Mark } from '../mark-names.ts';
import { defineScenario } from '../scenario.ts';

export const sessionExpiry = defineScenario({
  name: 'session-expiry',
  story:
    'Clients pause for longer than their sessions live, or for not quite as long. Expired sessions lose their ' +
    'ephemeral nodes, in one transaction, on every server; the others keep them.',
  ensemble: { voters: 3 },
  clients: 4,
  workload: { name: 'ephemeral', ops: 320 },
  clientConfig: { sessionTimeoutMs: 1200 },
  faults: [
    'at 2s: pause c1 for 3s',
    'at 4s: pause c2 for 900ms',
    'at 6s: pause c3 for 3s',
    'at 8s: crash leader for 1s',
    'at 10s: pause c4 for 3s',
  ],
  duration: '15s',
  sometimes: [Mark.SESSION_EXPIRED, Mark.SESSION_MOVED],
});
