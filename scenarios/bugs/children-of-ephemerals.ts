import { standardParts } from '../../protocol/parts.ts';
import { Prep, type PrepContext } from '../../protocol/pipeline/prep.ts';
import { NO_SESSION } from '../../protocol/ids.ts';
import type { CreateOp } from '../../protocol/op.ts';
import { parentKey } from '../../protocol/store/path.ts';
import { defineBug } from './bug.ts';

/** Takes no parent for an ephemeral. */
class FertilePrep extends Prep {
  protected override create(op: CreateOp, context: PrepContext): ReturnType<Prep['create']> {
    const parent = this.view.find(parentKey(op.path));
    if (parent !== null && parent.ephemeralOwner !== NO_SESSION) {
      const fertile = parent.after(context.zxid);
      fertile.ephemeralOwner = NO_SESSION;
      this.view.add(fertile);
    }
    return super.create(op, context);
  }
}

export const childrenOfEphemerals = defineBug({
  id: 'children-of-ephemerals',
  name: 'children-of-ephemerals',
  kind: 'further',
  title: 'an ephemeral node may have children',
  phase: 'store',
  story:
    'A child is made under an ephemeral node. When the session of that ends, the node goes and the child ' +
    'stays, under a parent that does not exist: nobody can list it, and the path cannot be cleaned up.',
  versions: '',
  leftOut: '',
  breaks: 'P9 a node under an ephemeral',
  properties: ['updates-linearizable', 'linearizable-search', 'sessions', 'watches', 'tree-digests'],
  parts: { ...standardParts, createPrep: (tree, config) => new FertilePrep(tree, config) },
});
