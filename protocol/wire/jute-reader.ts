/**
 * Reads jute records (BinaryInputArchive) from bytes that are all there. Whatever is wrong with them is a WireError;
 * nothing is ever allocated by a declared length or count, only by bytes that follow it.
 */
import { serverId, type ServerId, type SessionId, type Zxid } from '../ids.ts';
import { decodeJavaText } from './java-text.ts';
import { sessionOfHalves } from './session-text.ts';
import { WireError } from './wire-error.ts';

/** jute.maxbuffer as ZooKeeper ships it: the longest packet. */
export const DEFAULT_MAX_BUFFER = 0xfffff;

export class JuteReader {
  private bytes: Uint8Array;
  private start: number;
  private at: number;
  private end: number;
  private readonly maxBuffer: number;
  private readonly fieldLimit: number;

  /**
   * Reads from `start` to before `end`. `maxBuffer`: no string or buffer may be longer than it and the same again
   * (zookeeper.jute.maxbuffer.extrasize, at least 1024).
   */
  constructor(bytes: Uint8Array, start = 0, end = bytes.length, maxBuffer = DEFAULT_MAX_BUFFER) {
    this.bytes = bytes;
    this.start = start;
    this.at = start;
    this.end = end;
    this.maxBuffer = maxBuffer;
    this.fieldLimit = maxBuffer + Math.max(maxBuffer, 1024);
  }

  /** Goes on with other bytes. */
  over(bytes: Uint8Array, start: number, end: number): this {
    this.bytes = bytes;
    this.start = start;
    this.at = start;
    this.end = end;
    return this;
  }

  /** Bytes not read yet. */
  get remaining(): number {
    return this.end - this.at;
  }

  /** The position of the next byte in the bytes given. */
  get position(): number {
    return this.at;
  }

  byte(): number {
    this.need(1);
    return this.bytes[this.at++] as number;
  }

  /** Anything but 0 is true (DataInput.readBoolean). */
  boolean(): boolean {
    return this.byte() !== 0;
  }

  int(): number {
    const { bytes, at } = this;
    this.need(4);
    this.at = at + 4;
    return (
      ((bytes[at] as number) << 24) |
      ((bytes[at + 1] as number) << 16) |
      ((bytes[at + 2] as number) << 8) |
      (bytes[at + 3] as number)
    );
  }

  /** As a number: exact within 53 bits, the nearest beyond them. */
  long(): number {
    const high = this.int();
    return high * 4294967296 + (this.int() >>> 0);
  }

  bigLong(): bigint {
    const high = this.int();
    return BigInt(high) * 4294967296n + BigInt(this.int() >>> 0);
  }

  /** Passes over a long of this value, and only of this. */
  skipIf(value: number): boolean {
    const { at } = this;
    if (this.long() === value) return true;
    this.at = at;
    return false;
  }

  /** As a client claims it; see `long`. */
  zxid(): Zxid {
    return this.long() as Zxid;
  }

  /** As a server writes it: one that fits a number. */
  exactZxid(): Zxid {
    const zxid = this.long();
    if (!Number.isSafeInteger(zxid)) throw new WireError('a zxid beyond 53 bits');
    return zxid as Zxid;
  }

  sid(): ServerId {
    const sid = this.long();
    if (sid < 1 || sid > 255) throw new WireError(`no server has the id ${sid}`);
    return serverId(sid);
  }

  session(): SessionId {
    const high = this.int();
    return sessionOfHalves(high, this.int());
  }

  /** A copy, or null. */
  buffer(): Uint8Array | null {
    const length = this.fieldLength();
    return length === -1 ? null : this.take(length);
  }

  /** A reader of the content of a buffer, which is passed over here; null for a null buffer. */
  nested(): JuteReader | null {
    const length = this.fieldLength();
    if (length === -1) return null;
    const from = this.at;
    this.at = from + length;
    return new JuteReader(this.bytes, from, this.at, this.maxBuffer);
  }

  ustring(): string | null {
    const length = this.fieldLength();
    if (length === -1) return null;
    const from = this.at;
    this.at = from + length;
    return decodeJavaText(this.bytes, from, from + length);
  }

  /** A string that must not be null. */
  text(): string {
    const text = this.ustring();
    if (text === null) throw new WireError('null where there must be text');
    return text;
  }

  /** How many elements follow, -1 for a null vector. Other negative counts mean none (BinaryInputArchive.BinaryIndex). */
  count(): number {
    const count = this.int();
    return count < -1 ? 0 : count;
  }

  /** A vector of strings, none of them null; null when the vector is. */
  strings(): string[] | null {
    const count = this.count();
    if (count === -1) return null;
    const strings: string[] = [];
    for (let i = 0; i < count; i++) strings.push(this.text());
    return strings;
  }

  /** All bytes from the beginning, those already read included; not a copy. */
  whole(): Uint8Array {
    return this.bytes.subarray(this.start, this.end);
  }

  /** All that is left, copied. */
  rest(): Uint8Array {
    return this.take(this.remaining);
  }

  private fieldLength(): number {
    const length = this.int();
    if (length === -1) return length;
    if (length < 0 || length > this.fieldLimit) throw new WireError(`Unreasonable length = ${length}`);
    this.need(length);
    return length;
  }

  private take(length: number): Uint8Array {
    const from = this.at;
    this.at = from + length;
    const copy = new Uint8Array(length);
    if (length > 32) copy.set(this.bytes.subarray(from, from + length));
    else for (let i = 0; i < length; i++) copy[i] = this.bytes[from + i] as number;
    return copy;
  }

  private need(bytes: number): void {
    if (this.at + bytes > this.end) throw new WireError('the record ends too early');
  }
}
