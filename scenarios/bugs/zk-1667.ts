import type { Zxid } from '../../protocol/ids.ts';
import type { WatchEventType } from '../../protocol/op.ts';
import { standardParts } from '../../protocol/parts.ts';
import type { Znode } from '../../protocol/store/znode.ts';
import { WatchTable } from '../../protocol/watch/watch-table.ts';
import { defineBug } from './bug.ts';

/** On reconnection: a node made again is told as created, and a node that has come is waited for. */
class ConfusedWatches extends WatchTable {
  protected override catchUpData(node: Znode | undefined, seen: Zxid): WatchEventType | null {
    return node !== undefined && node.czxid > seen ? 'NodeCreated' : super.catchUpData(node, seen);
  }

  protected override catchUpExist(node: Znode | undefined, seen: Zxid): WatchEventType | null {
    return node !== undefined && node.czxid > seen ? null : super.catchUpExist(node, seen);
  }
}

export const zk1667 = defineBug({
  id: 'ZK-1667',
  name: 'wrong-event-on-reconnection',
  kind: 'historic',
  title: 'watches set again after a reconnection fire the wrong event, or none',
  phase: 'watch',
  story:
    'A client that reconnects lists its watches with the last zxid it has seen, and the server decides which of them have ' +
    'fired. For a data watch on a node that was deleted and made again it told of a creation, and a watch for a missing node ' +
    'was registered once more although the node is there. See also ZOOKEEPER-1412.',
  versions: 'fixed in 3.4.6, 3.5.0',
  leftOut: '',
  breaks: 'P10 a wrong event, or a lost one',
  properties: ['watches'],
  parts: { ...standardParts, createWatchTable: (compat) => new ConfusedWatches(compat) },
});
