import type { Plain, StoredRecord } from './process.ts';

type Files = Map<string, readonly StoredRecord[]>;

/**
 * A disk of a transcript: what the process sees (`cache`) and what would survive a crash (`durable`). A sync makes
 * its file durable as it was when the sync was asked for, not as it is when the sync is done.
 */
export class TranscriptDisk {
  private cache: Files = new Map();
  private durable: Files = new Map();
  /** By the name a file was given last: the name it had before, to vanish with the sync that makes it durable. */
  private readonly renamed = new Map<string, string>();

  files(): string[] {
    return [...this.cache.keys()].sort((a, b) => (a < b ? -1 : 1));
  }

  read(file: string): readonly StoredRecord[] | null {
    return this.cache.get(file) ?? null;
  }

  durably(file: string): readonly StoredRecord[] | null {
    return this.durable.get(file) ?? null;
  }

  write(file: string, data: Plain, bytes: number): void {
    this.cache.set(file, [{ data, bytes, state: 'ok' }]);
  }

  append(file: string, data: Plain, bytes: number): void {
    this.cache.set(file, [...(this.cache.get(file) ?? []), { data, bytes, state: 'ok' }]);
  }

  truncate(file: string, records: number): void {
    this.cache.set(file, (this.cache.get(file) ?? []).slice(0, records));
  }

  rename(from: string, to: string): void {
    const content = this.cache.get(from);
    if (content === undefined) return;
    this.cache.set(to, content);
    this.cache.delete(from);
    this.renamed.set(to, from);
  }

  remove(file: string): void {
    this.cache.delete(file);
  }

  /** What the sync just asked for will make durable. */
  capture(file: string): SyncedFile {
    return { file, content: this.cache.get(file) ?? null, renamedFrom: this.renamed.get(file) ?? null };
  }

  finish(synced: SyncedFile): void {
    if (synced.content === null) this.durable.delete(synced.file);
    else this.durable.set(synced.file, synced.content);
    if (synced.renamedFrom !== null) {
      this.durable.delete(synced.renamedFrom);
      this.renamed.delete(synced.file);
    }
  }

  /** Everything that was not synced is gone. */
  crash(): void {
    this.cache = new Map(this.durable);
    this.renamed.clear();
  }

  /** Marks the last record of a file, on the disk itself. */
  damage(file: string, state: 'torn' | 'damaged'): void {
    const records = this.durable.get(file) ?? [];
    const last = records.at(-1);
    if (last === undefined) return;
    this.durable.set(file, [...records.slice(0, -1), { ...last, state }]);
    this.cache.set(file, this.durable.get(file) ?? []);
  }
}

export interface SyncedFile {
  readonly file: string;
  readonly content: readonly StoredRecord[] | null;
  readonly renamedFrom: string | null;
}
