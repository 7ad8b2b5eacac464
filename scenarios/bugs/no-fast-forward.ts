import { standardParts } from '../../protocol/parts.ts';
import { defineBug } from './bug.ts';

export const noFastForward = defineBug({
  id: 'no-fast-forward',
  title: 'memory lags behind the log after a soft restart',
  story:
    'A server that falls back to LOOKING keeps its tree, but not what its log holds beyond it. It votes and registers ' +
    'with a zxid below its own log, gets a DIFF behind records nobody else has, and replays them at its next start.',
  issue: 'ZOOKEEPER-2845',
  properties: ['zab-prefix', 'recovery', 'tree-digests', 'zab-integrity', 'durability', 'assertions'],
  parts: { ...standardParts, fastForward: () => undefined },
});
