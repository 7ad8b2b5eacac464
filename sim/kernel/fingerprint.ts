/**
 * The fingerprint of a run: 128 bits rolling over time, process, input, outputs and facts of every event, with their
 * full content. Two murmur lanes hash a content to 64 bits; four lanes roll over those words. 32-bit integer
 * arithmetic only, so that it is the same in every engine.
 *
 * Contents are plain data and are walked by structure, in the order of their keys. An object with a numeric `digest`
 * is hashed by that alone. Hashes of the last few objects are kept by identity: a message that a server broadcasts
 * is walked once.
 */
import { assert } from '../../protocol/std/assert.ts';

const RECENT = 16;
const CACHED_TEXTS = 4096;
const DEPTH = 32;
const NULL = 0x6e756c6c;
const TRUE = 0x74727565;
const FALSE = 0x66616c73;
const TEXT = 0x54000000;
const ARRAY = 0x41000000;
const OBJECT = 0x4f000000;
const BYTES = 0x42000000;

export class Fingerprint {
  private a = 0x6a09e667;
  private b = 0x3c6ef372;
  private c = 0x510e527f;
  private d = 0x1f83d9ab;
  /** The lanes of the content being hashed. */
  private x = 0;
  private y = 0;
  private readonly recent: unknown[] = new Array<unknown>(RECENT).fill(null);
  private readonly recentX = new Int32Array(RECENT);
  private readonly recentY = new Int32Array(RECENT);
  private next = 0;
  private texts = new Map<string, number>();
  private readonly float = new DataView(new ArrayBuffer(8));

  /** Rolls one 32-bit word in. */
  roll(word: number): void {
    let k = Math.imul(word, 0x239b961b);
    this.a = Math.imul(((this.a ^ k) << 13) | ((this.a ^ k) >>> 19), 5) + 0x561ccd1b + this.b;
    this.a |= 0;
    k = Math.imul((k << 15) | (k >>> 17), 0xab0e9789);
    this.b = Math.imul(((this.b ^ k) << 17) | ((this.b ^ k) >>> 15), 5) + 0x0bcaa747 + this.c;
    this.b |= 0;
    k = Math.imul((k << 16) | (k >>> 16), 0x38b34ae5);
    this.c = Math.imul(((this.c ^ k) << 15) | ((this.c ^ k) >>> 17), 5) + 0x96cd1c35 + this.d;
    this.c |= 0;
    k = Math.imul((k << 18) | (k >>> 14), 0xa1e38b93);
    this.d = Math.imul(((this.d ^ k) << 13) | ((this.d ^ k) >>> 19), 5) + 0x32ac3b17 + this.a;
    this.d |= 0;
  }

  /** Rolls in an integer of at most 53 bits. */
  rollNumber(value: number): void {
    this.roll(value | 0);
    if (value > 2147483647 || value < -2147483648) this.roll(Math.floor(value / 4294967296) | 0);
  }

  rollText(text: string): void {
    this.x = TEXT;
    this.y = 0;
    this.text(text);
    this.roll(this.x);
    this.roll(this.y);
  }

  /** Rolls in any plain data. */
  rollContent(content: unknown): void {
    if (typeof content === 'object' && content !== null) {
      this.rollObject(content);
      return;
    }
    this.x = 0x2f0b4c47;
    this.y = 0x6d1ce5a3;
    this.walk(content, 0);
    this.roll(this.x);
    this.roll(this.y);
  }

  private rollObject(content: object): void {
    for (let i = 0; i < RECENT; i++) {
      const at = (this.next - 1 - i) & (RECENT - 1);
      if (this.recent[at] === content) {
        this.roll(this.recentX[at] as number);
        this.roll(this.recentY[at] as number);
        return;
      }
    }
    this.x = 0x2f0b4c47;
    this.y = 0x6d1ce5a3;
    this.walk(content, 0);
    const at = this.next;
    this.next = (at + 1) & (RECENT - 1);
    this.recent[at] = content;
    this.recentX[at] = this.x;
    this.recentY[at] = this.y;
    this.roll(this.x);
    this.roll(this.y);
  }

  /** 32 hexadecimal digits. */
  digits(): string {
    return hex(this.a) + hex(this.b) + hex(this.c) + hex(this.d);
  }

  private word(value: number): void {
    let k = Math.imul(value, 0xcc9e2d51);
    k = (k << 15) | (k >>> 17);
    let x = this.x ^ Math.imul(k, 0x1b873593);
    x = (x << 13) | (x >>> 19);
    this.x = (Math.imul(x, 5) + 0xe6546b64) | 0;
    let j = Math.imul(value, 0x85ebca6b);
    j = (j << 17) | (j >>> 15);
    let y = this.y ^ Math.imul(j, 0xc2b2ae35);
    y = (y << 11) | (y >>> 21);
    this.y = (Math.imul(y, 5) + 0x38495ab5) | 0;
  }

  private number(value: number): void {
    const low = value | 0;
    this.word(low);
    if (low === value && (low !== 0 || 1 / value > 0)) return;
    if (Number.isInteger(value) && value !== 0) {
      this.word(Math.floor(value / 4294967296) | 0);
      return;
    }
    this.float.setFloat64(0, value, true);
    this.word(this.float.getInt32(0, true));
    this.word(this.float.getInt32(4, true));
  }

  private text(text: string): void {
    const length = text.length;
    if (length > 12) {
      this.longText(text);
      return;
    }
    this.word(TEXT | length);
    for (let i = 0; i < length; i += 2) {
      this.word(text.charCodeAt(i) | ((i + 1 < length ? text.charCodeAt(i + 1) : 0) << 16));
    }
  }

  /** By two cached words: most long texts of a run come again and again. */
  private longText(text: string): void {
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
    this.word(TEXT | text.length);
    this.word(hash | 0);
    this.word(Math.floor(hash / 4294967296));
  }

  private walk(value: unknown, depth: number): void {
    switch (typeof value) {
      case 'number':
        this.number(value);
        return;
      case 'string':
        this.text(value);
        return;
      case 'boolean':
        this.word(value ? TRUE : FALSE);
        return;
      case 'bigint':
        this.text(value.toString());
        return;
      case 'object':
        if (value === null) this.word(NULL);
        else this.walkObject(value, depth);
        return;
      case 'undefined':
        this.word(NULL + 1);
        return;
      default:
        assert(false, 'what a process hands out is plain data', { type: typeof value });
    }
  }

  private walkObject(value: object, depth: number): void {
    assert(depth < DEPTH, 'plain data is a tree of limited depth');
    if (Array.isArray(value)) {
      this.word(ARRAY | value.length);
      for (let i = 0; i < value.length; i++) this.walk(value[i], depth + 1);
      return;
    }
    if (value instanceof Uint8Array) {
      this.bytes(value);
      return;
    }
    const digest = (value as { digest?: unknown }).digest;
    if (typeof digest === 'number') {
      this.word(OBJECT);
      this.number(digest);
      return;
    }
    let fields = 0;
    // The order of keys is that of creation, the same in every engine; for-in is the one cheap way to walk them.
    // eslint-disable-next-line no-restricted-syntax -- plain data has no inherited keys, see above
    for (const key in value) {
      const length = key.length;
      this.word(length | (key.charCodeAt(0) << 8) | (key.charCodeAt(length - 1) << 20));
      this.walk((value as Record<string, unknown>)[key], depth + 1);
      fields++;
    }
    this.word(OBJECT | fields);
  }

  private bytes(value: Uint8Array): void {
    const length = value.length;
    this.word(BYTES | length);
    for (let i = 0; i < length; i += 4) {
      this.word(
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
