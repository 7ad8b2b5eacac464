/**
 * One machine's disk: named files of records, a page cache over them, and a directory whose changes are a journal.
 *
 * `sync(file)` makes durable what was done to that file before, and with it the whole directory journal up to now,
 * as an ordered-mode journalling file system does. A crash keeps what is durable, of each file a prefix of its
 * unsynced appends (the next one may be torn), of the journal a prefix of its unsynced entries. A sync takes time and
 * syncs asked for during one end together, one flush later.
 */
import { byText } from '../../protocol/std/compare.ts';
import { assert } from '../../protocol/std/assert.ts';
import { Ring } from '../../protocol/std/ring.ts';
import type { Plain, StoredRecord } from '../../protocol/process.ts';
import type { Decisions } from '../kernel/addresses.ts';
import type { Core } from '../kernel/core.ts';
import { Kind } from '../kernel/event.ts';
import type { Host } from '../kernel/host.ts';
import { crashContent, crashJournal } from './crash.ts';
import { Inode, type PendingSync } from './inode.ts';
import type { DiskOptions } from './options.ts';

export type DiskOperation = 'write' | 'append' | 'sync' | 'truncate' | 'rename' | 'remove' | 'read';

/** A change of the directory that is not durable yet. */
export type JournalEntry =
  | { readonly kind: 'create'; readonly file: string; readonly inode: Inode }
  | { readonly kind: 'rename'; readonly from: string; readonly to: string }
  | { readonly kind: 'remove'; readonly file: string };

/** The kind of a file for crash points: its name up to the first dot. */
export function fileKind(file: string): string {
  const dot = file.indexOf('.');
  return dot < 0 ? file : file.slice(0, dot);
}

/** What files of one kind have in common. */
class KindOfFile {
  readonly decisions: Decisions;
  /** Durable writes so far. */
  writes = 0;

  constructor(decisions: Decisions) {
    this.decisions = decisions;
  }
}

const NO_RECORDS: readonly StoredRecord[] = [];

function applyEntry(directory: Map<string, Inode>, entry: JournalEntry): void {
  if (entry.kind === 'create') directory.set(entry.file, entry.inode);
  else if (entry.kind === 'remove') directory.delete(entry.file);
  else {
    const inode = directory.get(entry.from);
    if (inode === undefined) return;
    directory.delete(entry.from);
    directory.set(entry.to, inode);
  }
}

export class Disk {
  private readonly core: Core;
  readonly options: DiskOptions;
  private readonly owner: string;
  private host: Host | null = null;
  private directory = new Map<string, Inode>();
  private durableDirectory = new Map<string, Inode>();
  private journal: JournalEntry[] = [];
  /** Directory operations made durable since the beginning. */
  private journalBase = 0;
  private readonly births = new Map<string, number>();
  private readonly kinds = new Map<string, KindOfFile>();
  /** The file that was asked for its kind last, and that kind. */
  private lastFile = '';
  private lastKind: KindOfFile | null = null;
  private usedBytes = 0;
  /** When the flush under way ends, and the one that follows it. */
  private flushEndsUs = 0;
  private nextFlushEndsUs = 0;
  /** When the last read of each file is answered: an answer does not say which read it is for. */
  private readonly readEndsUs = new Map<string, number>();
  /** In the order they were asked for, which is nearly that in which they end; those that have are taken out in front. */
  private readonly syncs = new Ring<PendingSync>();
  private stuckSyncs: PendingSync[] = [];
  /** Syncs that were answered and not done. */
  private lies: PendingSync[] = [];

  // What faults set; counts, so that overlapping faults compose.
  slowPercent = 100;
  stuck = 0;
  lying = 0;
  full = 0;
  /** Next operations of these names fail. */
  readonly failing = new Map<DiskOperation, number>();
  /** Files a write or an append failed on: what comes behind it fails too, for a stream has no holes, until the process ends. */
  private readonly broken = new Set<string>();

  constructor(core: Core, options: DiskOptions, owner: string) {
    this.core = core;
    this.options = options;
    this.owner = owner;
  }

  attach(host: Host): void {
    this.host = host;
  }

  // --- what a process asks -----------------------------------------------------------------------------------

  write(file: string, data: Plain, bytes: number): void {
    if (this.refuses('write', file, bytes)) return;
    const inode = this.openOrCreate(file);
    this.usedBytes -= inode.bytes;
    if (inode.records.length > 0) inode.truncate(0, this.covering(inode));
    inode.append({ data, bytes, state: 'ok' });
    this.usedBytes += bytes;
  }

  append(file: string, data: Plain, bytes: number): void {
    if (this.refuses('append', file, bytes)) return;
    const inode = this.openOrCreate(file);
    inode.append({ data, bytes, state: 'ok' });
    this.usedBytes += bytes;
    if (inode.records.length > this.core.limits.fileRecords) this.core.reach('fileRecords');
  }

  truncate(file: string, records: number): void {
    if (this.refuses('truncate', file, 0)) return;
    const inode = this.directory.get(file);
    if (inode === undefined) return;
    this.usedBytes -= inode.bytes;
    inode.truncate(records, this.covering(inode));
    this.usedBytes += inode.bytes;
  }

  rename(from: string, to: string): void {
    if (this.refuses('rename', to, 0)) return;
    assert(this.directory.has(from), 'a file that is renamed exists', { from });
    const replaced = this.directory.get(to);
    if (replaced !== undefined) this.usedBytes -= replaced.bytes;
    this.change({ kind: 'rename', from, to });
  }

  remove(file: string): void {
    if (this.refuses('remove', file, 0)) return;
    const inode = this.directory.get(file);
    if (inode === undefined) return;
    this.usedBytes -= inode.bytes;
    this.change({ kind: 'remove', file });
  }

  read(file: string): void {
    if (this.refuses('read', file, 0)) return;
    const inode = this.directory.get(file);
    const records = inode === undefined ? null : inode.records.slice();
    const decisions = this.core.addresses.of(`disk/${this.owner}/read/${file}`);
    const latency = decisions.latency(decisions.begin(), 0, 'delay', this.options.readLatency);
    const endsUs = Math.max(this.core.nowUs + this.slowed(latency), this.readEndsUs.get(file) ?? 0);
    this.readEndsUs.set(file, endsUs);
    this.core.post(endsUs, Kind.CONTENTS, this.host, null, file, records, 0);
  }

  sync(file: string): void {
    const inode = this.directory.get(file) ?? null;
    const failed = this.fails('sync');
    const sync: PendingSync = {
      inode,
      file,
      directory: this.journalBase + this.journal.length,
      length: inode === null ? 0 : inode.records.length,
      removed: NO_RECORDS,
      honest: this.lying === 0,
      failed,
      pending: true,
    };
    this.syncs.push(sync);
    if (this.stuck > 0) this.stuckSyncs.push(sync);
    else this.flush(sync);
  }

  private flush(sync: PendingSync): void {
    const now = this.core.nowUs;
    const { decisions } = this.kindOf(sync.file);
    const latency = this.slowed(decisions.latency(decisions.begin(), 0, 'delay', this.options.syncLatency));
    if (now >= this.nextFlushEndsUs) {
      this.flushEndsUs = now + latency;
      this.nextFlushEndsUs = this.flushEndsUs;
    } else if (now >= this.flushEndsUs || this.nextFlushEndsUs === this.flushEndsUs) {
      // A flush is under way: this sync begins the next one.
      if (now >= this.flushEndsUs) this.flushEndsUs = this.nextFlushEndsUs;
      this.nextFlushEndsUs = this.flushEndsUs + latency;
    }
    this.core.post(this.nextFlushEndsUs, Kind.SYNCED, this.host, null, sync.file, sync, 0);
  }

  private slowed(us: number): number {
    return this.slowPercent === 100 ? us : Math.floor((us * this.slowPercent) / 100);
  }

  // --- events -------------------------------------------------------------------------------------------------

  /** A sync is done: what it covers is durable, unless the disk lies. */
  complete(sync: PendingSync): void {
    sync.pending = false;
    while (this.syncs.first()?.pending === false) this.syncs.shift();
    if (sync.failed) return;
    this.kindOf(sync.file).writes++;
    if (sync.honest) this.settle(sync);
    else this.lies.push(sync);
  }

  private settle(sync: PendingSync): void {
    sync.inode?.settle(sync);
    const count = sync.directory - this.journalBase;
    if (count > 0) {
      for (const entry of this.journal.splice(0, count)) applyEntry(this.durableDirectory, entry);
      this.journalBase += count;
    }
  }

  /** How many syncs of files of this kind have ended well. */
  writesOf(kind: string): number {
    return this.kinds.get(kind)?.writes ?? 0;
  }

  /** The machine lost power: the page cache is gone, and what was not synced in part. */
  crash(): void {
    this.broken.clear();
    this.readEndsUs.clear();
    const kept = crashJournal(this.core.addresses, this.owner, this.journal.length);
    for (const entry of this.journal.slice(0, kept)) applyEntry(this.durableDirectory, entry);
    this.journalBase += this.journal.length;
    this.journal = [];
    this.directory = new Map(this.durableDirectory);
    this.usedBytes = 0;
    for (const file of this.names()) {
      const inode = this.directory.get(file) as Inode;
      crashContent(this.core.addresses, this.owner, inode);
      this.usedBytes += inode.bytes;
    }
    this.dropSyncs();
    this.lies = [];
    this.flushEndsUs = this.core.nowUs;
    this.nextFlushEndsUs = this.core.nowUs;
  }

  /** The process ended and the machine did not: nothing is lost, nobody waits. */
  abandon(): void {
    this.broken.clear();
    this.readEndsUs.clear();
    for (const sync of this.syncs.toArray()) if (sync.pending) this.complete(sync);
    this.stuckSyncs = [];
  }

  // --- what faults do -----------------------------------------------------------------------------------------

  /** Syncs that waited begin now, when no other fault holds them. */
  unstick(): void {
    if (this.stuck > 0) this.stuck--;
    if (this.stuck > 0) return;
    const waiting = this.stuckSyncs;
    this.stuckSyncs = [];
    for (const sync of waiting) this.flush(sync);
  }

  /** Whether something was answered as durable that is not. */
  get lied(): boolean {
    return this.lies.length > 0;
  }

  /** Makes good what the disk answered and had not done: its cache was written out after all. */
  settleLies(): void {
    const lies = this.lies;
    this.lies = [];
    for (const sync of lies) this.settle(sync);
  }

  /** The next `count` operations of that name fail. */
  failNext(operation: DiskOperation, count: number): void {
    this.failing.set(operation, (this.failing.get(operation) ?? 0) + count);
  }

  /** Damages a record, counted from the file's end; false when there is none. */
  rot(file: string, fromEnd: number): boolean {
    const inode = this.directory.get(file);
    const at = (inode?.records.length ?? 0) - 1 - fromEnd;
    if (inode === undefined || at < 0) return false;
    const record = inode.records[at] as StoredRecord;
    if (record.state !== 'ok') return false;
    inode.records[at] = { data: record.data, bytes: record.bytes, state: 'damaged' };
    return true;
  }

  /** An empty disk. Answers whether there was anything on it. */
  wipe(): boolean {
    const had = this.directory.size > 0 || this.durableDirectory.size > 0;
    this.directory = new Map();
    this.durableDirectory = new Map();
    this.journalBase += this.journal.length;
    this.journal = [];
    this.usedBytes = 0;
    this.dropSyncs();
    this.lies = [];
    return had;
  }

  /** Takes back every fault that has a duration, and every error not answered yet: syncs under way end well. */
  healAll(): void {
    this.slowPercent = 100;
    this.lying = 0;
    this.settleLies();
    this.full = 0;
    this.failing.clear();
    for (const sync of this.syncs.toArray()) if (sync.pending) sync.failed = false;
    if (this.stuck > 0) {
      this.stuck = 1;
      this.unstick();
    }
  }

  // --- what checks ask ----------------------------------------------------------------------------------------

  /** Names the page cache shows, sorted. */
  names(): string[] {
    return [...this.directory.keys()].sort(byText);
  }

  /** Names that are certain to be there after a crash now, sorted. */
  durableFiles(): string[] {
    return [...this.durableDirectory.keys()].sort(byText);
  }

  /** What a crash now is certain to leave of a file; null when not even its name is durable. */
  durableRecords(file: string): StoredRecord[] | null {
    return this.durableDirectory.get(file)?.durable() ?? null;
  }

  /** What the page cache shows. */
  records(file: string): readonly StoredRecord[] | null {
    return this.directory.get(file)?.records ?? null;
  }

  // --- inside -------------------------------------------------------------------------------------------------

  private kindOf(file: string): KindOfFile {
    if (file === this.lastFile && this.lastKind !== null) return this.lastKind;
    const name = fileKind(file);
    let kind = this.kinds.get(name);
    if (kind === undefined) {
      kind = new KindOfFile(this.core.addresses.of(`disk/${this.owner}/sync/${name}`));
      this.kinds.set(name, kind);
    }
    this.lastFile = file;
    this.lastKind = kind;
    return kind;
  }

  /** The answers to these never come. */
  private dropSyncs(): void {
    for (const sync of this.syncs.toArray()) sync.pending = false;
    this.syncs.clear();
    this.stuckSyncs = [];
  }

  /**
   * The syncs that will make something of this file durable: answered ones of a lying disk included, and those that are
   * to fail, for that may be taken back.
   */
  private covering(inode: Inode): PendingSync[] {
    const all = [...this.syncs.toArray(), ...this.lies];
    return all.filter((sync) => sync.inode === inode && (sync.pending || !sync.honest));
  }

  private openOrCreate(file: string): Inode {
    const known = this.directory.get(file);
    if (known !== undefined) return known;
    const births = (this.births.get(file) ?? 0) + 1;
    this.births.set(file, births);
    const inode = new Inode(`${file}#${births}`);
    this.change({ kind: 'create', file, inode });
    return inode;
  }

  private change(entry: JournalEntry): void {
    this.journal.push(entry);
    applyEntry(this.directory, entry);
  }

  private fails(operation: DiskOperation): boolean {
    if (this.failing.size === 0) return false;
    const left = this.failing.get(operation) ?? 0;
    if (left === 0) return false;
    if (left === 1) this.failing.delete(operation);
    else this.failing.set(operation, left - 1);
    return true;
  }

  private refuses(operation: DiskOperation, file: string, bytes: number): boolean {
    const full = bytes > 0 && (this.full > 0 || this.usedBytes + bytes > this.options.capacityBytes);
    const behind = operation === 'append' && this.broken.size > 0 && this.broken.has(file);
    if (!full && !behind && !this.fails(operation)) return false;
    if (operation === 'append' || operation === 'write') this.broken.add(file);
    this.core.post(this.core.nowUs, Kind.DISK_ERROR, this.host, null, file, operation, 0);
    return true;
  }
}
