import { standardParts, treesOf } from '../../protocol/parts.ts';
import { DataTree } from '../../protocol/store/data-tree.ts';
import type { Trigger } from '../../protocol/store/trigger.ts';
import type { CloseSessionTxn, Txn } from '../../protocol/txn.ts';
import { defineBug } from './bug.ts';

/** Closes a session and leaves its nodes behind. */
class KeepingTree extends DataTree {
  override ephemeralsOf(): string[] {
    return [];
  }

  protected override closeSession(body: CloseSessionTxn, txn: Txn, triggers: Trigger[]): void {
    super.closeSession({ ...body, paths: [] }, txn, triggers);
  }
}

export const ephemeralsKept = defineBug({
  id: 'ephemerals-kept',
  name: 'ephemerals-kept',
  kind: 'further',
  title: 'ephemeral nodes outlive their session',
  phase: 'store',
  story:
    'closeSession ends the session and forgets its ephemeral nodes: a lock whose holder is gone stays taken for ever.',
  versions: '',
  leftOut: '',
  breaks: 'P9 an ephemeral outlives its session',
  properties: ['reads-consistent', 'updates-linearizable', 'sessions', 'tree-digests', 'watches'],
  parts: {
    ...standardParts,
    trees: treesOf(KeepingTree),
  },
});
