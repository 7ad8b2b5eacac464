import { describe, expect, test } from 'vitest';
import { classKey, draw, draw53, labelHash } from './keyed-hash.ts';
import { seedKey } from './seed-key.ts';

const label = 'net/1>2#3/quorum/PROPOSAL';

/** Chi-squared of 256 classes; 255 expected, 23 the deviation. */
function chiSquared(bytes: Iterable<number>): number {
  const counts = new Array<number>(256).fill(0);
  let total = 0;
  for (const byte of bytes) {
    counts[byte] = (counts[byte] as number) + 1;
    total++;
  }
  const expected = total / 256;
  return counts.reduce((sum, count) => sum + ((count - expected) * (count - expected)) / expected, 0);
}

function bits(word: number): number {
  let count = 0;
  for (let w = word >>> 0; w !== 0; w &= w - 1) count++;
  return count;
}

describe('the format of every stored case', () => {
  test('the seed key', () => {
    expect(seedKey('42')).toMatchInlineSnapshot(`
      [
        -933995452,
        -1134853990,
        -1813602072,
        1431710569,
      ]
    `);
    expect(seedKey('1')).not.toEqual(seedKey('11'));
  });
  test('labels, class keys and draws', () => {
    expect(labelHash('')).toMatchInlineSnapshot(`
      [
        -1986593344,
        1177856417,
      ]
    `);
    expect(labelHash(label)).toMatchInlineSnapshot(`
      [
        -40345263,
        -1970194117,
      ]
    `);
    expect(classKey([1, 2, 3, 4], 5, 6)).toMatchInlineSnapshot(`
      [
        -32087132,
        1255571387,
      ]
    `);
    expect([draw(0, 0, 0, 0), draw(1, 2, 3, 4), draw(-1, -1, 17, 1), draw53(1, 2, 3, 4)]).toMatchInlineSnapshot(`
      [
        2212640907,
        2064412062,
        3974323344,
        4329385884674997,
      ]
    `);
  });
});

test.each([
  ['n in one class', (i: number) => draw(0x1234567, 0x89abcde, i, 0)],
  ['n under the zero key', (i: number) => draw(0, 0, i, 0)],
  ['parts of one decision', (i: number) => draw(7, 9, 3, i)],
  ['first keys that count up', (i: number) => draw(i, 5, 0, 0)],
  ['second keys that count up', (i: number) => draw(5, i, 0, 0)],
  [
    'neighbouring labels',
    (i: number) => draw(...classKey([1, 2, 3, 4], ...labelHash(`net/1>2#${i}/quorum/ACK`)), 0, 0),
  ],
  ['neighbouring seeds', (i: number) => draw(...classKey([i, 2, 3, 4], 5, 6), 0, 0)],
])('%s: every byte is spread evenly and neighbours are unlike', (_, at) => {
  const words = Array.from({ length: 1 << 16 }, (__, i) => at(i));
  for (const shift of [0, 8, 16, 24]) {
    const chi = chiSquared(words.map((word) => (word >>> shift) & 255));
    expect(chi).toBeGreaterThan(255 - 5 * 23);
    expect(chi).toBeLessThan(255 + 5 * 23);
  }
  const flips =
    words.slice(1).reduce((sum, word, i) => sum + bits(word ^ (words[i] as number)), 0) / (words.length - 1);
  expect(flips).toBeGreaterThan(15.9);
  expect(flips).toBeLessThan(16.1);
});

test('flipping any input bit flips any output bit half of the time', () => {
  for (let input = 0; input < 128; input++) {
    const counts = new Array<number>(32).fill(0);
    const trials = 2000;
    for (let t = 0; t < trials; t++) {
      const at = [Math.imul(t, 0x9e3779b1), Math.imul(t, 0x85ebca6b), t, t & 7] as [number, number, number, number];
      const before = draw(...at);
      at[input >> 5] = (at[input >> 5] as number) ^ (1 << (input & 31));
      const change = before ^ draw(...at);
      for (let b = 0; b < 32; b++) counts[b] = (counts[b] as number) + ((change >>> b) & 1);
    }
    for (const count of counts) {
      expect(count / trials).toBeGreaterThan(0.43);
      expect(count / trials).toBeLessThan(0.57);
    }
  }
});

test('realistic labels do not collide', () => {
  const seen = new Set<string>();
  for (let a = 1; a <= 9; a++) {
    for (let b = 1; b <= 9; b++) {
      for (let c = 0; c < 200; c++)
        for (const type of ['ACK', 'PROPOSAL', 'COMMIT'])
          seen.add(labelHash(`net/${a}>${b}#${c}/quorum/${type}`).join());
    }
  }
  expect(seen.size).toBe(9 * 9 * 200 * 3);
});

test('draws collide as often as random words do', () => {
  const count = 1 << 17;
  const distinct = new Set(Array.from({ length: count }, (_, n) => draw(3, 4, n, 0))).size;
  // Two are expected to collide on average: more than ten, or a bijection's none in several keys, would be odd.
  expect(count - distinct).toBeLessThan(10);
  let collisions = 0;
  for (let key = 0; key < 8; key++)
    collisions += count - new Set(Array.from({ length: count }, (_, n) => draw(key, 4, n, 0))).size;
  expect(collisions).toBeGreaterThan(2);
});
