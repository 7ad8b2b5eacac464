/**
 * A fuzzy snapshot: the tree copied in steps while transactions keep being applied.
 *
 * The label, `zxid`, and the sessions are taken when the walk begins. A node copied later may already hold the
 * effects of transactions after the label; replaying the log from the label over the restored tree ends in the right
 * tree nevertheless, because transactions are idempotent (DataTree.serialize and FileTxnSnapLog.restore).
 *
 * The walk is pre-order over the child lists as they were when each parent was copied. What has vanished in between
 * is skipped: the replay would have deleted it.
 */
import type { Zxid } from '../ids.ts';
import type { SnapshotSession } from '../messages.ts';
import { javaTextLength } from '../wire/java-text.ts';
import { joinPath } from './path.ts';
import type { SnapshotNode } from './snapshot-node.ts';
import { copyForSnapshot, type Znode } from './znode.ts';

/** A whole snapshot, as `DataTree.restore` takes it. */
export interface Snapshot {
  readonly zxid: Zxid;
  readonly sessions: readonly SnapshotSession[];
  /** Parents before their children. */
  readonly nodes: readonly SnapshotNode[];
}

/** Where a walk finds nodes; a DataTree. */
interface NodeSource {
  node(path: string): Znode | undefined;
}

interface Frame {
  readonly parent: string;
  readonly names: readonly string[];
  next: number;
}

export class SnapshotWalk {
  readonly zxid: Zxid;
  readonly sessions: readonly SnapshotSession[];
  private readonly source: NodeSource;
  private readonly frames: Frame[];

  constructor(source: NodeSource, zxid: Zxid, sessions: readonly SnapshotSession[]) {
    this.source = source;
    this.zxid = zxid;
    this.sessions = sessions;
    this.frames = [{ parent: '/', names: [''], next: 0 }];
  }

  get done(): boolean {
    return this.frames.length === 0;
  }

  /** Copies at most `limit` further nodes as they are now; may return fewer although more follow. */
  step(limit: number): SnapshotNode[] {
    const copied: SnapshotNode[] = [];
    while (copied.length < limit) {
      const frame = this.frames[this.frames.length - 1];
      if (frame === undefined) break;
      const node = this.source.node(joinPath(frame.parent, frame.names[frame.next++] as string));
      if (frame.next === frame.names.length) this.frames.pop();
      if (node === undefined) continue;
      copied.push(copyForSnapshot(node));
      if (node.children !== null && node.children.size > 0) {
        this.frames.push({ parent: node.path, names: [...node.children], next: 0 });
      }
    }
    return copied;
  }
}

/** Length of a node in a snapshot file: path, data, ACL reference and persisted stat. */
export function snapshotNodeBytes(node: SnapshotNode): number {
  return 4 + javaTextLength(node.path) + 4 + (node.data === null ? 0 : node.data.length) + 8 + 60;
}
