/**
 * A file's content, apart from its name: what the page cache shows and how much of it is durable.
 *
 * ```
 * records   r0 r1 r2 r3 r4      the page cache
 *           └──synced─┘         survives a crash; of the rest a prefix may
 * cut       s2 s3               durable records that an unsynced truncation took away: a crash may bring them back
 * ```
 */
import type { StoredRecord } from '../../protocol/process.ts';

/** A sync under way: what it will have made durable, whatever happens to the page cache meanwhile. */
export interface PendingSync {
  readonly inode: Inode | null;
  readonly file: string;
  /** Directory operations it covers, counted since the beginning. */
  readonly directory: number;
  /** Records it covers that are still in the page cache. */
  length: number;
  /** Records it covers that were truncated after it was asked for. */
  removed: readonly StoredRecord[];
  /** False: a lying disk answers it and does nothing. */
  readonly honest: boolean;
  /** Answered as an error instead. */
  failed: boolean;
  /** Not done yet, nor dropped by a crash. */
  pending: boolean;
}

export class Inode {
  /** Name it was created under and how many files that name had, for addresses. */
  readonly birth: string;
  records: StoredRecord[] = [];
  bytes = 0;
  synced = 0;
  cut: readonly StoredRecord[] = [];

  constructor(birth: string) {
    this.birth = birth;
  }

  append(record: StoredRecord): void {
    this.records.push(record);
    this.bytes += record.bytes;
  }

  /** `syncing`: the syncs that will make something of this file durable. */
  truncate(length: number, syncing: readonly PendingSync[]): void {
    if (length >= this.records.length) return;
    const removed = this.records.slice(length);
    for (const record of removed) this.bytes -= record.bytes;
    for (const sync of syncing) {
      if (length >= sync.length) continue;
      sync.removed = [...removed.slice(0, sync.length - length), ...sync.removed];
      sync.length = length;
    }
    if (length < this.synced) {
      this.cut = [...removed.slice(0, this.synced - length), ...this.cut];
      this.synced = length;
    }
    this.records.length = length;
  }

  /** A sync has ended. */
  settle(sync: PendingSync): void {
    if (sync.length < this.synced) return; // A later one has overtaken it.
    this.synced = sync.length;
    this.cut = sync.removed;
  }

  /** What a crash at this moment is certain to keep, the oldest state the disk may fall back to. */
  durable(): StoredRecord[] {
    return this.cut.length === 0
      ? this.records.slice(0, this.synced)
      : [...this.records.slice(0, this.synced), ...this.cut];
  }
}
