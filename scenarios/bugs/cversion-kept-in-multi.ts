import { standardParts, treesOf } from '../../protocol/parts.ts';
import { DataTree } from '../../protocol/store/data-tree.ts';
import { defineBug } from './bug.ts';

/** Applies them as if the parent had been at its number already. */
class UncountingTree extends DataTree {
  protected override createNode(
    ...[part, txn, triggers]: Parameters<DataTree['createNode']>
  ): ReturnType<DataTree['createNode']> {
    return super.createNode(txn.body.type === 'multi' ? { ...part, parentCversion: 0 } : part, txn, triggers);
  }
}

export const cversionKeptInMulti = defineBug({
  id: 'cversion-kept-in-multi',
  name: 'cversion-kept-in-multi',
  kind: 'further',
  title: 'creates of a multi do not count for their parent',
  phase: 'store',
  story:
    'A create in a multi leaves the cversion of its parent alone. The next sequential node gets a number ' +
    'that was given already, and whoever compares cversions does not see that a child has come.',
  versions: '',
  leftOut: '',
  breaks: 'P4 another tree than the transactions make',
  properties: [
    'reads-consistent',
    'tree-digests',
    'linearizable-search',
    'watches',
    'recovery',
    'updates-linearizable',
  ],
  parts: { ...standardParts, trees: treesOf(UncountingTree) },
});
