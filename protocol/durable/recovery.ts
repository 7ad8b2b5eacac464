/**
 * From the files on a disk to a database: the newest usable snapshot and the log over it (FileTxnSnapLog.restore).
 * Everything in the log is applied, also what was never committed; Zab then confirms or truncates it.
 *
 * A pure function of the contents. What it refuses, a server must not start with: an operator has to decide.
 */
import { epochOf, ZXID_ZERO, type Epoch, type Zxid } from '../ids.ts';
import type { StoredRecord } from '../process.ts';
import type { DataTree } from '../store/data-tree.ts';
import type { SnapshotSession } from '../messages.ts';
import type { SnapshotNode } from '../store/snapshot-node.ts';
import type { Txn } from '../txn.ts';
import type { FileContents } from './barrier.ts';
import { readEpoch } from './epoch-file.ts';
import { isSnapshotFile, readSnapshot, type SnapshotContent } from './snapshot-file.ts';
import { isLogFile, zxidOfName, type LogHeader, type Segment } from './txn-log.ts';

export interface SnapshotInfo {
  readonly file: string;
  readonly zxid: Zxid;
  readonly horizon: Zxid;
  readonly bytes: number;
}

export interface Recovered {
  readonly kind: 'recovered';
  readonly tree: DataTree;
  readonly snapshotZxid: Zxid;
  /** The last zxid whose effects the tree may hold; above its last transaction where a snapshot was fuzzy. */
  readonly fuzzyUntil: Zxid;
  /** Transactions replayed over the snapshot, oldest first: the committed log is filled from them. */
  readonly replayed: readonly Txn[];
  readonly generation: number;
  readonly segments: Segment[];
  /** Usable snapshots, oldest first. */
  readonly snapshots: SnapshotInfo[];
  /** The epoch files that were there. */
  readonly epochFiles: readonly string[];
  readonly acceptedEpoch: Epoch;
  readonly currentEpoch: Epoch;
  /** Files with a torn last record, and how many records to keep. */
  readonly torn: readonly { readonly file: string; readonly records: number }[];
  /** Log records that a crash tore. */
  readonly tornRecords: number;
  /** Files that nobody could use: incomplete snapshots, empty logs. */
  readonly unusable: readonly string[];
  /** Files that no longer belong to the history: left-over generations, logs behind a hole. */
  readonly stale: readonly string[];
}

/** With this, and the reason, a server ends itself when it refuses what is on its disk. */
export const CANNOT_LOAD = 'cannot load the database: ';

export interface Refused {
  readonly kind: 'refused';
  readonly reason: string;
}

/** How trees are made. */
export interface TreeFactory {
  empty(): DataTree;
  restore(snapshot: {
    readonly zxid: Zxid;
    readonly sessions: readonly SnapshotSession[];
    readonly nodes: readonly SnapshotNode[];
  }): DataTree;
}

interface LogFile {
  readonly file: string;
  readonly header: LogHeader;
  readonly txns: readonly Txn[];
  readonly torn: boolean;
  readonly bytes: number;
}

/** What the files hold, before anything is chosen. */
interface OnDisk {
  readonly snapshots: SnapshotContent[];
  readonly logs: LogFile[];
  readonly unusable: string[];
  /** Logs of which not even the first record is whole. */
  tornFiles: number;
}

/** The newest generation: its snapshots that can be used, the best one, and its log up to the first hole. */
interface History {
  readonly generation: number;
  readonly own: readonly LogFile[];
  readonly usable: readonly SnapshotContent[];
  /** Undefined: none is usable. */
  readonly base: SnapshotContent | undefined;
  /** Without a snapshot it can be loaded too. */
  readonly isWhole: boolean;
  /** What does not belong to it. */
  readonly stale: readonly string[];
}

export function recover(contents: FileContents, trees: TreeFactory): Recovered | Refused {
  const onDisk = readAll(contents);
  if ('reason' in onDisk) return onDisk;
  const history = chooseHistory(onDisk);
  const { generation, own, usable, base } = history;
  if (base === undefined && !history.isWhole) {
    return { kind: 'refused', reason: 'no snapshot is usable and the log does not reach back to the beginning' };
  }
  const tree = base === undefined ? trees.empty() : trees.restore(base);
  const label = base?.zxid ?? ZXID_ZERO;
  const replayed = replay(own, label, tree);
  tree.dropOrphanEphemerals();

  const lastEpoch = epochOf(tree.lastProcessedZxid);
  const current = readEpoch(contents.get('currentEpoch'));
  const accepted = readEpoch(contents.get('acceptedEpoch'));
  // A history of epoch e beside a currentEpoch below e comes from a crash between the two: nothing was acknowledged
  // in e, so ranking this server by the old currentEpoch is safe (upstream refuses to start).
  // Without a currentEpoch beside an acceptedEpoch none was ever joined.
  const neverJoined = accepted !== null || (replayed.length === 0 && base === undefined);
  const currentEpoch = current ?? (neverJoined ? (0 as Epoch) : lastEpoch);
  const acceptedEpoch = accepted ?? currentEpoch;
  if (acceptedEpoch < currentEpoch) {
    return { kind: 'refused', reason: `acceptedEpoch ${acceptedEpoch} is below currentEpoch ${currentEpoch}` };
  }
  return {
    kind: 'recovered',
    tree,
    snapshotZxid: label,
    fuzzyUntil: base?.horizon ?? ZXID_ZERO,
    replayed,
    generation,
    segments: own.map(segmentOf),
    snapshots: usable.map(infoOf).reverse(),
    epochFiles: ['acceptedEpoch', 'currentEpoch'].filter((file) => readEpoch(contents.get(file)) !== null),
    acceptedEpoch,
    currentEpoch,
    torn: own.filter((log) => log.torn).map((log) => ({ file: log.file, records: 1 + log.txns.length })),
    tornRecords: onDisk.tornFiles + own.filter((log) => log.torn).length,
    unusable: onDisk.unusable,
    stale: history.stale,
  };
}

function readAll(contents: FileContents): OnDisk | Refused {
  const read: OnDisk = { snapshots: [], logs: [], unusable: [], tornFiles: 0 };
  for (const file of contents.keys()) {
    const records = contents.get(file) ?? null;
    if (isSnapshotFile(file)) {
      const snapshot = readSnapshot(file, records);
      if (snapshot === null) read.unusable.push(file);
      else read.snapshots.push(snapshot);
    } else if (isLogFile(file)) {
      const log = readLog(file, records);
      if (log === 'damaged') return { kind: 'refused', reason: `a record of ${file} is damaged` };
      if (log === null) read.unusable.push(file);
      else if (log.txns.length === 0) {
        read.unusable.push(file);
        if (log.torn) read.tornFiles++;
      } else read.logs.push(log);
    }
  }
  read.logs.sort((a, b) => zxidOfName(a.file) - zxidOfName(b.file));
  read.snapshots.sort((a, b) => b.generation - a.generation || b.zxid - a.zxid);
  return read;
}

function chooseHistory({ snapshots, logs }: OnDisk): History {
  const stale: string[] = [];
  const generation = snapshots[0]?.generation ?? 0;
  for (const log of logs) if (log.header.generation !== generation) stale.push(log.file);
  for (const snapshot of snapshots) if (snapshot.generation !== generation) stale.push(snapshot.file);
  const ofGeneration = logs.filter((log) => log.header.generation === generation);
  const own = contiguous(ofGeneration, stale);

  // A snapshot that the log does not reach is fuzzy: used only where there is none better.
  const usable = snapshots.filter((each) => each.generation === generation && reach(each, own) !== null);
  const base = usable.find((snapshot) => snapshot.horizon <= (reach(snapshot, own) as Zxid)) ?? usable[0];
  const isWhole = startsFromNothing(own, generation === 0 && ofGeneration.length === logs.length);
  return { generation, own, usable, base, isWhole, stale };
}

/** Applies what follows `label`, and returns it. */
function replay(own: readonly LogFile[], label: Zxid, tree: DataTree): Txn[] {
  const replayed: Txn[] = [];
  for (const log of own) {
    for (const txn of log.txns) {
      if (txn.zxid <= label) continue;
      tree.apply(txn);
      replayed.push(txn);
    }
  }
  return replayed;
}

function segmentOf({ file, header, txns, bytes }: LogFile): Segment {
  return { file, prev: header.prev, zxids: txns.map((txn) => txn.zxid), bytes };
}

function infoOf({ file, zxid, horizon, bytes }: SnapshotContent): SnapshotInfo {
  return { file, zxid, horizon, bytes };
}

/** Transactions in log files as read, those after `zxid`, oldest first; null when a record is damaged. */
export function txnsAfter(contents: FileContents, zxid: Zxid): Txn[] | null {
  const txns: Txn[] = [];
  const files = [...contents.keys()].sort((a, b) => zxidOfName(a) - zxidOfName(b));
  for (const file of files) {
    const log = readLog(file, contents.get(file) ?? null);
    if (log === 'damaged') return null;
    if (log === null) continue;
    for (const txn of log.txns) if (txn.zxid > zxid) txns.push(txn);
  }
  return txns;
}

function readLog(file: string, records: readonly StoredRecord[] | null): LogFile | 'damaged' | null {
  const first = records?.[0];
  if (records === null || first === undefined || first.state === 'torn') return null;
  if (first.state === 'damaged') return 'damaged';
  const header = first.data as LogHeader;
  const txns: Txn[] = [];
  let bytes = 0;
  let torn = false;
  for (let index = 1; index < records.length; index++) {
    const stored = records[index] as StoredRecord;
    if (stored.state === 'damaged') return 'damaged';
    if (stored.state === 'torn') {
      torn = true;
      break;
    }
    txns.push(stored.data as Txn);
    bytes += stored.bytes;
  }
  return { file, header, txns, torn, bytes };
}

/**
 * The files up to the first hole; the others are stale. A power loss keeps of each file what it likes, so a later
 * file may outlive the end of an earlier one. What lies behind the hole was never acknowledged: a sync of the later
 * file ends together with that of the earlier one.
 */
function contiguous(logs: readonly LogFile[], stale: string[]): LogFile[] {
  const kept: LogFile[] = [];
  let hole = false;
  for (const log of logs) {
    const before = kept.at(-1);
    hole ||= before !== undefined && log.header.prev > (before.txns.at(-1)?.zxid ?? before.header.prev);
    if (hole) stale.push(log.file);
    else kept.push(log);
  }
  return kept;
}

/** The last zxid that the snapshot and the log over it lead to; null when there is a hole between them. */
function reach(snapshot: SnapshotContent, logs: readonly LogFile[]): Zxid | null {
  let last = snapshot.zxid;
  for (const log of logs) {
    const lastInFile = log.txns.at(-1)?.zxid ?? log.header.prev;
    if (lastInFile <= snapshot.zxid) continue;
    if (log.header.prev > last) return null;
    last = lastInFile;
  }
  return last;
}

/** No snapshot was ever completed here, and the log, if any, begins at the beginning. */
function startsFromNothing(own: readonly LogFile[], neverInstalled: boolean): boolean {
  return neverInstalled && (own.length === 0 || (own[0] as LogFile).header.prev === ZXID_ZERO);
}
