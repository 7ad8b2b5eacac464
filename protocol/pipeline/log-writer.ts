/**
 * The stage `log` (SyncRequestProcessor): appends transactions and makes them durable in groups. While one flush
 * runs, whatever arrives waits and becomes the next group. Only what is durable is acknowledged.
 *
 * It outlives roles: when a server falls back to LOOKING, what was queued is still written, and the next vote waits
 * for it (`drain`).
 */
import type { Storage, StorageEvent } from '../durable/storage.ts';
import type { Zxid } from '../ids.ts';
import type { Out } from '../process.ts';
import { Ring } from '../std/ring.ts';
import type { Txn } from '../txn.ts';

export const LOG_STAGE = 'log';

/** What the log writer tells its server. */
export interface LogWriterEvents {
  /** In log order, once durable: acknowledge it. */
  acknowledge(txn: Txn): void;
  /** Enough was logged for a snapshot. */
  snapshotDue(): void;
  /** The log is durable up to here. */
  logDurable(zxid: Zxid): void;
  /** `drain` was asked for and everything is on disk. */
  drained(): void;
}

export interface LogWriterOptions {
  readonly maxBatchSize: number;
  readonly snapCount: number;
}

export class LogWriter {
  protected readonly storage: Storage;
  protected readonly events: LogWriterEvents;
  private readonly options: LogWriterOptions;
  /** Handed to the stage and not yet taken out of it. */
  private handedOver = 0;
  private readonly waiting = new Ring<Txn>();
  /** Appended, and waits for the flush under way. */
  private readonly group = new Ring<Txn>();
  private flushing = false;
  private draining = false;
  private sinceSnapshot = 0;
  private snapshotAt = 0;
  /** Enough was logged for a snapshot and a new file. */
  private rollDue = false;

  constructor(storage: Storage, events: LogWriterEvents, options: LogWriterOptions) {
    this.storage = storage;
    this.events = events;
    this.options = options;
  }

  enqueue(out: Out, txn: Txn): void {
    this.handedOver++;
    out.handOver(LOG_STAGE, txn);
  }

  /** The stage's turn. */
  take(out: Out, txn: Txn): void {
    this.handedOver--;
    if (this.flushing) this.waiting.push(txn);
    else {
      this.append(out, txn);
      this.flush(out);
    }
  }

  /** The flush under way has ended. */
  flushed(out: Out): void {
    const { group } = this;
    this.flushing = false;
    const last = group.last();
    if (last !== undefined) {
      this.storage.log.durableZxid = last.zxid;
      out.fact({ type: 'synced', zxid: last.zxid, group: group.length });
      for (let txn = group.shift(); txn !== undefined; txn = group.shift()) this.events.acknowledge(txn);
      this.events.logDurable(last.zxid);
      this.roll();
    }
    if (this.waiting.length > 0) {
      for (let count = 0; count < this.options.maxBatchSize && this.waiting.length > 0; count++) {
        this.append(out, this.waiting.shift() as Txn);
      }
      this.flush(out);
    }
    this.settleDrain();
  }

  /** The disk refused something of the log. What memory holds must not run ahead of it: the server ends. */
  failed(out: Out, what: string): void {
    out.exit(what);
  }

  /** Asks to be told, by `drained`, when everything handed over is on disk; at once when it is. */
  drain(): void {
    this.draining = true;
    this.settleDrain();
  }

  get idle(): boolean {
    return this.handedOver === 0 && this.waiting.length === 0 && !this.flushing;
  }

  protected append(out: Out, txn: Txn): void {
    this.storage.log.append(out, txn);
    this.group.push(txn);
    out.fact({ type: 'logged', txn });
    this.countForSnapshot(out);
  }

  protected flush(out: Out): void {
    this.flushing = true;
    const event: StorageEvent | null = this.storage.flush(out, { kind: 'flushed' });
    if (event !== null) this.flushed(out);
  }

  /** Snapshots come at random between half of snapCount and all of it, so that servers do not take them together. */
  private countForSnapshot(out: Out): void {
    const half = Math.floor(this.options.snapCount / 2);
    if (this.snapshotAt === 0) this.snapshotAt = half + out.choose('snapCount', Math.max(1, half));
    this.sinceSnapshot++;
    if (this.sinceSnapshot <= this.snapshotAt) return;
    this.sinceSnapshot = 0;
    this.snapshotAt = 0;
    this.rollDue = true;
  }

  /**
   * A new log file begins only when the old one is durable: otherwise a power loss could keep the new file and lose
   * the end of the old one, or all of it, and the log would have a hole.
   */
  private roll(): void {
    if (!this.rollDue) return;
    this.rollDue = false;
    this.storage.log.roll();
    this.events.snapshotDue();
  }

  private settleDrain(): void {
    if (!this.draining || !this.idle) return;
    this.draining = false;
    this.events.drained();
  }
}
