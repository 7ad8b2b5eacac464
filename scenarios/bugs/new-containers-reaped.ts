import { standardParts } from '../../protocol/parts.ts';
import { findUnused, type FindUnused } from '../../protocol/zab/container-manager.ts';
import { defineBug } from './bug.ts';

/** Also those that are new. */
const findEmpty: FindUnused = (tree, wallMs, config) => {
  const found = new Set(findUnused(tree, wallMs, config));
  for (const path of tree.owners.containers()) if (tree.node(path)?.childCount === 0) found.add(path);
  return Array.from(found);
};

export const newContainersReaped = defineBug({
  id: 'new-containers-reaped',
  name: 'new-containers-reaped',
  kind: 'further',
  title: 'a container is reaped before anybody could use it',
  phase: 'store',
  story:
    'A container goes when its last child has gone. One that never had a child is not to be touched, or ' +
    'it may be deleted between its creation and that of its first child; here it is.',
  versions: '',
  leftOut: '',
  breaks: 'P1 an acknowledged node is gone',
  properties: ['updates-linearizable'],
  parts: { ...standardParts, findUnused: findEmpty },
});
