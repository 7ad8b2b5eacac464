/**
 * Finds packets in a stream of bytes that arrives in any pieces. Holds what has arrived, never what a length only
 * announces.
 */
import { WireError } from './wire-error.ts';

export class FrameBuffer {
  /** What has arrived; a packet found lies in here until the next `push`. */
  bytes = new Uint8Array(0);
  /** Where the packet found begins, behind its length. */
  start = 0;
  /** Where it ends. */
  end = 0;
  private at = 0;
  private filled = 0;
  /** Whether `bytes` belongs to whoever pushed it. */
  private borrowed = true;
  private readonly maxBuffer: number;

  constructor(maxBuffer: number) {
    this.maxBuffer = maxBuffer;
  }

  /** Bytes that no packet found so far has taken. */
  get pending(): number {
    return this.filled - this.at;
  }

  /** The chunk is kept until all its packets are taken, and not changed. */
  push(chunk: Uint8Array): void {
    const pending = this.pending;
    if (pending === 0) {
      this.bytes = chunk as Uint8Array<ArrayBuffer>;
      this.borrowed = true;
      this.at = 0;
      this.filled = chunk.length;
      return;
    }
    const needed = pending + chunk.length;
    if (this.borrowed || needed > this.bytes.length) {
      const own = new Uint8Array(Math.max(2 * needed, 512));
      own.set(this.bytes.subarray(this.at, this.filled));
      this.bytes = own;
      this.borrowed = false;
    } else if (this.filled + chunk.length > this.bytes.length) {
      this.bytes.copyWithin(0, this.at, this.filled);
    } else {
      this.bytes.set(chunk, this.filled);
      this.filled += chunk.length;
      return;
    }
    this.bytes.set(chunk, pending);
    this.at = 0;
    this.filled = needed;
  }

  /** The next four bytes as a number, taken from nowhere; null before they have arrived. */
  peek(): number | null {
    if (this.pending < 4) return null;
    const { bytes, at } = this;
    return (
      ((bytes[at] as number) << 24) |
      ((bytes[at + 1] as number) << 16) |
      ((bytes[at + 2] as number) << 8) |
      (bytes[at + 3] as number)
    );
  }

  /** Finds the next packet, `start` to `end`; false before all of it has arrived. */
  next(): boolean {
    const length = this.peek();
    if (length === null) return false;
    if (length < 0 || length > this.maxBuffer) throw new WireError(`Len error ${length}`);
    if (this.pending < 4 + length) return false;
    this.start = this.at + 4;
    this.end = this.start + length;
    this.at = this.end;
    return true;
  }

  /** Takes all that has arrived. */
  takeAll(): Uint8Array {
    const all = this.bytes.slice(this.at, this.filled);
    this.at = this.filled;
    return all;
  }
}
