import { standardParts } from '../../protocol/parts.ts';
import { WatchTable } from '../../protocol/watch/watch-table.ts';
import { defineBug } from './bug.ts';

/** Knows three lists of the five. */
class OldTable extends WatchTable {
  override setWatches(
    ...[tree, connection, op, entered]: Parameters<WatchTable['setWatches']>
  ): ReturnType<WatchTable['setWatches']> {
    return super.setWatches(tree, connection, { ...op, persistent: [], persistentRecursive: [] }, entered);
  }
}

export const persistentLostOnReconnection = defineBug({
  id: 'persistent-lost-on-reconnection',
  name: 'persistent-lost-on-reconnection',
  kind: 'further',
  title: 'persistent watches are not set again on a new connection',
  phase: 'watch',
  story:
    'setWatches2 lists the watches of a client that comes back. The server enters the ordinary ones and ' +
    'passes over the persistent ones, as it did when there were none.',
  versions: '',
  leftOut: '',
  breaks: 'P10 a lost event',
  properties: ['watches'],
  parts: { ...standardParts, createWatchTable: (compat) => new OldTable(compat) },
});
