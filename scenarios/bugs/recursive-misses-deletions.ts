import { standardParts } from '../../protocol/parts.ts';
import { WatchMode } from '../../protocol/watch/watch-manager.ts';
import { WatchTable } from '../../protocol/watch/watch-table.ts';
import { defineBug } from './bug.ts';

/** Keeps deletions from those who watch only that way. */
class GrowingTable extends WatchTable {
  override fire(...args: Parameters<WatchTable['fire']>): ReturnType<WatchTable['fire']> {
    const fired = super.fire(...args);
    return fired.filter(({ event, modes }) => event !== 'NodeDeleted' || modes !== WatchMode.PERSISTENT_RECURSIVE);
  }
}

export const recursiveMissesDeletions = defineBug({
  id: 'recursive-misses-deletions',
  name: 'recursive-misses-deletions',
  kind: 'further',
  title: 'a recursive watch does not hear of deletions',
  phase: 'watch',
  story:
    'Who mirrors a part of the tree by a recursive watch is told of what comes and what changes. What ' +
    'goes stays in the mirror.',
  versions: '',
  leftOut: '',
  breaks: 'P10 a lost event',
  properties: ['watches'],
  parts: { ...standardParts, createWatchTable: (compat) => new GrowingTable(compat) },
});
