import { expect, test } from 'vitest';
import fc from 'fast-check';
import { exponential, happens, latencyOf, pareto, scale, type Latency } from './distribution.ts';
import { draw } from './keyed-hash.ts';

const words = Array.from({ length: 200_000 }, (_, n) => draw(11, 22, n, 0));

test('scale is floor(word * bound / 2^32), exactly', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2 ** 32 - 1 }), fc.integer({ min: 1, max: 2 ** 37 - 1 }), (word, bound) => {
      expect(BigInt(scale(word, bound))).toBe((BigInt(word) * BigInt(bound)) >> 32n);
    }),
  );
});

test('the exponential table has mean 1 and the right tail', () => {
  const drawn = words.map((word) => exponential(word) / 65536);
  const mean = drawn.reduce((a, b) => a + b) / drawn.length;
  expect(mean).toBeGreaterThan(0.98);
  expect(mean).toBeLessThan(1.02);
  const beyond = drawn.filter((value) => value > 5).length / drawn.length;
  expect(beyond).toBeGreaterThan(0.005);
  expect(beyond).toBeLessThan(0.009);
});

test('the Pareto table has a tail of index 2', () => {
  const drawn = words.map((word) => pareto(word) / 65536);
  const beyond = (limit: number): number => drawn.filter((value) => value > limit).length / drawn.length;
  expect(beyond(9)).toBeGreaterThan(0.009);
  expect(beyond(9)).toBeLessThan(0.011);
  expect(beyond(99)).toBeGreaterThan(0.00005);
});

test('quantiles rise with the word', () => {
  for (const quantile of [exponential, pareto]) {
    let last = -1;
    for (let word = 0; word < 2 ** 32; word += 65537 * 16) {
      const value = quantile(word);
      expect(value).toBeGreaterThanOrEqual(last);
      last = value;
    }
  }
});

test('a chance comes as often as it says', () => {
  const share = words.filter((word) => happens(word, 10_000)).length / words.length;
  expect(share).toBeGreaterThan(0.009);
  expect(share).toBeLessThan(0.011);
  expect(words.some((word) => happens(word, 0))).toBe(false);
  expect(words.every((word) => happens(word, 1_000_000))).toBe(true);
});

test('no latency is below its least or above its most', () => {
  const shapes: Latency['shape'][] = ['constant', 'uniform', 'exponential', 'pareto'];
  for (const shape of shapes) {
    const latency: Latency = { shape, minUs: 100, spreadUs: 400, maxUs: 2000 };
    for (const word of words.slice(0, 20_000)) {
      const us = latencyOf(latency, word);
      expect(Number.isInteger(us) && us >= 100 && us <= 2000).toBe(true);
    }
  }
});
