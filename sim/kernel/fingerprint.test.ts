import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Fingerprint } from './fingerprint.ts';
import { FingerprintTwin } from './fingerprint-twin.testkit.ts';

function printOf(...contents: unknown[]): string {
  const fingerprint = new Fingerprint();
  for (const content of contents) {
    fingerprint.rollContent(content);
    fingerprint.next(0, 0);
  }
  return fingerprint.digits();
}

const different: unknown[] = [
  0,
  -0,
  1,
  -1,
  0.5,
  4294967296,
  4294967297,
  NaN,
  Infinity,
  '',
  '0',
  'a',
  'b',
  'ab',
  true,
  false,
  null,
  undefined,
  [],
  {},
  [[]],
  [0],
  ['0'],
  [1, 2],
  [2, 1],
  { type: 'ACK' },
  { type: 'ACK', zxid: 1 },
  { type: 'ACK', zxid: 2 },
  { type: 'ACK', n: 1 },
  { digest: 1 },
  { digest: 2 },
  new Uint8Array([]),
  new Uint8Array([0]),
  new Uint8Array([0, 0]),
  new Uint8Array([1, 2, 3, 4, 5]),
  12n,
  13n,
  'a rather long text, hashed as a whole',
  'a rather long text, hashed as a whole.',
  { a: { b: { c: 1 } } },
  { a: { b: { c: 2 } } },
];

test('different contents have different fingerprints, equal ones the same', () => {
  expect(new Set(different.map((content) => printOf(content))).size).toBe(different.length);
  for (const content of different) expect(printOf(structuredClone(content))).toBe(printOf(content));
});

test('an object seen again by identity counts as its content', () => {
  const message = { type: 'PROPOSAL', zxid: 3 };
  expect(printOf(message, message)).toBe(printOf({ ...message }, { ...message }));
});

test('an object that begins with a digest is hashed by that alone', () => {
  expect(printOf({ digest: 77, data: 'x' })).toBe(printOf({ digest: 77, data: 'y' }));
  expect(printOf({ data: 'x', digest: 77 })).not.toBe(printOf({ data: 'y', digest: 77 }));
});

test('a digest that is no whole number counts with all its bits', () => {
  const near = 0.1 + Number.EPSILON / 16;
  expect(near).not.toBe(0.1);
  expect(printOf({ digest: near })).not.toBe(printOf({ digest: 0.1 }));
  expect(printOf({ digest: 0.1, data: 'x' })).toBe(printOf({ digest: 0.1, data: 'y' }));
});

test('a text counts the same whether or not it came before', () => {
  const texts = ['', ...Array.from({ length: 2000 }, (_, i) => `/path-${i}`)];
  const seen = new Fingerprint();
  for (const text of [...texts, ...texts]) {
    const fresh = new Fingerprint();
    seen.rollContent(text);
    fresh.rollContent(text);
    expect([seen.lastX, seen.lastY]).toEqual([fresh.lastX, fresh.lastY]);
  }
});

/** Few, so that they come again, by identity and by content. */
const contents = fc.constantFrom(
  ...different.filter((content) => typeof content !== 'object' || content === null || !('digest' in content)),
  ...different.map((content) => ({ type: 'TXN', content, zxid: 4294967300 })),
  ...[1, 2, 3].map((n) => ({ type: 'PROPOSAL', txn: { digest: n, data: 'x' } })),
);
const word = fc.integer();
type Roll = (print: Pick<Fingerprint, keyof FingerprintTwin>) => void;
const rolls: fc.Arbitrary<Roll> = fc.oneof(
  fc.tuple(word, word).map(
    ([first, second]): Roll =>
      (print) =>
        print.next(first, second),
  ),
  fc.tuple(word, word).map(
    ([first, second]): Roll =>
      (print) =>
        print.roll(first, second),
  ),
  fc.double().map(
    (value): Roll =>
      (print) =>
        print.rollNumber(value),
  ),
  fc.tuple(fc.string({ maxLength: 3 }), word).map(
    ([text, salt]): Roll =>
      (print) =>
        print.rollText(text, salt),
  ),
  fc.tuple(contents, word, word).map(
    ([content, salt, about]): Roll =>
      (print) =>
        print.rollContent(content, salt, about),
  ),
  fc.tuple(contents, word).map(
    ([content, salt]): Roll =>
      (print) =>
        print.rollNamed('log', content, salt),
  ),
  fc.tuple(contents, word).map(
    ([content, salt]): Roll =>
      (print) =>
        print.rollFresh(content, salt),
  ),
);

test('whatever is kept of objects and texts, the digits are those of walking all of it', () => {
  fc.assert(
    fc.property(fc.array(rolls, { maxLength: 400, size: 'max' }), (all) => {
      const [print, twin] = [new Fingerprint(), new FingerprintTwin()];
      for (const roll of all) {
        roll(print);
        roll(twin);
        expect(print.digits()).toBe(twin.digits());
      }
    }),
    { numRuns: 30 },
  );
});

test('order and boundaries of events matter', () => {
  expect(printOf(1, 2)).not.toBe(printOf(2, 1));
  expect(printOf('a', 'b')).not.toBe(printOf('ab'));
});

test('what a content stands for, the number to it and its name count', () => {
  const content = { type: 'ACK', zxid: 1 };
  const prints = [
    (print: Fingerprint) => print.rollContent(content),
    (print: Fingerprint) => print.rollContent(content, 1),
    (print: Fingerprint) => print.rollContent(content, 2),
    (print: Fingerprint) => print.rollContent(content, 1, 1),
    (print: Fingerprint) => print.rollContent(content, 1, 2),
    (print: Fingerprint) => print.rollFresh(content, 3),
    (print: Fingerprint) => print.rollNamed('log', content, 1),
    (print: Fingerprint) => print.rollNamed('prep', content, 1),
    (print: Fingerprint) => print.rollNamed('log', content, 2),
    (print: Fingerprint) => print.rollNamed('log', { type: 'ACK', zxid: 2 }, 1),
    (print: Fingerprint) => print.rollNamed('a', 'b', 0),
    (print: Fingerprint) => print.rollNamed('b', 'a', 0),
    (print: Fingerprint) => print.rollNamed('a', 'a', 0),
    (print: Fingerprint) => print.rollNamed('b', 'b', 0),
  ].map((roll) => {
    const print = new Fingerprint();
    roll(print);
    return print.digits();
  });
  expect(new Set(prints).size).toBe(prints.length);
});

test('the words an event begins with count, and so does where it begins', () => {
  const printOfNext = (first: number, second: number, then: number): string => {
    const print = new Fingerprint();
    print.next(first, second);
    print.roll(then, 0);
    return print.digits();
  };
  const prints = [printOfNext(1, 0, 3), printOfNext(2, 0, 3), printOfNext(1, 1, 3), printOfNext(1, 0, 4)];
  const whole = new Fingerprint();
  whole.roll(1, 0);
  whole.roll(3, 0);
  expect(new Set([...prints, whole.digits()]).size).toBe(5);
});

test('asking for the digits changes nothing', () => {
  const fingerprint = new Fingerprint();
  fingerprint.roll(5, 0);
  expect(fingerprint.digits()).toBe(fingerprint.digits());
  expect(fingerprint.digits()).toMatch(/^[0-9a-f]{32}$/);
});

test('what is no plain data is refused', () => {
  expect(() => printOf({ f: printOf })).toThrow('plain data');
  expect(() => printOf(new Float32Array(1))).toThrow('Uint8Array');
});

test('the values are those of every engine', () => {
  expect(printOf(...different)).toMatchInlineSnapshot(`"c46aa776bab700754f9549e37f2696a6"`);
});
