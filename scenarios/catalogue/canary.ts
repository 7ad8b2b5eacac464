import { ackBeforeSync } from '../bugs/ack-before-sync.ts';
import { defineScenario } from '../scenario.ts';

/** A bench that cannot fail shows nothing when it passes. */
export const canary = defineScenario({
  name: 'canary',
  story:
    'Must fail: the servers here acknowledge proposals before they are on disk, and then all lose power. It shows ' +
    'that the checks bark.',
  ensemble: { voters: 3 },
  clients: 4,
  workload: { name: 'writes', ops: 800 },
  faults: ['at 3s: crash servers for 1s', 'at 6s: crash servers for 1s', 'at 9s: crash servers for 1s'],
  duration: '12s',
  expect: 'violation',
  hooks: { parts: ackBeforeSync.parts },
});
