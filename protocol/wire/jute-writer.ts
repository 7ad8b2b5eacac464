/**
 * Writes jute records (BinaryOutputArchive): big-endian integers, strings and buffers behind their length, vectors
 * behind their count, -1 for what is null.
 *
 * Records are written one behind the other into slabs, and handed out as views of them: to make an array of its own
 * for each small packet would take longer than to write it. A view handed out is never written to again.
 */
import type { SessionId } from '../ids.ts';
import { encodeJavaText } from './java-text.ts';
import { halvesOfSession } from './session-text.ts';

/** Room before a record, for the length of a frame. */
const PREFIX = 4;
const SLAB = 16_384;

export class JuteWriter {
  private bytes: Uint8Array;
  /** Where the present record begins, behind its prefix. */
  private start = PREFIX;
  private at = PREFIX;

  /** `slab`: how many bytes are set aside at once; a longer record gets more. */
  constructor(slab = SLAB) {
    this.bytes = new Uint8Array(PREFIX + slab);
  }

  /** Bytes written so far. */
  get length(): number {
    return this.at - this.start;
  }

  /** Begins a record; one that was not handed out is forgotten. */
  reset(): this {
    this.at = this.start;
    return this;
  }

  byte(value: number): this {
    if (this.at + 1 > this.bytes.length) this.reserve(1);
    this.bytes[this.at++] = value;
    return this;
  }

  boolean(value: boolean): this {
    return this.byte(value ? 1 : 0);
  }

  int(value: number): this {
    if (this.at + 4 > this.bytes.length) this.reserve(4);
    const { bytes, at } = this;
    bytes[at] = value >>> 24;
    bytes[at + 1] = value >>> 16;
    bytes[at + 2] = value >>> 8;
    bytes[at + 3] = value;
    this.at = at + 4;
    return this;
  }

  /** An integer of at most 53 bits, negative ones included. */
  long(value: number): this {
    return this.halves(Math.floor(value / 4294967296), value);
  }

  bigLong(value: bigint): this {
    return this.halves(Number(BigInt.asIntN(32, value >> 32n)), Number(BigInt.asIntN(32, value)));
  }

  /** A 64-bit number by its upper and lower 32 bits. */
  halves(high: number, low: number): this {
    if (this.at + 8 > this.bytes.length) this.reserve(8);
    const { bytes, at } = this;
    const upper = high | 0;
    const lower = low | 0;
    bytes[at] = upper >>> 24;
    bytes[at + 1] = upper >>> 16;
    bytes[at + 2] = upper >>> 8;
    bytes[at + 3] = upper;
    bytes[at + 4] = lower >>> 24;
    bytes[at + 5] = lower >>> 16;
    bytes[at + 6] = lower >>> 8;
    bytes[at + 7] = lower;
    this.at = at + 8;
    return this;
  }

  session(id: SessionId): this {
    const { high, low } = halvesOfSession(id);
    return this.halves(high, low);
  }

  buffer(value: Uint8Array | null): this {
    if (value === null) return this.int(-1);
    return this.int(value.length).raw(value);
  }

  /** Begins a buffer of what is written next; `endBuffer` with the number returned ends it. */
  beginBuffer(): number {
    return this.int(-1).length;
  }

  endBuffer(began: number): this {
    const end = this.at;
    this.at = this.start + began - 4;
    this.int(end - this.start - began);
    this.at = end;
    return this;
  }

  ustring(value: string | null): this {
    if (value === null) return this.int(-1);
    this.reserve(4 + 3 * value.length);
    const lengthAt = this.at;
    const end = encodeJavaText(value, this.bytes, lengthAt + 4);
    this.int(end - lengthAt - 4);
    this.at = end;
    return this;
  }

  /** The beginning of a vector; its elements follow. -1 for null. */
  count(elements: number): this {
    return this.int(elements);
  }

  strings(value: readonly string[] | null): this {
    if (value === null) return this.count(-1);
    this.count(value.length);
    for (const each of value) this.ustring(each);
    return this;
  }

  /** Bytes as they are, without a length. */
  raw(value: Uint8Array): this {
    this.reserve(value.length);
    const { bytes, at } = this;
    const { length } = value;
    if (length > 32) bytes.set(value, at);
    else for (let i = 0; i < length; i++) bytes[at + i] = value[i] as number;
    this.at = at + length;
    return this;
  }

  /** What was written, which is no longer this writer's. */
  content(): Uint8Array {
    const { bytes, start, at } = this;
    this.leave(at);
    return bytes.subarray(start, at);
  }

  /** What was written as a packet, behind its length; no longer this writer's either. */
  frame(): Uint8Array {
    const { start, at } = this;
    this.at = start - PREFIX;
    this.int(at - start);
    const { bytes } = this;
    this.leave(at);
    return bytes.subarray(start - PREFIX, at);
  }

  /** The next record begins behind this position. */
  private leave(end: number): void {
    this.start = end + PREFIX;
    this.at = this.start;
    if (this.start > this.bytes.length) {
      this.bytes = new Uint8Array(PREFIX + SLAB);
      this.start = PREFIX;
      this.at = PREFIX;
    }
  }

  /** Moves the present record to a slab of its own when there is no room for so many more bytes. */
  private reserve(more: number): void {
    if (this.at + more <= this.bytes.length) return;
    const written = this.at - this.start;
    const wider = new Uint8Array(PREFIX + Math.max(SLAB, 2 * written + more));
    wider.set(this.bytes.subarray(this.start, this.at), PREFIX);
    this.bytes = wider;
    this.start = PREFIX;
    this.at = PREFIX + written;
  }
}
