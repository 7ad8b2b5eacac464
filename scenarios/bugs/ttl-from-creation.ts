import { standardParts } from '../../protocol/parts.ts';
import { ttlMsOf } from '../../protocol/store/owner.ts';
import { findUnused, type FindUnused } from '../../protocol/zab/container-manager.ts';
import { defineBug } from './bug.ts';

/** Also those that were made too long ago. */
const findOld: FindUnused = (tree, wallMs, config) => {
  const found = new Set(findUnused(tree, wallMs, config));
  for (const path of tree.owners.ttls()) {
    const node = tree.node(path);
    if (node?.childCount === 0 && wallMs - node.ctime > ttlMsOf(node.ephemeralOwner)) found.add(path);
  }
  return Array.from(found);
};

export const ttlFromCreation = defineBug({
  id: 'ttl-from-creation',
  name: 'ttl-from-creation',
  kind: 'further',
  title: 'the time to live runs from the creation of a node',
  phase: 'store',
  story:
    'A node with a time to live is kept by writing it again and again. The reaper measures from when it ' +
    'was made, not from its last change: a node that is in use goes.',
  versions: '',
  leftOut: '',
  breaks: 'P1 an acknowledged write is gone',
  properties: ['updates-linearizable'],
  parts: { ...standardParts, findUnused: findOld },
});
