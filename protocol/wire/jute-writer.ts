/**
 * Writes jute records (BinaryOutputArchive): big-endian integers, strings and buffers behind their length, vectors
 * behind their count, -1 for what is null.
 */
import type { SessionId } from '../ids.ts';
import { encodeJavaText } from './java-text.ts';
import { halvesOfSession } from './session-text.ts';

/** Where the content begins: behind room for the length of a frame. */
const START = 4;

export class JuteWriter {
  private bytes: Uint8Array;
  private at = START;

  constructor(capacity = 256) {
    this.bytes = new Uint8Array(START + capacity);
  }

  /** Bytes written so far. */
  get length(): number {
    return this.at - START;
  }

  /** Forgets what was written; the room stays. */
  reset(): this {
    this.at = START;
    return this;
  }

  byte(value: number): this {
    this.reserve(1);
    this.bytes[this.at++] = value;
    return this;
  }

  boolean(value: boolean): this {
    return this.byte(value ? 1 : 0);
  }

  int(value: number): this {
    this.reserve(4);
    this.put(value);
    return this;
  }

  /** An integer of at most 53 bits, negative ones included. */
  long(value: number): this {
    this.reserve(8);
    this.put(Math.floor(value / 4294967296));
    this.put(value);
    return this;
  }

  bigLong(value: bigint): this {
    return this.halves(Number(BigInt.asIntN(32, value >> 32n)), Number(BigInt.asIntN(32, value)));
  }

  /** A 64-bit number by its upper and lower 32 bits. */
  halves(high: number, low: number): this {
    this.reserve(8);
    this.put(high);
    this.put(low);
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

  ustring(value: string | null): this {
    if (value === null) return this.int(-1);
    this.reserve(4 + 3 * value.length);
    const lengthAt = this.at;
    this.at = encodeJavaText(value, this.bytes, lengthAt + 4);
    const end = this.at;
    this.at = lengthAt;
    this.put(end - lengthAt - 4);
    this.at = end;
    return this;
  }

  /** Begins a buffer of what is written next; `endBuffer` with the number returned ends it. */
  beginBuffer(): number {
    this.int(-1);
    return this.at;
  }

  endBuffer(began: number): this {
    const end = this.at;
    this.at = began - 4;
    this.put(end - began);
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
    this.bytes.set(value, this.at);
    this.at += value.length;
    return this;
  }

  /** A copy of what was written. */
  content(): Uint8Array {
    return this.bytes.slice(START, this.at);
  }

  /** What was written as a packet: behind its length. */
  frame(): Uint8Array {
    const end = this.at;
    this.at = 0;
    this.put(end - START);
    this.at = end;
    return this.bytes.slice(0, end);
  }

  private put(value: number): void {
    const { bytes, at } = this;
    bytes[at] = value >>> 24;
    bytes[at + 1] = value >>> 16;
    bytes[at + 2] = value >>> 8;
    bytes[at + 3] = value;
    this.at = at + 4;
  }

  private reserve(more: number): void {
    const needed = this.at + more;
    if (needed <= this.bytes.length) return;
    const wider = new Uint8Array(Math.max(needed, 2 * this.bytes.length));
    wider.set(this.bytes.subarray(0, this.at));
    this.bytes = wider;
  }
}
