/**
 * The watches a client waits for (ZKWatchManager). They outlive a connection: the server forgets them with it, so the
 * client keeps them in order to ask again. A watch is entered when the read's reply arrives and taken out when it
 * fires; what fires without being entered is not for the application.
 */
import { ErrorCode } from '../error-code.ts';
import type { Zxid } from '../ids.ts';
import type { SetWatchesOp, UserOp, WatchEventType } from '../op.ts';

/** Java's ClientCnxn.SET_WATCHES_MAX_LENGTH: characters of paths in one setWatches. */
const BATCH_CHARACTERS = 128 * 1024;

export class ClientWatches {
  private readonly data = new Set<string>();
  /** Of exists on a missing node: they wait for its creation. Those on an existing node are in `data`. */
  private readonly exist = new Set<string>();
  private readonly child = new Set<string>();

  get size(): number {
    return this.data.size + this.exist.size + this.child.size;
  }

  /** Enters the watch that an answered operation left at the server, if it did. */
  enter(op: UserOp, err: ErrorCode): void {
    switch (op.type) {
      case 'exists':
        if (!op.watch) return;
        if (err === ErrorCode.OK) this.data.add(op.path);
        else if (err === ErrorCode.NONODE) this.exist.add(op.path);
        return;
      case 'getData':
        if (op.watch && err === ErrorCode.OK) this.data.add(op.path);
        return;
      case 'getChildren':
        if (op.watch && err === ErrorCode.OK) this.child.add(op.path);
        return;
      default:
        return;
    }
  }

  /** Takes out what an event uses up; whether there was anything the application waits for. */
  fire(event: WatchEventType, path: string): boolean {
    const child = event === 'NodeChildrenChanged' || event === 'NodeDeleted' ? this.child.delete(path) : false;
    if (event === 'NodeChildrenChanged') return child;
    const data = this.data.delete(path);
    const exist = this.exist.delete(path);
    return data || exist || child;
  }

  clear(): void {
    this.data.clear();
    this.exist.clear();
    this.child.clear();
  }

  /** What to send on a new connection, in batches of limited size; empty when nothing is watched. */
  batches(relativeZxid: Zxid): SetWatchesOp[] {
    const batches: SetWatchesOp[] = [];
    let batch = emptyBatch();
    let characters = 0;
    for (const list of LISTS) {
      for (const path of this[list]) {
        if (characters >= BATCH_CHARACTERS) {
          batches.push({ type: 'setWatches', relativeZxid, ...batch });
          batch = emptyBatch();
          characters = 0;
        }
        batch[list].push(path);
        characters += path.length;
      }
    }
    if (characters > 0) batches.push({ type: 'setWatches', relativeZxid, ...batch });
    return batches;
  }
}

const LISTS = ['data', 'exist', 'child'] as const;

function emptyBatch(): Record<(typeof LISTS)[number], string[]> {
  return { data: [], exist: [], child: [] };
}
