/**
 * The log of one server of the teaching protocol: transactions in memory and in one file, and how many of them a crash would
 * leave. One sync is under way at a time.
 */
import type { Out, StoredRecord } from '../../../protocol/process.ts';
import type { Txn } from '../../../protocol/txn.ts';

/** Named as ZooKeeper names a log that begins with its first transaction, so that reports show it as one. */
export const LOG_FILE = 'log.1';

/** A record in a log of ZooKeeper's: Adler32, length and an end mark around the transaction. */
const FRAME_BYTES = 13;

export class PbLog {
  readonly txns: Txn[] = [];
  /** Of the first transactions, how many are durable. */
  durable = 0;
  /** How many the sync under way covers; -1: none is. */
  private syncing = -1;
  private inFile = 0;

  /** What the disk has kept; a torn or damaged record ends it. */
  recover(records: readonly StoredRecord[] | null, out: Out): void {
    const all = records ?? [];
    const broken = all.findIndex((record) => record.state !== 'ok');
    const kept = broken < 0 ? all : all.slice(0, broken);
    if (kept.length < all.length) {
      out.truncate(LOG_FILE, kept.length);
      out.sync(LOG_FILE);
      this.syncing = kept.length;
    }
    this.txns.push(...kept.map((record) => record.data as Txn));
    this.inFile = kept.length;
    this.durable = kept.length;
  }

  append(txn: Txn, out: Out): void {
    this.txns.push(txn);
    this.inFile++;
    out.append(LOG_FILE, txn, txn.bytes + FRAME_BYTES);
    this.sync(out);
  }

  /** Keeps the first `count`. */
  truncate(count: number, out: Out): void {
    if (count >= this.txns.length) return;
    this.txns.length = count;
    if (this.inFile > count) out.truncate(LOG_FILE, count);
    this.inFile = count;
    this.durable = Math.min(this.durable, count);
    if (this.syncing > count) this.syncing = count;
    this.sync(out);
  }

  /** The sync under way is done. */
  synced(out: Out): void {
    if (this.syncing < 0) return;
    this.durable = this.syncing;
    this.syncing = -1;
    if (this.durable < this.txns.length) this.sync(out);
  }

  /** How many transactions from the first on are those of another log as well. */
  sharedWith(other: readonly Txn[]): number {
    let shared = 0;
    while (shared < other.length && this.txns[shared]?.digest === other[shared]?.digest) {
      if (shared >= this.txns.length) break;
      shared++;
    }
    return shared;
  }

  private sync(out: Out): void {
    if (this.syncing >= 0) return;
    this.syncing = this.txns.length;
    out.sync(LOG_FILE);
  }
}
