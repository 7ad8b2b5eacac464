/**
 * The fingerprint of a run: 128 bits rolling over time, process, input, outputs and facts of every event, with their
 * full content. Two multiplying lanes take the words of an event, two at a time; when it is over, four murmur lanes
 * roll over the two. 32-bit integer arithmetic only, so that it is the same in every engine.
 *
 * A content is plain data, and its hash is two words: those of an object are rolled from the hashes of its fields, in
 * the order of their keys, those of an array from its items. An object whose first field is a numeric `digest` has
 * that for a hash. Two caches save work and change no value: hashes of the last few objects are kept by identity, so
 * that what a server hands from stage to stage and sends to many is walked once, and those of texts by the text. So
 * what a process hands out must not change afterwards, which the port says.
 */
import { assert } from '../../protocol/std/assert.ts';

/** A power of two. */
const RECENT = 8;
/** Texts that are known at a time: far more than come often. */
const TEXTS = 1024;
const DEPTH = 32;
/** Second words of what is no number: no high word of a whole number is as large. */
const NAMED = 0x6e616d65;
const FLOAT = 0x666c6f74;
/** First words, beside that. */
const [UNDEFINED, NULL, FALSE, TRUE] = [1, 2, 3, 4];
const TEXT = 0x54000000;
const BIG = 0x42696700;
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
  private readonly recent: object[] = Array.from({ length: RECENT }, () => ({}));
  private readonly recentX = new Int32Array(RECENT);
  private readonly recentY = new Int32Array(RECENT);
  private oldest = 0;
  /** Hash of the content rolled in last, for those who carry it along. */
  lastX = 0;
  lastY = 0;
  /** Where the hash of a text is, in the two arrays of its words. */
  private slots = new Map<string, number>();
  private readonly textsX = new Int32Array(TEXTS);
  private readonly textsY = new Int32Array(TEXTS);
  private readonly float = new DataView(new ArrayBuffer(8));

  /**
   * An event is over: what was rolled in since the last call goes into the run's lanes, half of it into each pair. The
   * next event begins with these two words.
   */
  next(first: number, second: number): void {
    const lanes = this.lanes;
    const beforeX = lanes[X] as number;
    const beforeY = lanes[Y] as number;
    let x = Math.imul(beforeX, 0x239b961b);
    x = Math.imul((x << 15) | (x >>> 17), 0xab0e9789);
    let y = Math.imul(beforeY, 0x38b34ae5);
    y = Math.imul((y << 16) | (y >>> 16), 0xa1e38b93);
    let a = (lanes[A] as number) ^ x;
    a = (Math.imul((a << 19) | (a >>> 13), 5) + 0x561ccd1b + (lanes[B] as number)) | 0;
    let b = (lanes[B] as number) ^ y;
    b = (Math.imul((b << 17) | (b >>> 15), 5) + 0x0bcaa747 + (lanes[C] as number)) | 0;
    let c = (lanes[C] as number) ^ Math.imul(x, 0x9e3779b1);
    c = (Math.imul((c << 15) | (c >>> 17), 5) + 0x96cd1c35 + (lanes[D] as number)) | 0;
    let d = (lanes[D] as number) ^ Math.imul(y, 0x85ebca6b);
    d = (Math.imul((d << 13) | (d >>> 19), 5) + 0x32ac3b17 + a) | 0;
    lanes[A] = a;
    lanes[B] = b;
    lanes[C] = c;
    lanes[D] = d;
    x = Math.imul(beforeX ^ first, 0x9e3779b1);
    x ^= x >>> 15;
    y = (beforeY + second) | 0;
    y = Math.imul((y << 13) | (y >>> 19), 0x85ebca6b) ^ x;
    lanes[X] = x + y;
    lanes[Y] = y;
  }

  /** Rolls two 32-bit words in: for given words a bijection of the lanes, for given lanes one of the words. */
  roll(first: number, second: number): void {
    const lanes = this.lanes;
    let x = Math.imul((lanes[X] as number) ^ first, 0x9e3779b1);
    x ^= x >>> 15;
    let y = (lanes[Y] as number) + second;
    y = Math.imul((y << 13) | (y >>> 19), 0x85ebca6b) ^ x;
    lanes[X] = x + y;
    lanes[Y] = y;
  }

  rollNumber(value: number): void {
    this.hashNumber(value);
    this.roll(this.lastX, this.lastY);
  }

  /** `salt`: what the text stands for, one word. */
  rollText(text: string, salt = 0): void {
    const slot = this.slotOf(text);
    this.roll((this.textsX[slot] as number) ^ salt, this.textsY[slot] as number);
  }

  /** Rolls in any plain data. `lastX` and `lastY` are its hash then. `salt`: what it stands for; `about`: a number to it. */
  rollContent(content: unknown, salt = 0, about = 0): void {
    this.hash(content, 0);
    this.rollHash(this.lastX ^ salt, this.lastY, about);
  }

  /** Rolls in a hash that was carried along, and a number to it. */
  rollHash(x: number, y: number, about: number): void {
    this.roll(x, y + Math.imul(about, 0xc2b2ae35));
  }

  /** Rolls in any plain data with a name. `lastX` and `lastY` are the hash of both then. */
  rollNamed(name: string, content: unknown, salt: number): void {
    this.hash(content, 0);
    const slot = this.slotOf(name);
    this.lastX ^= Math.imul(this.textsX[slot] as number, 0xc2b2ae35) ^ salt;
    this.lastY = (this.lastY + (this.textsY[slot] as number)) | 0;
    this.roll(this.lastX, this.lastY);
  }

  /**
   * As `rollContent`, for an object that was made just now and that nobody will hand out again: it is not looked for
   * among the last few, nor kept there, and has no digest of its own. `salt`: what it stands for, one word.
   */
  rollFresh(content: unknown, salt: number): void {
    if (isRecord(content)) this.hashFields(content, 0);
    else this.hash(content, 0);
    this.roll(this.lastX ^ salt, this.lastY);
  }

  /** 32 hexadecimal digits, the event under way included; asking changes nothing. */
  digits(): string {
    const lanes = this.lanes;
    const saved = lanes.slice();
    this.next(0, 0);
    const digits =
      hex(lanes[A] as number) + hex(lanes[B] as number) + hex(lanes[C] as number) + hex(lanes[D] as number);
    lanes.set(saved);
    return digits;
  }

  /** 53 bits of the digits, the event under way included: for those who ask after every event. Asking changes nothing. */
  short(): number {
    const lanes = this.lanes;
    const saved = lanes.slice();
    this.next(0, 0);
    const short = ((lanes[A] as number) >>> 0) * 2097152 + ((lanes[C] as number) >>> 11);
    lanes.set(saved);
    return short;
  }

  /** Where the hash of this text is, computed now unless the text came before: most texts of a run come often. */
  private slotOf(text: string): number {
    return this.slots.get(text) ?? this.learn(text);
  }

  private learn(text: string): number {
    if (this.slots.size === TEXTS) this.slots = new Map();
    const slot = this.slots.size;
    let a = TEXT;
    let b = text.length;
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      a = Math.imul(a ^ code, 0x01000193);
      b = Math.imul((b << 5) ^ (b >>> 27) ^ code, 0x85ebca6b);
    }
    this.slots.set(text, slot);
    this.textsX[slot] = a;
    this.textsY[slot] = b;
    return slot;
  }

  private hash(value: unknown, depth: number): void {
    if (typeof value === 'number') this.hashNumber(value);
    else if (typeof value === 'string') {
      const slot = this.slotOf(value);
      this.lastX = this.textsX[slot] as number;
      this.lastY = this.textsY[slot] as number;
    } else if (typeof value === 'boolean') this.name(value ? TRUE : FALSE);
    else if (value === null) this.name(NULL);
    else if (typeof value === 'object') this.hashObject(value, depth);
    else if (value === undefined) this.name(UNDEFINED);
    else {
      assert(typeof value === 'bigint', 'what a process hands out is plain data', { type: typeof value });
      this.hash(value.toString(), depth);
      this.lastX ^= BIG;
    }
  }

  private name(first: number): void {
    this.lastX = first;
    this.lastY = NAMED;
  }

  private hashNumber(value: number): void {
    if (isWhole(value)) {
      this.lastX = value | 0;
      this.lastY = highWord(value);
    } else {
      this.float.setFloat64(0, value, true);
      this.lastX = this.float.getInt32(0, true) ^ Math.imul(this.float.getInt32(4, true), 0x9e3779b1);
      this.lastY = FLOAT ^ this.float.getInt32(4, true);
    }
  }

  /** A content, and what is in it directly, is looked for among the last few objects. */
  private hashObject(value: object, depth: number): void {
    if (depth > 1) {
      this.hashFresh(value, depth);
      return;
    }
    const known = this.recent.indexOf(value);
    if (known >= 0) {
      this.lastX = this.recentX[known] as number;
      this.lastY = this.recentY[known] as number;
      return;
    }
    this.hashFresh(value, depth);
    const at = this.oldest;
    this.oldest = (at + 1) & (RECENT - 1);
    this.recent[at] = value;
    this.recentX[at] = this.lastX;
    this.recentY[at] = this.lastY;
  }

  private hashFresh(value: object, depth: number): void {
    assert(depth < DEPTH, 'plain data is a tree of limited depth');
    if (isRecord(value)) {
      // To be read before the walk: an object whose shape is outdated gets the present one by that. Were it changed in
      // the middle of a walk, V8 would look each field of each object up by its name from then on.
      const { digest } = value as { readonly digest?: unknown };
      if (typeof digest === 'number' && Object.keys(value)[0] === 'digest') {
        this.hashNumber(digest);
        this.lastX ^= OBJECT;
      } else this.hashFields(value, depth);
    } else if (Array.isArray(value)) this.hashItems(value, depth);
    else this.hashBytes(value);
  }

  /** Rolls as `roll` does, with the lanes at hand: half the cost of a fingerprint is in this loop. */
  private hashFields(value: object, depth: number): void {
    let x = X_BEGIN;
    let y = Y_BEGIN;
    let fields = 0;
    // The order of keys is that of creation, the same in every engine.
    // eslint-disable-next-line no-restricted-syntax -- plain data has no inherited keys, and this walk makes no list of them
    for (const key in value) {
      const field = (value as Record<string, unknown>)[key];
      let first = (key.length << 12) ^ (key.charCodeAt(0) << 20);
      let second: number;
      if (typeof field === 'number') {
        let low = field | 0;
        if (low === field && (low !== 0 || !Object.is(field, -0))) second = low >> 31;
        else {
          this.hashNumber(field);
          low = this.lastX;
          second = this.lastY;
        }
        first ^= low;
      } else if (typeof field === 'string') {
        const slot = this.slotOf(field);
        first ^= this.textsX[slot] as number;
        second = this.textsY[slot] as number;
      } else {
        this.hash(field, depth + 1);
        first ^= this.lastX;
        second = this.lastY;
      }
      x = Math.imul(x ^ first, 0x9e3779b1);
      x ^= x >>> 15;
      y = (y + second) | 0;
      y = Math.imul((y << 13) | (y >>> 19), 0x85ebca6b) ^ x;
      x = (x + y) | 0;
      fields++;
    }
    this.lastX = x ^ OBJECT;
    this.lastY = (y + fields) | 0;
  }

  private hashItems(value: readonly unknown[], depth: number): void {
    let x = X_BEGIN;
    let y = Y_BEGIN;
    for (let i = 0; i < value.length; i++) {
      this.hash(value[i], depth + 1);
      x = Math.imul(x ^ this.lastX, 0x9e3779b1);
      x ^= x >>> 15;
      y = (y + this.lastY) | 0;
      y = Math.imul((y << 13) | (y >>> 19), 0x85ebca6b) ^ x;
      x = (x + y) | 0;
    }
    this.lastX = x ^ ARRAY;
    this.lastY = (y + value.length) | 0;
  }

  private hashBytes(value: object): void {
    assert(value instanceof Uint8Array, 'of binary data, plain data has Uint8Array only');
    let x = X_BEGIN;
    let y = Y_BEGIN;
    for (let i = 0; i < value.length; i += 8) {
      x = Math.imul(x ^ wordAt(value, i), 0x9e3779b1);
      x ^= x >>> 15;
      y = (y + wordAt(value, i + 4)) | 0;
      y = Math.imul((y << 13) | (y >>> 19), 0x85ebca6b) ^ x;
      x = (x + y) | 0;
    }
    this.lastX = x ^ BYTES;
    this.lastY = (y + value.length) | 0;
  }
}

function isRecord(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !ArrayBuffer.isView(value);
}

/** Whether it is an integer that two words hold; -0 is none. */
function isWhole(value: number): boolean {
  return Number.isSafeInteger(value) && !Object.is(value, -0);
}

/** What is left of a whole number beside its low word, `value | 0`. */
function highWord(value: number): number {
  const low = value | 0;
  return low === value ? low >> 31 : Math.floor(value / 4294967296) | 0;
}

/** Up to four bytes from there; none for what lies beyond the end. */
function wordAt(bytes: Uint8Array, at: number): number {
  let word = 0;
  const end = Math.min(at + 4, bytes.length);
  for (let i = at; i < end; i++) word |= (bytes[i] as number) << ((i & 3) << 3);
  return word;
}

function hex(word: number): string {
  return (word >>> 0).toString(16).padStart(8, '0');
}
