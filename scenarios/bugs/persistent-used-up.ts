import { standardParts } from '../../protocol/parts.ts';
import { WatchMode } from '../../protocol/watch/watch-manager.ts';
import { WatcherType } from '../../protocol/op.ts';
import { WatchTable } from '../../protocol/watch/watch-table.ts';
import { defineBug } from './bug.ts';

/** Takes away what it has fired. */
class SpendingTable extends WatchTable {
  override fire(...args: Parameters<WatchTable['fire']>): ReturnType<WatchTable['fire']> {
    const fired = super.fire(...args);
    for (const { connection, path, modes } of fired) {
      if ((modes & WatchMode.PERSISTENT) !== 0) this.removeWatches(connection, path, WatcherType.PERSISTENT);
    }
    return fired;
  }
}

export const persistentUsedUp = defineBug({
  id: 'persistent-used-up',
  name: 'persistent-used-up',
  kind: 'further',
  title: 'a persistent watch fires once',
  phase: 'watch',
  story:
    'addWatch promises events until the watch is removed. Here the first one uses it up, as it does an ' +
    'ordinary watch, and the client waits for ever.',
  versions: '',
  leftOut: '',
  breaks: 'P10 a lost event',
  properties: ['watches'],
  parts: { ...standardParts, createWatchTable: (compat) => new SpendingTable(compat) },
});
