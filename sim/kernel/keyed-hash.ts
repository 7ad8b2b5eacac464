/**
 * Counter-based keyed hashing: the value of a decision is a pure function of (seed key, label, n, part).
 *
 * Streams would tie each decision to how many came before it; here any decision can be computed without its
 * predecessors, may use as many words as it likes, and a new decision site changes no other. Everything is 32-bit
 * integer arithmetic (`Math.imul`, shifts), the same in every engine. `draw` is a small block cipher on (n, part)
 * under (k0, k1), cut to one word: cutting makes it collide as a random function does. It is not cryptographic.
 *
 * These functions are the format of every stored case: `keyed-hash.test.ts` pins their values.
 */
import type { SeedKey } from './seed-key.ts';

function finish(word: number): number {
  let x = word;
  x ^= x >>> 16;
  x = Math.imul(x, 0x7feb352d);
  x ^= x >>> 15;
  x = Math.imul(x, 0x846ca68b);
  return x ^ (x >>> 16);
}

/**
 * 64 bits of a label, as two signed words. Labels are ASCII made of stable names, never of positions. `end`: the last of
 * it, where it comes in two: to read a text that was just put together costs as much as all the rest.
 */
export function labelHash(begin: string, end = ''): readonly [number, number] {
  const { length } = begin;
  let a = 0x243f6a88 ^ (length + end.length);
  let b = 0x13198a2e;
  for (let i = 0; i < length + end.length; i++) {
    const code = i < length ? begin.charCodeAt(i) : end.charCodeAt(i - length);
    a = Math.imul(a ^ code, 0x9e3779b1);
    a ^= a >>> 15;
    b = (Math.imul((b << 7) | (b >>> 25), 0x85ebca6b) + code + a) | 0;
  }
  const h0 = finish(a ^ Math.imul(b, 0xc2b2ae35));
  return [h0, finish(b + Math.imul(h0, 0x27d4eb2f))];
}

/** The key of a label's decisions under a seed, as two signed words. */
export function classKey(seed: SeedKey, h0: number, h1: number): readonly [number, number] {
  const x = finish(seed[0] ^ h0);
  const y = finish((seed[1] + h1) ^ x);
  const k0 = finish((x + Math.imul(y, 0x9e3779b1)) ^ seed[2]);
  const k1 = finish((y ^ Math.imul(k0, 0xc2b2ae35)) + seed[3]);
  return [k0, k1];
}

/** One word, 0 … 2^32 - 1: part `part` of decision `n` of the class with that key. */
export function draw(k0: number, k1: number, n: number, part: number): number {
  let x = k0 ^ Math.imul(n, 0x9e3779b1);
  let y = k1 ^ Math.imul(part + 1, 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 16), 0x7feb352d);
  y = (y + (x ^ (x >>> 15))) | 0;
  y = Math.imul(y ^ (y >>> 16), 0x846ca68b);
  x = (x ^ k1) + (y ^ (y >>> 13));
  x = Math.imul(x ^ (x >>> 15), 0xc2b2ae35);
  y = (y + (x ^ (x >>> 16)) + k0) | 0;
  y = Math.imul(y ^ (y >>> 15), 0x2c1b3c6d);
  return (y ^ (y >>> 16)) >>> 0;
}

/** 53 bits as an integer below 2^53: this part and one derived from it. */
export function draw53(k0: number, k1: number, n: number, part: number): number {
  return draw(k0, k1, n, part) * 2097152 + (draw(k0, k1, n, part | 0x40000000) >>> 11);
}
