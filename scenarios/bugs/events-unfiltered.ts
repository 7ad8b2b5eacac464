import { standardParts } from '../../protocol/parts.ts';
import { WatchTable } from '../../protocol/watch/watch-table.ts';
import { defineBug } from './bug.ts';

/** Everybody may hear everything. */
class TalkativeTable extends WatchTable {
  protected override mayHear(): boolean {
    return true;
  }
}

export const eventsUnfiltered = defineBug({
  id: 'events-unfiltered',
  name: 'events-unfiltered',
  kind: 'further',
  title: 'events go to clients that may not read the node',
  phase: 'watch',
  story:
    'A watch was set while its client could read. The node is given to somebody else, and the client ' +
    'hears of each change, of names that it may not see among them (ZOOKEEPER-4799).',
  versions: '',
  leftOut: '',
  breaks: 'P10 an event of what may not be read',
  properties: ['watches'],
  parts: { ...standardParts, createWatchTable: (compat) => new TalkativeTable(compat) },
});
