import { describe, expect, test } from 'vitest';
import { Storage } from '../durable/storage.ts';
import type { Fact } from '../facts.ts';
import { makeZxid, NO_SESSION, showZxid } from '../ids.ts';
import type { Out } from '../process.ts';
import { makeTxn, type Txn } from '../txn.ts';
import { LogWriter } from './log-writer.ts';

function txn(counter: number): Txn {
  return makeTxn({ zxid: makeZxid(1, counter), session: NO_SESSION, cxid: 0, timeMs: 0 }, { type: 'error', err: -101 });
}

/** A log writer over a disk that syncs when it is told to. */
class Desk {
  readonly seen: string[] = [];
  readonly storage = new Storage();
  private readonly syncing: string[] = [];
  private readonly handed: Txn[] = [];
  readonly out = {
    handOver: (_stage: string, item: unknown) => this.handed.push(item as Txn),
    write: () => undefined,
    append: () => undefined,
    sync: (file: string) => this.syncing.push(file),
    choose: () => 0,
    fact: (fact: Fact) => {
      if (fact.type === 'synced') this.seen.push(`synced ${showZxid(fact.zxid)} group ${fact.group}`);
    },
  } as unknown as Out;
  readonly writer: LogWriter;

  constructor(options: { maxBatchSize?: number; snapCount?: number } = {}) {
    const events = {
      acknowledge: (each: Txn) => this.seen.push(`ack ${showZxid(each.zxid)}`),
      snapshotDue: () => this.seen.push('snapshot due'),
      logDurable: () => undefined,
      drained: () => this.seen.push('drained'),
    };
    this.writer = new LogWriter(this.storage, events, { maxBatchSize: 1000, snapCount: 1000, ...options });
  }

  queue(...counters: number[]): this {
    for (const counter of counters) this.writer.enqueue(this.out, txn(counter));
    return this;
  }

  /** The stage takes what was handed to it. */
  take(): this {
    for (const each of this.handed.splice(0)) this.writer.take(this.out, each);
    return this;
  }

  /** The disk finishes the syncs asked for so far. */
  sync(): string[] {
    for (const file of this.syncing.splice(0)) {
      if (this.storage.synced(this.out, file)?.kind === 'flushed') this.writer.flushed(this.out);
    }
    return this.seen.splice(0);
  }
}

describe('the log writer', () => {
  test('acknowledges only what is durable', () => {
    const desk = new Desk().queue(1).take();
    expect(desk.seen).toEqual([]);
    expect(desk.sync()).toEqual(['synced 1:1 group 1', 'ack 1:1']);
  });

  test('what arrives during a flush becomes the next group', () => {
    const desk = new Desk().queue(1, 2, 3, 4).take();
    expect(desk.sync()).toEqual(['synced 1:1 group 1', 'ack 1:1']);
    expect(desk.sync()).toEqual(['synced 1:4 group 3', 'ack 1:2', 'ack 1:3', 'ack 1:4']);
  });

  test('a group holds maxBatchSize transactions at most', () => {
    const desk = new Desk({ maxBatchSize: 2 }).queue(1, 2, 3, 4).take();
    desk.sync();
    expect(desk.sync()[0]).toBe('synced 1:3 group 2');
    expect(desk.sync()[0]).toBe('synced 1:4 group 1');
  });

  test('a drain ends when everything handed over is on disk, what nobody took yet included', () => {
    const desk = new Desk().queue(1, 2);
    desk.writer.drain();
    expect(desk.take().sync()).toEqual(['synced 1:1 group 1', 'ack 1:1']);
    expect(desk.sync()).toEqual(['synced 1:2 group 1', 'ack 1:2', 'drained']);
  });

  test('a drain with nothing to write ends at once', () => {
    const desk = new Desk();
    desk.writer.drain();
    expect(desk.seen).toEqual(['drained']);
  });

  test('a snapshot is due after half of snapCount and a draw', () => {
    const desk = new Desk({ snapCount: 4 }).queue(1, 2, 3).take();
    expect(desk.seen).toEqual([]);
    // With the second flush the third transaction is durable, and only then a new file may begin.
    expect(desk.sync()).not.toContain('snapshot due');
    expect(desk.sync()).toContain('snapshot due');
  });
});
