import { standardParts } from '../../protocol/parts.ts';
import { ErrorCode } from '../../protocol/error-code.ts';
import { Prep, type PrepContext } from '../../protocol/pipeline/prep.ts';
import type { DeleteContainerOp } from '../../protocol/op.ts';
import { defineBug } from './bug.ts';

/** Does not count children of what is to be reaped. */
class HastyPrep extends Prep {
  protected override deleteContainer(op: DeleteContainerOp, context: PrepContext): ReturnType<Prep['deleteContainer']> {
    const made = super.deleteContainer(op, context);
    if (made !== ErrorCode.NOTEMPTY) return made;
    this.view.addDeletion(context.zxid, op.path);
    return { type: 'deleteContainer', path: op.path };
  }
}

export const containerReapedUnseen = defineBug({
  id: 'container-reaped-unseen',
  name: 'container-reaped-unseen',
  kind: 'further',
  title: 'a container is deleted with what was put into it meanwhile',
  phase: 'store',
  story:
    'The leader finds a container empty and asks for its deletion. A child is created before the deletion ' +
    'is prepared, and prep, which trusts the one who asked, does not look again: the container goes, and ' +
    'the child with it.',
  versions: '',
  leftOut: '',
  breaks: 'P1 an acknowledged node is gone',
  properties: ['updates-linearizable', 'reads-consistent', 'tree-digests', 'linearizable-search'],
  parts: { ...standardParts, createPrep: (tree, config) => new HastyPrep(tree, config) },
});
