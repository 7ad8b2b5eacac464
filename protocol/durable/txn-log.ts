/**
 * The transaction log: files `log.<hex zxid of the first record>`, each a header and then one record per
 * transaction. This class knows what was written where; contents are read back from the disk.
 *
 * Histories have a generation. Installing a leader's snapshot begins the next one: what older generations hold no
 * longer counts, from the moment the snapshot is durable. So a crash finds either the old history, whole, or the
 * new one, never new records replayed over an unrelated base (ZOOKEEPER-2832), and a log never has a hole inside a
 * generation (ZOOKEEPER-2846).
 */
import { ZXID_ZERO, type Zxid } from '../ids.ts';
import type { Out } from '../process.ts';
import { assert } from '../std/assert.ts';
import type { Txn } from '../txn.ts';

/** First record of a log file. `prev`: the zxid before the first transaction in it, 0 at the very beginning. */
export interface LogHeader {
  readonly kind: 'log';
  readonly generation: number;
  readonly prev: Zxid;
}

/** FileHeader, and what is ours: see wire/log-codec.ts. */
const HEADER_BYTES = 24;
/** Checksum, length and end mark around each record. */
const FRAME_BYTES = 13;

export interface Segment {
  readonly file: string;
  readonly prev: Zxid;
  /** Of the records after the header, in order. */
  readonly zxids: Zxid[];
  bytes: number;
}

export function logFileName(first: Zxid): string {
  return `log.${first.toString(16)}`;
}

export function isLogFile(file: string): boolean {
  return file.startsWith('log.');
}

/** The zxid in a file name `log.<hex>` or `snapshot.<hex>`. */
export function zxidOfName(file: string): Zxid {
  return Number.parseInt(file.slice(file.indexOf('.') + 1), 16) as Zxid;
}

export class TxnLog {
  generation = 0;
  segments: Segment[] = [];
  /** Last appended, synced or not; where nothing was appended yet, what the snapshot below covers. */
  lastZxid: Zxid = ZXID_ZERO;
  /** All up to here is durable. */
  durableZxid: Zxid = ZXID_ZERO;
  /** Files appended to since they were last handed to a sync. */
  private dirty: string[] = [];
  private mayAppend = false;
  private readonly assertions: boolean;

  /** `assertions`: see ServerConfig. */
  constructor(assertions: boolean) {
    this.assertions = assertions;
  }

  /** What recovery found. The next append begins a file. */
  adopt(generation: number, segments: Segment[], lastZxid: Zxid): void {
    this.generation = generation;
    this.segments = segments;
    this.lastZxid = lastZxid;
    this.durableZxid = lastZxid;
    this.dirty = [];
    this.mayAppend = false;
  }

  /** A new generation above `zxid`: nothing logged so far belongs to it. Returns the files left behind. */
  beginGeneration(zxid: Zxid): string[] {
    const left = this.segments.map((segment) => segment.file);
    this.adopt(this.generation + 1, [], zxid);
    return left;
  }

  append(out: Out, txn: Txn): void {
    if (this.assertions) {
      assert(txn.zxid > this.lastZxid, 'zxids rise in a log', { zxid: txn.zxid, last: this.lastZxid });
    }
    let segment = this.segments.at(-1);
    if (segment === undefined || !this.mayAppend) {
      const header: LogHeader = { kind: 'log', generation: this.generation, prev: this.lastZxid };
      segment = { file: logFileName(txn.zxid), prev: this.lastZxid, zxids: [], bytes: 0 };
      this.segments.push(segment);
      out.write(segment.file, header, HEADER_BYTES);
      this.mayAppend = true;
    }
    out.append(segment.file, txn, txn.bytes + FRAME_BYTES);
    segment.zxids.push(txn.zxid);
    segment.bytes += txn.bytes + FRAME_BYTES;
    this.lastZxid = txn.zxid;
    // Made whole: an array that grows from none takes room for seventeen.
    if (this.dirty.length === 0) this.dirty = [segment.file];
    else if (this.dirty.at(-1) !== segment.file) this.dirty.push(segment.file);
  }

  /** The next append begins a new file (rollLog, before a snapshot). */
  roll(): void {
    this.mayAppend = false;
  }

  /** Files that a flush has to sync; they count as clean from now on. */
  takeDirty(): string[] {
    const files = this.dirty;
    this.dirty = [];
    return files;
  }

  /** Files that hold records after `zxid`, oldest first. */
  filesAfter(zxid: Zxid): string[] {
    return this.segments.filter((segment) => (segment.zxids.at(-1) ?? ZXID_ZERO) > zxid).map((segment) => segment.file);
  }

  /** The zxid before the first record on disk: nothing earlier can be read back. */
  get firstPrev(): Zxid {
    return this.segments[0]?.prev ?? this.lastZxid;
  }

  /** Bytes of the records after `zxid`, counting whole files. */
  bytesAfter(zxid: Zxid): number {
    let sum = 0;
    for (const segment of this.segments) if ((segment.zxids.at(-1) ?? ZXID_ZERO) > zxid) sum += segment.bytes;
    return sum;
  }

  /**
   * Cuts the log after the last record not above `zxid`: later files are removed newest first, so that a crash in
   * between leaves a longer prefix, never a hole. Returns the files to sync.
   */
  truncate(out: Out, zxid: Zxid): string[] {
    const touched: string[] = [];
    for (let index = this.segments.length - 1; index >= 0; index--) {
      const segment = this.segments[index] as Segment;
      const kept = segment.zxids.filter((each) => each <= zxid).length;
      if (kept === segment.zxids.length) break;
      touched.push(segment.file);
      if (kept === 0) {
        out.remove(segment.file);
        this.segments.pop();
      } else {
        out.truncate(segment.file, 1 + kept);
        segment.zxids.length = kept;
      }
    }
    this.lastZxid = this.segments.at(-1)?.zxids.at(-1) ?? this.segments.at(-1)?.prev ?? this.firstPrevOf(zxid);
    this.durableZxid = this.lastZxid;
    this.mayAppend = false;
    return touched;
  }

  private firstPrevOf(zxid: Zxid): Zxid {
    return this.segments.length > 0 ? this.firstPrev : zxid;
  }

  /** Removes files that only hold records up to `zxid`, the last file excepted (PurgeTxnLog). */
  purge(out: Out, zxid: Zxid): void {
    while (this.segments.length > 1) {
      const oldest = this.segments[0] as Segment;
      if ((oldest.zxids.at(-1) ?? oldest.prev) > zxid) return;
      out.remove(oldest.file);
      this.segments.shift();
    }
  }
}
