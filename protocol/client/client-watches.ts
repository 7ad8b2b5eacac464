/**
 * The watches a client waits for (ZKWatchManager). They outlive a connection: the server forgets them with it, so the
 * client keeps them in order to ask again. A watch is entered when the request's reply arrives, and a one-shot one is
 * taken out when it fires; what fires without being entered is not for the application.
 */
import { ErrorCode } from '../error-code.ts';
import type { Zxid } from '../ids.ts';
import { AddWatchMode, WatcherType, type SetWatchesOp, type UserOp, type WatchEventType } from '../op.ts';
import { parentPath } from '../store/path.ts';

/** Java's ClientCnxn.SET_WATCHES_MAX_LENGTH: characters of paths in one setWatches. */
const BATCH_CHARACTERS = 128 * 1024;

/** In the order in which setWatches lists them. */
const LISTS = ['data', 'exist', 'child', 'persistent', 'persistentRecursive'] as const;
type ListName = (typeof LISTS)[number];

/** Which lists removeWatches of a type empties of the path. */
const listsOfType: ReadonlyMap<number, readonly ListName[]> = new Map<number, readonly ListName[]>([
  [WatcherType.CHILDREN, ['child']],
  [WatcherType.DATA, ['data', 'exist']],
  [WatcherType.ANY, LISTS],
  [WatcherType.PERSISTENT, ['persistent']],
  [WatcherType.PERSISTENT_RECURSIVE, ['persistentRecursive']],
]);

export class ClientWatches {
  /** Those of `exist` are of exists on a missing node: they wait for its creation. */
  private readonly lists: Readonly<Record<ListName, Set<string>>> = {
    data: new Set(),
    exist: new Set(),
    child: new Set(),
    persistent: new Set(),
    persistentRecursive: new Set(),
  };

  get size(): number {
    return LISTS.reduce((sum, list) => sum + this.lists[list].size, 0);
  }

  /** Enters the watch that an answered operation left at the server, if it did, or takes out what it removed. */
  enter(op: UserOp, err: ErrorCode): void {
    const { lists } = this;
    switch (op.type) {
      case 'exists':
        if (!op.watch) return;
        if (err === ErrorCode.OK) lists.data.add(op.path);
        else if (err === ErrorCode.NONODE) lists.exist.add(op.path);
        return;
      case 'getData':
        if (op.watch && err === ErrorCode.OK) lists.data.add(op.path);
        return;
      case 'getChildren':
      case 'getChildren2':
        if (op.watch && err === ErrorCode.OK) lists.child.add(op.path);
        return;
      case 'addWatch':
        if (err !== ErrorCode.OK) return;
        if (op.mode === AddWatchMode.PERSISTENT) lists.persistent.add(op.path);
        else lists.persistentRecursive.add(op.path);
        return;
      case 'removeWatches':
        if (err !== ErrorCode.OK) return;
        for (const list of listsOfType.get(op.watcherType) ?? []) lists[list].delete(op.path);
        return;
      default:
        return;
    }
  }

  /** Takes out what an event uses up; whether there was anything the application waits for. */
  fire(event: WatchEventType, path: string): boolean {
    const { data, exist, child, persistent } = this.lists;
    const lasting = persistent.has(path) || (event !== 'NodeChildrenChanged' && this.isInWatchedTree(path));
    const ofChildren = event === 'NodeChildrenChanged' || event === 'NodeDeleted' ? child.delete(path) : false;
    if (event === 'NodeChildrenChanged') return ofChildren || lasting;
    const ofData = data.delete(path);
    const ofExists = exist.delete(path);
    return ofData || ofExists || ofChildren || lasting;
  }

  private isInWatchedTree(path: string): boolean {
    const roots = this.lists.persistentRecursive;
    if (roots.size === 0) return false;
    let at = path;
    while (!roots.has(at)) {
      if (at === '/') return false;
      at = parentPath(at);
    }
    return true;
  }

  clear(): void {
    for (const list of LISTS) this.lists[list].clear();
  }

  /**
   * What to send on a new connection, in batches of limited size; empty when nothing is watched. The Java client puts
   * each in front of those before it.
   */
  batches(relativeZxid: Zxid): SetWatchesOp[] {
    const batches: SetWatchesOp[] = [];
    let batch = emptyBatch();
    let characters = 0;
    for (const list of LISTS) {
      for (const path of this.lists[list]) {
        if (characters >= BATCH_CHARACTERS) {
          batches.unshift(requestOf(batch, relativeZxid));
          batch = emptyBatch();
          characters = 0;
        }
        batch[list].push(path);
        characters += path.length;
      }
    }
    if (characters > 0) batches.unshift(requestOf(batch, relativeZxid));
    return batches;
  }
}

type Batch = Record<ListName, string[]>;

function emptyBatch(): Batch {
  return { data: [], exist: [], child: [], persistent: [], persistentRecursive: [] };
}

/** Servers before 3.6 know no setWatches2, so it is only sent where there is something for it. */
function requestOf({ persistent, persistentRecursive, ...lists }: Batch, relativeZxid: Zxid): SetWatchesOp {
  if (persistent.length === 0 && persistentRecursive.length === 0)
    return { type: 'setWatches', relativeZxid, ...lists };
  return { type: 'setWatches2', relativeZxid, ...lists, persistent, persistentRecursive };
}
