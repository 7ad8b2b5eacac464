/**
 * A server's disk as the rest of the server sees it: the log, the two epoch files and the snapshots, each its own
 * sync point. Answers of the disk come in as `synced` and `contents`; what they complete comes out as an event that
 * the server hands to whoever waits. Nothing here is called back.
 */
import { counterOf, ZXID_ZERO, type Epoch, type Zxid } from '../ids.ts';
import type { SnapshotSession } from '../messages.ts';
import type { Out, StoredRecord } from '../process.ts';
import { Ring } from '../std/ring.ts';
import type { SnapshotNode } from '../store/snapshot-node.ts';
import { ReadBarrier, SyncBarrier, type FileContents } from './barrier.ts';
import { renameTemporary, temporaryName, writeTemporary, type EpochFileName } from './epoch-file.ts';
import type { Recovered, SnapshotInfo } from './recovery.ts';
import {
  installedFileName,
  isSnapshotFile,
  nodesBytes,
  snapshotFileName,
  type SnapshotRecord,
} from './snapshot-file.ts';
import { isLogFile, TxnLog } from './txn-log.ts';

/** What a completed group of syncs means. `roleNumber` is the role it was begun in: a role that ended meanwhile is not told. */
export type StorageEvent =
  | { readonly kind: 'flushed' }
  | { readonly kind: 'epochDurable'; readonly file: EpochFileName; readonly epoch: Epoch; readonly roleNumber: number }
  /** `serial`: which of this server's snapshots. */
  | { readonly kind: 'snapshotDurable'; readonly info: SnapshotInfo; readonly serial: number }
  | { readonly kind: 'logCut'; readonly zxid: Zxid; readonly roleNumber: number }
  | { readonly kind: 'installed'; readonly info: SnapshotInfo; readonly roleNumber: number }
  | { readonly kind: 'historyDurable'; readonly roleNumber: number }
  | { readonly kind: 'recoveredDurable' };

/** What the storage goes on from by itself: something is durable, and something else may be done to the disk now. */
type Step =
  | {
      readonly kind: 'temporaryDurable';
      readonly file: EpochFileName;
      readonly epoch: Epoch;
      readonly roleNumber: number;
    }
  /** Snapshots above the cut are gone; the log is to be cut next. */
  | { readonly kind: 'snapshotsCut'; readonly zxid: Zxid; readonly roleNumber: number }
  /** A leader's snapshot is durable; what it replaces is to be removed next. */
  | { readonly kind: 'installWritten'; readonly info: SnapshotInfo; readonly roleNumber: number }
  /** Everything recovery read is known to be on the platter; what does not belong to it is to be removed next. */
  | { readonly kind: 'recoveredWritten'; readonly stale: readonly string[] };

export type ReadEvent =
  | { readonly kind: 'recovery'; readonly why: 'start' | 'reload' | 'truncated'; readonly roleNumber: number }
  | { readonly kind: 'fastForward' }
  | { readonly kind: 'logForLearner'; readonly connection: number; readonly roleNumber: number };

const BEGIN_BYTES = 32;
const END_BYTES = 16;

interface EpochWrite {
  readonly file: EpochFileName;
  readonly epoch: Epoch;
  readonly roleNumber: number;
}

export class Storage {
  readonly log: TxnLog;
  acceptedEpoch = 0 as Epoch;
  currentEpoch = 0 as Epoch;
  /** Complete and durable, oldest first. */
  snapshots: SnapshotInfo[] = [];
  private readonly syncs = new SyncBarrier<StorageEvent | Step>();
  private readonly reads = new ReadBarrier<ReadEvent>();
  /** Epoch files are replaced one after the other; the first is under way. */
  private readonly epochWrites = new Ring<EpochWrite>();
  /** Operations under way that the server's main thread would be blocked in. */
  private blocking = 0;

  /** `assertions`: see ServerConfig. */
  constructor(assertions = true) {
    this.log = new TxnLog(assertions);
  }

  synced(out: Out, file: string): StorageEvent | null {
    const done = this.syncs.synced(file);
    if (done === null) return null;
    if (blocks(done)) this.blocking--;
    return this.proceed(out, done);
  }

  private proceed(out: Out, done: StorageEvent | Step): StorageEvent | null {
    switch (done.kind) {
      case 'temporaryDurable':
        renameTemporary(out, done.file);
        return this.sync(out, [done.file], { ...done, kind: 'epochDurable' });
      case 'epochDurable':
        this.epochWritten(out, done);
        return done;
      case 'snapshotsCut':
        return this.sync(out, this.log.truncate(out, done.zxid), { ...done, kind: 'logCut' });
      case 'installWritten':
        return this.removeReplaced(out, done.info, done.roleNumber);
      case 'recoveredWritten':
        for (const stale of done.stale) out.remove(stale);
        return this.sync(out, done.stale, { kind: 'recoveredDurable' });
      default:
        return done;
    }
  }

  /** No epoch file, cut, installation or history is being made durable. */
  get isSettled(): boolean {
    return this.blocking === 0 && this.epochWrites.length === 0;
  }

  /** What follows once all of `files` are durable comes out of `synced`; with no files it follows at once. */
  private sync(out: Out, files: readonly string[], then: StorageEvent | Step): StorageEvent | null {
    if (blocks(then) && files.length > 0) this.blocking++;
    const done = this.syncs.sync(out, files, then);
    return done === null ? null : this.proceed(out, done);
  }

  contents(file: string, records: readonly StoredRecord[] | null): { then: ReadEvent; contents: FileContents } | null {
    return this.reads.contents(file, records);
  }

  // --- epochs --------------------------------------------------------------------------------------------------

  /** Replaces an epoch file durably; `epochDurable` follows. */
  writeEpoch(out: Out, file: EpochFileName, epoch: Epoch, roleNumber: number): void {
    this.epochWrites.push({ file, epoch, roleNumber });
    if (this.epochWrites.length === 1) this.beginEpochWrite(out);
  }

  private beginEpochWrite(out: Out): void {
    const next = this.epochWrites.first();
    if (next === undefined) return;
    writeTemporary(out, next.file, next.epoch);
    this.sync(out, [temporaryName(next.file)], { kind: 'temporaryDurable', ...next });
  }

  private epochWritten(out: Out, written: EpochWrite): void {
    if (written.file === 'acceptedEpoch') this.acceptedEpoch = written.epoch;
    else this.currentEpoch = written.epoch;
    this.epochWrites.shift();
    this.beginEpochWrite(out);
  }

  // --- log -----------------------------------------------------------------------------------------------------

  /** Makes what was appended durable; `flushed` or `historyDurable` follows, at once when nothing was. */
  flush(out: Out, event: StorageEvent): StorageEvent | null {
    return this.sync(out, this.log.takeDirty(), event);
  }

  /**
   * Forgets all after `zxid`, durably, snapshots first; `logCut` follows. `removed`: a file whose removal has to be
   * durable with theirs.
   */
  truncate(out: Out, zxid: Zxid, removed: string | null, roleNumber: number): StorageEvent | null {
    const above = this.snapshots.filter((snapshot) => snapshot.zxid > zxid || snapshot.horizon > zxid);
    for (const snapshot of above) out.remove(snapshot.file);
    this.snapshots = this.snapshots.filter((snapshot) => !above.includes(snapshot));
    const files = above.map((snapshot) => snapshot.file);
    if (removed !== null && !files.includes(removed)) files.push(removed);
    return this.sync(out, files, { kind: 'snapshotsCut', zxid, roleNumber });
  }

  // --- snapshots -----------------------------------------------------------------------------------------------

  /** Begins the file of a snapshot of this server's own tree. */
  beginSnapshot(out: Out, zxid: Zxid, sessions: readonly SnapshotSession[]): string {
    const file = snapshotFileName(zxid);
    this.writeRecord(out, file, { kind: 'begin', generation: this.log.generation, zxid, sessions }, true);
    return file;
  }

  appendNodes(out: Out, file: string, nodes: readonly SnapshotNode[]): void {
    this.writeRecord(out, file, { kind: 'nodes', nodes }, false);
  }

  /** Ends the file; `snapshotDurable` follows. */
  endSnapshot(out: Out, info: SnapshotInfo, count: number, serial: number): void {
    this.writeRecord(out, info.file, { kind: 'end', horizon: info.horizon, count }, false);
    this.sync(out, [info.file], { kind: 'snapshotDurable', info, serial });
  }

  /** The snapshot is durable and counts from now on. */
  addSnapshot(info: SnapshotInfo): void {
    this.snapshots.push(info);
  }

  hasSnapshot(zxid: Zxid): boolean {
    return this.snapshots.some((snapshot) => snapshot.zxid === zxid);
  }

  /**
   * Makes a leader's tree this server's history: the snapshot opens a new generation, so it counts from the moment
   * it is durable and not before. `installed` follows.
   */
  install(
    out: Out,
    tree: {
      readonly zxid: Zxid;
      readonly horizon: Zxid;
      readonly sessions: readonly SnapshotSession[];
      readonly nodes: readonly SnapshotNode[];
    },
    roleNumber: number,
  ): void {
    const generation = this.log.generation + 1;
    const file = installedFileName(tree.zxid, generation);
    this.writeRecord(out, file, { kind: 'begin', generation, zxid: tree.zxid, sessions: tree.sessions }, true);
    this.writeRecord(out, file, { kind: 'nodes', nodes: tree.nodes }, false);
    this.writeRecord(out, file, { kind: 'end', horizon: tree.horizon, count: tree.nodes.length }, false);
    const bytes = BEGIN_BYTES + nodesBytes(tree.nodes) + END_BYTES;
    const info: SnapshotInfo = { file, zxid: tree.zxid, horizon: tree.horizon, bytes };
    this.sync(out, [file], { kind: 'installWritten', info, roleNumber });
  }

  private removeReplaced(out: Out, info: SnapshotInfo, roleNumber: number): StorageEvent | null {
    const files = [...this.log.beginGeneration(info.zxid), ...this.snapshots.map((snapshot) => snapshot.file)];
    for (const file of files) out.remove(file);
    this.snapshots = [info];
    return this.sync(out, files, { kind: 'installed', info, roleNumber });
  }

  private writeRecord(out: Out, file: string, record: SnapshotRecord, first: boolean): void {
    const bytes =
      record.kind === 'nodes' ? nodesBytes(record.nodes) : record.kind === 'begin' ? BEGIN_BYTES : END_BYTES;
    if (first) out.write(file, record, bytes);
    else out.append(file, record, bytes);
  }

  /**
   * Removes old snapshots and the log files only they need (PurgeTxnLog): the newest `retain` stay, and one that holds
   * nothing above `committed` always does, because a TRUNC can never go below what was committed.
   */
  purge(out: Out, retain: number, committed: Zxid): void {
    while (this.snapshots.length > retain) {
      const second = this.snapshots[1] as SnapshotInfo;
      if (Math.max(second.zxid, second.horizon) > committed) break;
      out.remove((this.snapshots[0] as SnapshotInfo).file);
      this.snapshots.shift();
    }
    const oldest = this.snapshots[0];
    if (oldest !== undefined && this.snapshots.length >= retain) this.log.purge(out, oldest.zxid);
  }

  /** The lowest zxid the log can be cut to: some snapshot has to be there to start from, or the log's beginning. */
  get truncFloor(): Zxid {
    if (this.log.generation === 0 && this.log.firstPrev === ZXID_ZERO) return ZXID_ZERO;
    const oldest = this.snapshots[0];
    return oldest === undefined ? this.log.firstPrev : (Math.max(oldest.zxid, oldest.horizon) as Zxid);
  }

  /** Bytes of the newest snapshot, 0 without one. */
  get snapshotBytes(): number {
    return this.snapshots.at(-1)?.bytes ?? 0;
  }

  // --- reading back --------------------------------------------------------------------------------------------

  /** Reads the named files; the contents come with `event`. False when there are none to read. */
  readFiles(out: Out, files: readonly string[], event: ReadEvent): boolean {
    if (files.length === 0) return false;
    this.reads.read(out, files, event);
    return true;
  }

  /** The names recovery needs of those on the disk. */
  recoveryFiles(all: readonly string[]): string[] {
    return all.filter(
      (file) => isLogFile(file) || isSnapshotFile(file) || file === 'acceptedEpoch' || file === 'currentEpoch',
    );
  }

  /** The names recovery needs, from what this server wrote itself. */
  ownFiles(): string[] {
    return [
      'acceptedEpoch',
      'currentEpoch',
      ...this.snapshots.map((snapshot) => snapshot.file),
      ...this.log.segments.map((segment) => segment.file),
    ];
  }

  /**
   * Takes over what recovery found; `recoveredDurable` follows once all of it is on the platter. Only then goes what does not
   * belong to it: a snapshot that was read may be in memory alone, beside an older history that is durable.
   */
  adopt(out: Out, recovered: Recovered): StorageEvent | null {
    this.log.adopt(recovered.generation, recovered.segments, lastTxnOf(recovered));
    this.snapshots = recovered.snapshots;
    this.acceptedEpoch = recovered.acceptedEpoch;
    this.currentEpoch = recovered.currentEpoch;
    for (const file of recovered.unusable) out.remove(file);
    for (const torn of recovered.torn) out.truncate(torn.file, torn.records);
    const files = [
      // A rename may still be in the directory's cache alone, and this server is about to vote by what it read.
      ...recovered.epochFiles,
      ...recovered.segments.map((segment) => segment.file),
      ...recovered.snapshots.map((snapshot) => snapshot.file),
    ];
    return this.sync(out, files, { kind: 'recoveredWritten', stale: recovered.stale });
  }
}

/**
 * Where the history on disk ends. The label `e:0` of a snapshot is a position and no transaction: a log that went on
 * from it, and not from the last transaction before, would read like one with a hole.
 */
function lastTxnOf({ segments, snapshotZxid }: Recovered): Zxid {
  const last = segments.at(-1)?.zxids.at(-1);
  if (last === undefined) return snapshotZxid;
  return counterOf(snapshotZxid) === 0 || last > snapshotZxid ? last : snapshotZxid;
}

/** Whether the server's main thread waits for this; log flushes and background snapshots have threads of their own. */
function blocks(event: StorageEvent | Step): boolean {
  return event.kind !== 'flushed' && event.kind !== 'snapshotDurable';
}
