import { standardParts, treesOf } from '../../protocol/parts.ts';
import { DataTree } from '../../protocol/store/data-tree.ts';
import { defineBug } from './bug.ts';

/** Counts a deletion as a change of nothing. */
class HoardingTree extends DataTree {
  protected override deleteNode(
    ...[path, zxid, triggers]: Parameters<DataTree['deleteNode']>
  ): ReturnType<DataTree['deleteNode']> {
    const bytes = this.node(path)?.data?.length ?? 0;
    const err = super.deleteNode(path, zxid, triggers);
    if (!path.startsWith('/zookeeper')) this.quotas.created(path, bytes);
    return err;
  }
}

export const quotaNotReleased = defineBug({
  id: 'quota-not-released',
  name: 'quota-not-released',
  kind: 'further',
  title: 'what is deleted still counts for its quota',
  phase: 'store',
  story:
    'Usage under a quota rises with each create and never falls: the counter goes on when a node is ' +
    'deleted. After some coming and going the limit is reached with nothing there, and every create is ' +
    'refused.',
  versions: '',
  leftOut: '',
  breaks: 'P7 a write refused that may be',
  properties: ['updates-linearizable', 'reads-consistent', 'tree-digests'],
  parts: { ...standardParts, trees: treesOf(HoardingTree) },
});
