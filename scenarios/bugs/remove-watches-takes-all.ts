import { standardParts } from '../../protocol/parts.ts';
import { WatcherType } from '../../protocol/op.ts';
import type { ConnectionId } from '../../protocol/process.ts';
import { WatchTable } from '../../protocol/watch/watch-table.ts';
import { defineBug } from './bug.ts';

/** Whatever was asked for. */
class SweepingTable extends WatchTable {
  override removeWatches(connection: ConnectionId, path: string, type: number): boolean {
    return this.contains(connection, path, type) && super.removeWatches(connection, path, WatcherType.ANY);
  }
}

export const removeWatchesTakesAll = defineBug({
  id: 'remove-watches-takes-all',
  name: 'remove-watches-takes-all',
  kind: 'further',
  title: 'removing one kind of watch removes them all',
  phase: 'watch',
  story:
    'A client takes its persistent watch from a path and keeps an ordinary one there. The server drops ' +
    'both; the client waits for an event that nobody will send.',
  versions: '',
  leftOut: '',
  breaks: 'P10 a lost event',
  properties: ['watches'],
  parts: { ...standardParts, createWatchTable: (compat) => new SweepingTable(compat) },
});
