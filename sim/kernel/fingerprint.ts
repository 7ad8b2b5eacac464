/**
 * The fingerprint of a run: 128 bits rolling over time, process, input, outputs and facts of every event, with their
 * full content. Two multiplying lanes take every word of an event; when it is over, four murmur lanes roll over the two. 32-bit
 * integer arithmetic only, so that it is the same in every engine.
 *
 * Contents are plain data and are walked by structure, in the order of their keys. An object with a numeric `digest`
 * is hashed by that alone. Hashes of the last few objects are kept by identity: a message that a server broadcasts
 * is walked once. So what a process hands out must not change afterwards, which the port says.
 */
import { assert } from '../../protocol/std/assert.ts';

const RECENT = 4;
const CACHED_TEXTS = 4096;
const DEPTH = 32;
const NULL = 0x6e756c6c;
const TRUE = 0x74727565;
const FALSE = 0x66616c73;
const TEXT = 0x54000000;
const ARRAY = 0x41000000;
const OBJECT = 0x4f000000;
const BYTES = 0x42000000;

/** Lanes: two of the event, four of the run. */
const X = 0;
const Y = 1;
const A = 2;
const B = 3;
const C = 4;
const D = 5;
const X_BEGIN = 0x2f0b4c47;
const Y_BEGIN = 0x6d1ce5a3;

export class Fingerprint {
  private readonly lanes = Int32Array.of(X_BEGIN, Y_BEGIN, 0x6a09e667, 0x3c6ef372, 0x510e527f, 0x1f83d9ab);
  private readonly recent: unknown[] = new Array<unknown>(RECENT).fill(null);
  private readonly recentX = new Int32Array(RECENT);
  private readonly recentY = new Int32Array(RECENT);
  private next = 0;
  /** Hash of the content rolled in last, for those who carry it along. */
  lastX = 0;
  lastY = 0;
  private texts = new Map<string, number>();
  private readonly float = new DataView(new ArrayBuffer(8));

  /** An event is over: what was rolled in since the last call goes into the run's lanes. */
  close(): void {
    this.absorb(this.lanes[X] as number);
    this.absorb(this.lanes[Y] as number);
  }

  private absorb(word: number): void {
    const lanes = this.lanes;
    let k = Math.imul(word, 0x239b961b);
    k = Math.imul((k << 15) | (k >>> 17), 0xab0e9789);
    let a = (lanes[A] as number) ^ k;
    a = (Math.imul((a << 19) | (a >>> 13), 5) + 0x561ccd1b + (lanes[B] as number)) | 0;
    k = Math.imul((k << 16) | (k >>> 16), 0x38b34ae5);
    let b = (lanes[B] as number) ^ k;
    b = (Math.imul((b << 17) | (b >>> 15), 5) + 0x0bcaa747 + (lanes[C] as number)) | 0;
    k = Math.imul((k << 17) | (k >>> 15), 0xa1e38b93);
    let c = (lanes[C] as number) ^ k;
    c = (Math.imul((c << 15) | (c >>> 17), 5) + 0x96cd1c35 + (lanes[D] as number)) | 0;
    k = Math.imul((k << 18) | (k >>> 14), 0x239b961b);
    let d = (lanes[D] as number) ^ k;
    d = (Math.imul((d << 13) | (d >>> 19), 5) + 0x32ac3b17 + a) | 0;
    lanes[A] = a;
    lanes[B] = b;
    lanes[C] = c;
    lanes[D] = d;
  }

  /** Rolls one 32-bit word in. Each lane is a bijection of the word and of its own state. */
  roll(value: number): void {
    const lanes = this.lanes;
    let x = Math.imul((lanes[X] as number) ^ value, 0x9e3779b1);
    x ^= x >>> 15;
    lanes[X] = x;
    const y = (lanes[Y] as number) + value;
    lanes[Y] = Math.imul((y << 13) | (y >>> 19), 0x85ebca6b) ^ x;
  }

  /** Rolls in an integer of at most 53 bits. */
  rollNumber(value: number): void {
    this.roll(value | 0);
    if (value > 2147483647 || value < -2147483648) this.roll(Math.floor(value / 4294967296) | 0);
  }

  rollText(text: string): void {
    this.text(text, 0);
  }

  /** Rolls in a content whose hash is known. */
  rollHash(x: number, y: number): void {
    this.roll(x);
    this.roll(y);
  }

  /** Rolls in any plain data. */
  rollContent(content: unknown): void {
    if (typeof content === 'object' && content !== null) {
      this.hashObject(content);
      this.roll(this.lastX);
      this.roll(this.lastY);
      return;
    }
    this.rollFreshHash(content);
  }

  /** Rolls in plain data that nobody will hand out again: it is not looked for among the last few, nor kept there. */
  rollFresh(content: unknown): void {
    this.walk(content, 0, 0);
  }

  /** As `rollFresh`, leaving the content's own hash in `lastX` and `lastY`. */
  rollFreshHash(content: unknown): void {
    const lanes = this.lanes;
    const x = lanes[X] as number;
    const y = lanes[Y] as number;
    lanes[X] = X_BEGIN;
    lanes[Y] = Y_BEGIN;
    this.walk(content, 0, 0);
    this.lastX = lanes[X] as number;
    this.lastY = lanes[Y] as number;
    lanes[X] = x;
    lanes[Y] = y;
    this.roll(this.lastX);
    this.roll(this.lastY);
  }

  private hashObject(content: object): void {
    const recent = this.recent;
    for (let at = 0; at < RECENT; at++) {
      if (recent[at] === content) {
        this.lastX = this.recentX[at] as number;
        this.lastY = this.recentY[at] as number;
        return;
      }
    }
    const lanes = this.lanes;
    const x = lanes[X] as number;
    const y = lanes[Y] as number;
    lanes[X] = X_BEGIN;
    lanes[Y] = Y_BEGIN;
    this.walk(content, 0, 0);
    const at = this.next;
    this.next = (at + 1) & (RECENT - 1);
    recent[at] = content;
    this.lastX = this.recentX[at] = lanes[X] as number;
    this.lastY = this.recentY[at] = lanes[Y] as number;
    lanes[X] = x;
    lanes[Y] = y;
  }

  /** 32 hexadecimal digits, the event under way included; asking changes nothing. */
  digits(): string {
    const lanes = this.lanes;
    const saved = lanes.slice();
    this.close();
    const digits =
      hex(lanes[A] as number) + hex(lanes[B] as number) + hex(lanes[C] as number) + hex(lanes[D] as number);
    lanes.set(saved);
    return digits;
  }

  private number(value: number, salt: number): void {
    const low = value | 0;
    this.roll(low ^ salt);
    if (low === value && (low !== 0 || 1 / value > 0)) return;
    if (Number.isInteger(value) && value !== 0) {
      this.roll(Math.floor(value / 4294967296) | 0);
      return;
    }
    this.float.setFloat64(0, value, true);
    this.roll(this.float.getInt32(0, true));
    this.roll(this.float.getInt32(4, true));
  }

  private text(text: string, salt: number): void {
    const length = text.length;
    if (length > 12) {
      this.longText(text, salt);
      return;
    }
    this.roll((TEXT | length) ^ salt);
    for (let i = 0; i < length; i += 2) {
      this.roll(text.charCodeAt(i) | ((i + 1 < length ? text.charCodeAt(i + 1) : 0) << 16));
    }
  }

  /** By two cached words: most long texts of a run come again and again. */
  private longText(text: string, salt: number): void {
    let hash = this.texts.get(text);
    if (hash === undefined) {
      let a = 0x2f0b4c47;
      let b = text.length;
      for (let i = 0; i < text.length; i++) {
        const code = text.charCodeAt(i);
        a = Math.imul(a ^ code, 0x01000193);
        b = Math.imul((b << 5) ^ (b >>> 27) ^ code, 0x85ebca6b);
      }
      hash = (a >>> 0) * 1048576 + (b >>> 12);
      if (this.texts.size >= CACHED_TEXTS) this.texts = new Map();
      this.texts.set(text, hash);
    }
    this.roll((TEXT | text.length) ^ salt);
    this.roll(hash | 0);
    this.roll(Math.floor(hash / 4294967296));
  }

  /** `salt`: of the key under which the value is found. */
  private walk(value: unknown, depth: number, salt: number): void {
    switch (typeof value) {
      case 'number':
        this.number(value, salt);
        return;
      case 'string':
        this.text(value, salt);
        return;
      case 'boolean':
        this.roll((value ? TRUE : FALSE) ^ salt);
        return;
      case 'bigint':
        this.text(value.toString(), ~salt);
        return;
      case 'object':
        if (value === null) this.roll(NULL ^ salt);
        else this.walkObject(value, depth, salt);
        return;
      case 'undefined':
        this.roll((NULL + 1) ^ salt);
        return;
      default:
        assert(false, 'what a process hands out is plain data', { type: typeof value });
    }
  }

  private walkObject(value: object, depth: number, salt: number): void {
    assert(depth < DEPTH, 'plain data is a tree of limited depth');
    if (Array.isArray(value)) {
      this.roll((ARRAY | value.length) ^ salt);
      for (let i = 0; i < value.length; i++) this.walk(value[i], depth + 1, 0);
      return;
    }
    const digest = (value as { digest?: unknown }).digest;
    if (typeof digest === 'number') {
      this.roll(OBJECT ^ salt);
      this.number(digest, 0);
      return;
    }
    if (ArrayBuffer.isView(value)) {
      assert(value instanceof Uint8Array, 'of binary data, plain data has Uint8Array only');
      this.bytes(value, salt);
      return;
    }
    let fields = 0;
    // The order of keys is that of creation, the same in every engine; for-in is the one cheap way to walk them.
    // eslint-disable-next-line no-restricted-syntax -- plain data has no inherited keys, see above
    for (const key in value) {
      const mark = (key.length << 12) ^ (key.charCodeAt(0) << 20);
      this.walk((value as Record<string, unknown>)[key], depth + 1, mark);
      fields++;
    }
    this.roll((OBJECT | fields) ^ salt);
  }

  private bytes(value: Uint8Array, salt: number): void {
    const length = value.length;
    this.roll((BYTES | length) ^ salt);
    for (let i = 0; i < length; i += 4) {
      this.roll(
        (value[i] as number) |
          ((i + 1 < length ? (value[i + 1] as number) : 0) << 8) |
          ((i + 2 < length ? (value[i + 2] as number) : 0) << 16) |
          ((i + 3 < length ? (value[i + 3] as number) : 0) << 24),
      );
    }
  }
}

function hex(word: number): string {
  return (word >>> 0).toString(16).padStart(8, '0');
}
