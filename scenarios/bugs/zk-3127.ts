import { standardParts, treesOf } from '../../protocol/parts.ts';
import { DataTree } from '../../protocol/store/data-tree.ts';
import type { Txn } from '../../protocol/txn.ts';
import { defineBug } from './bug.ts';

/** The first slot of a multi moves the zxid of the tree. */
class EagerTree extends DataTree {
  protected override slotApplied(txn: Txn): void {
    this.lastProcessedZxid = txn.zxid;
  }
}

/**
 *   apply thread      multi 1:9:  create /a      ...      create /b
 *   snapshot thread                     label 1:9, copies /a
 *   restart           the snapshot says it holds 1:9; the replay begins behind it; /b is nowhere
 */
export const zk3127 = defineBug({
  id: 'ZK-3127',
  name: 'half-a-multi-labelled-whole',
  kind: 'historic',
  title: 'a snapshot is labelled with a multi of which it holds a part',
  phase: 'store',
  story:
    'lastProcessedZxid moved with the first operation inside a multi. A snapshot that begins at that moment carries the ' +
    'zxid of the multi and holds a part of it; after a restart the replay begins behind its label, and the rest is lost on ' +
    'this server.',
  versions: 'fixed in 3.5.5, 3.6.0',
  leftOut: '',
  breaks: 'P5 recovery from disk misses effects, P4 trees differ',
  properties: ['tree-digests', 'recovery', 'reads-consistent', 'updates-linearizable', 'assertions'],
  parts: {
    ...standardParts,
    trees: treesOf(EagerTree),
  },
});
