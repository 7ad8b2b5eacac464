import { standardParts } from '../../protocol/parts.ts';
import { WatchTable } from '../../protocol/watch/watch-table.ts';
import { defineBug } from './bug.ts';

/** Fires each call of a manager for itself, so that none knows whom the one before has told. */
class RepeatingTable extends WatchTable {
  override fire(...[triggers, clients]: Parameters<WatchTable['fire']>): ReturnType<WatchTable['fire']> {
    return triggers.flatMap((trigger) => super.fire([trigger], clients));
  }
}

export const deletionToldTwice = defineBug({
  id: 'deletion-told-twice',
  name: 'deletion-told-twice',
  kind: 'further',
  title: 'a deletion is told once for the data and once for the children',
  phase: 'watch',
  story:
    'A client watches the data of a node and its children. The node is deleted, both watches fire, and ' +
    'the client gets two events for one change.',
  versions: '',
  leftOut: '',
  breaks: 'P10 an event twice',
  properties: ['watches'],
  parts: { ...standardParts, createWatchTable: (compat) => new RepeatingTable(compat) },
});
