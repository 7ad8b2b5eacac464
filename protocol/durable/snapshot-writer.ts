/**
 * Writes a fuzzy snapshot in steps, each an item of the stage `snapshot`, while transactions go on being applied.
 * At most one at a time. The end is written only when the log is durable as far as the copy may reach: a snapshot
 * must not know more than the log beside it.
 */
import type { Zxid } from '../ids.ts';
import type { Out } from '../process.ts';
import type { SnapshotWalk } from '../store/snapshot.ts';
import type { DataTree } from '../store/data-tree.ts';
import type { SnapshotInfo } from './recovery.ts';
import { nodesBytes } from './snapshot-file.ts';
import type { Storage } from './storage.ts';

export const SNAPSHOT_STAGE = 'snapshot';

export class SnapshotWriter {
  private readonly storage: Storage;
  private readonly stepNodes: number;
  private walk: SnapshotWalk | null = null;
  private file = '';
  private zxid = 0 as Zxid;
  private bytes = 0;
  private count = 0;
  /** The copy is complete and holds effects up to here at most. */
  private horizon: Zxid | null = null;
  /** The last transaction in the copy: the log has to be durable as far. */
  private lastTxn = 0 as Zxid;
  private ending = false;
  private serial = 0;

  constructor(storage: Storage, stepNodes: number) {
    this.storage = storage;
    this.stepNodes = stepNodes;
  }

  get busy(): boolean {
    return this.walk !== null;
  }

  /** Begins a snapshot of `tree`, unless one is under way or there is one of this zxid. */
  begin(out: Out, tree: DataTree): void {
    if (this.busy || this.storage.hasSnapshot(tree.lastProcessedZxid)) return;
    this.walk = tree.beginSnapshot();
    this.zxid = tree.lastProcessedZxid;
    this.bytes = 0;
    this.count = 0;
    this.horizon = null;
    this.ending = false;
    this.serial++;
    this.file = this.storage.beginSnapshot(out, this.zxid, this.walk.sessions);
    out.fact({ type: 'snapshotBegun', zxid: this.zxid });
    out.handOver(SNAPSHOT_STAGE, this.zxid);
  }

  /** One step. `lastTxn`: the last transaction with effects in the tree. */
  step(out: Out, zxid: Zxid, lastTxn: Zxid): void {
    if (this.walk === null || zxid !== this.zxid || this.horizon !== null) return;
    const nodes = this.walk.step(this.stepNodes);
    if (nodes.length > 0) {
      this.bytes += nodesBytes(nodes);
      this.count += nodes.length;
      this.storage.appendNodes(out, this.file, nodes);
    }
    if (this.walk.done) {
      this.horizon = lastTxn > this.zxid ? lastTxn : this.zxid;
      this.lastTxn = lastTxn;
      this.logDurable(out);
    } else out.handOver(SNAPSHOT_STAGE, this.zxid);
  }

  /** The log has been synced further: perhaps far enough to end the snapshot. */
  logDurable(out: Out): void {
    if (this.walk === null || this.horizon === null || this.ending) return;
    if (this.storage.log.durableZxid < this.lastTxn) return;
    this.ending = true;
    const info = { file: this.file, zxid: this.zxid, horizon: this.horizon, bytes: this.bytes };
    this.storage.endSnapshot(out, info, this.count, this.serial);
  }

  /** A snapshot is durable, unless it was abandoned meanwhile. */
  done(out: Out, info: SnapshotInfo, serial: number): void {
    if (this.walk === null || serial !== this.serial) return;
    this.walk = null;
    this.storage.addSnapshot(info);
    out.fact({ type: 'snapshotDone', zxid: info.zxid });
  }

  /** The tree is being replaced: what is half written is removed. Returns its file, null for none. */
  abandon(out: Out): string | null {
    if (this.walk === null) return null;
    out.remove(this.file);
    this.walk = null;
    this.horizon = null;
    return this.file;
  }
}
