import { standardParts } from '../../protocol/parts.ts';
import { defineBug } from './bug.ts';

/**
 * A leads, logs T, loses its quorum and falls back to LOOKING without a crash. B and C elect B and commit U. A comes
 * back and tells the zxid of its memory, which is below T: it is sent a DIFF of U alone, and its log reads T, U. At its
 * next start it replays T, which nobody else ever had.
 */
export const zk2845 = defineBug({
  id: 'ZK-2845',
  name: 'no-fast-forward',
  kind: 'historic',
  title: 'memory lags behind the log after a soft restart',
  phase: 'election',
  story:
    'A server that falls back to LOOKING keeps its tree, but not what its log holds beyond it. It votes and registers ' +
    'with a zxid below its own log, gets a DIFF behind records nobody else has, and replays them at its next start.',
  versions: 'came with ZOOKEEPER-2678, fixed in 3.4.12, 3.5.4, 3.6.0',
  leftOut: '',
  breaks: 'P2 logs part, P4 trees differ, P6 a transaction appears that nobody committed',
  properties: ['zab-prefix', 'recovery', 'tree-digests', 'zab-integrity', 'durability', 'assertions'],
  parts: { ...standardParts, fastForward: () => undefined },
});
