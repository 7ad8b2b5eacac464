import type { Out } from '../../protocol/process.ts';
import { standardParts } from '../../protocol/parts.ts';
import { LogWriter } from '../../protocol/pipeline/log-writer.ts';
import type { Txn } from '../../protocol/txn.ts';
import { defineBug } from './bug.ts';

/** Acknowledges when a transaction is appended; the sync comes later. */
class HastyLogWriter extends LogWriter {
  protected override append(out: Out, txn: Txn): void {
    super.append(out, txn);
    this.events.acknowledge(txn);
  }
}

export const ackBeforeSync = defineBug({
  id: 'G3',
  name: 'ack-before-sync',
  kind: 'textbook',
  title: 'a proposal is acknowledged before it is on disk',
  phase: 'broadcast',
  story:
    'A server acknowledges what it has only written to the page cache. The leader commits on that promise, and a ' +
    'power loss forgets it: a committed transaction is gone.',
  versions: '',
  leftOut: '',
  breaks: 'P1 a committed transaction is lost',
  properties: ['durable-before-told', 'durability', 'zab-integrity', 'zab-prefix', 'recovery'],
  parts: {
    ...standardParts,
    createLogWriter: (storage, events, config) => new HastyLogWriter(storage, events, config),
  },
});
