import type { Out } from '../../protocol/process.ts';
import { standardParts } from '../../protocol/parts.ts';
import { LogWriter } from '../../protocol/pipeline/log-writer.ts';
import type { Txn } from '../../protocol/txn.ts';
import { defineBug } from './bug.ts';

/** Its thread dies of an error of the disk; the server lives on without it. */
class MortalLogWriter extends LogWriter {
  private dead = false;

  override failed(): void {
    this.dead = true;
  }

  override take(out: Out, txn: Txn): void {
    if (!this.dead) super.take(out, txn);
  }
}

/**
 * The disk of a leader refuses a write, and its log writer ends. The leader sends its pings as before, so its followers
 * stay; but it logs nothing and acknowledges nothing any more, and nobody elects another.
 */
export const zk2247 = defineBug({
  id: 'ZK-2247',
  name: 'leader-with-a-dead-log',
  kind: 'historic',
  title: 'a server whose log writer died goes on',
  phase: 'disk',
  story:
    'The thread that writes the log died of an I/O error, and nothing else noticed. Pings go on, so followers stay; the log ' +
    'does not grow, the server acknowledges nothing, and no election ends it.',
  versions: 'fixed in 3.4.9, 3.5.3, 3.6.0',
  leftOut: 'upstream nothing commits any more; here the leader goes on as far as it gets without its own log',
  breaks: 'P11 a server that cannot log neither serves nor ends',
  properties: ['recovery-in-time', 'durability', 'zab-integrity', 'recovery', 'durable-before-told'],
  parts: {
    ...standardParts,
    createLogWriter: (storage, events, config) => new MortalLogWriter(storage, events, config),
  },
});
