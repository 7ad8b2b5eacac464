/**
 * Waits for the disk. `sync` of several files at once with one continuation, which is data: when the last of them
 * is durable, the continuation comes out of `synced`. Reads of several files work the same way.
 */
import type { Out, StoredRecord } from '../process.ts';
import { assert } from '../std/assert.ts';

interface Group<Then> {
  left: number;
  readonly then: Then;
}

interface AskedFor<Then> {
  readonly file: string;
  readonly group: Group<Then>;
}

/** Groups syncs of files; the host answers syncs of one file in the order they were asked. */
export class SyncBarrier<Then> {
  /** In the order they were asked for; there are few at a time. */
  private readonly asked: AskedFor<Then>[] = [];

  /** Asks for durability of all that was done to `files`. With no files the continuation is returned at once. */
  sync(out: Out, files: readonly string[], then: Then): Then | null {
    if (files.length === 0) return then;
    const group: Group<Then> = { left: files.length, then };
    for (const file of files) {
      this.asked.push({ file, group });
      out.sync(file);
    }
    return null;
  }

  /** The host said `file` is durable; the continuation if that completes one. */
  synced(file: string): Then | null {
    const { asked } = this;
    let at = 0;
    while (at < asked.length && (asked[at] as AskedFor<Then>).file !== file) at++;
    assert(at < asked.length, 'a synced file was waited for', { file });
    const { group } = asked[at] as AskedFor<Then>;
    // By hand: splice would make two arrays of it.
    for (; at + 1 < asked.length; at++) asked[at] = asked[at + 1] as AskedFor<Then>;
    asked.pop();
    group.left--;
    return group.left === 0 ? group.then : null;
  }

  get idle(): boolean {
    return this.asked.length === 0;
  }
}

export type FileContents = Map<string, readonly StoredRecord[] | null>;

interface Reading<Then> {
  readonly missing: Set<string>;
  readonly contents: FileContents;
  readonly then: Then;
}

/** Groups reads of files. */
export class ReadBarrier<Then> {
  private readonly readings: Reading<Then>[] = [];

  /** Asks for `files`, at least one. */
  read(out: Out, files: readonly string[], then: Then): void {
    assert(files.length > 0, 'a reading names files');
    this.readings.push({ missing: new Set(files), contents: new Map(), then });
    for (const file of files) out.read(file);
  }

  /** The host returned a file; the reading that is complete with it. */
  contents(file: string, records: readonly StoredRecord[] | null): { then: Then; contents: FileContents } | null {
    const index = this.readings.findIndex((reading) => reading.missing.has(file));
    assert(index >= 0, 'contents were asked for', { file });
    const reading = this.readings[index] as Reading<Then>;
    reading.missing.delete(file);
    reading.contents.set(file, records);
    if (reading.missing.size > 0) return null;
    this.readings.splice(index, 1);
    return reading;
  }
}
