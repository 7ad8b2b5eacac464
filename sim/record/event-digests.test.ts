import fc from 'fast-check';
import { isDeepStrictEqual } from 'node:util';
import { expect, test } from 'vitest';
import type { Plain } from '../../protocol/process.ts';
import { Inputs } from '../kernel/inputs.ts';
import { EventDigests } from './event-digests.ts';

const moment = { atUs: 1_500_000, event: 0, cause: -1 };

test('an event is named by its input and what that is about', () => {
  const { message, timer, stage, synced, writable } = new Inputs();
  message.message = { type: 'PROPOSAL' };
  timer.timer = 'leader/tick';
  stage.stage = 'commit';
  synced.file = 'log.1';
  const named = [message, timer, stage, synced, writable].map((input) => {
    const seen = new EventDigests();
    seen.onInput('2', input, moment);
    return seen.labels[0];
  });
  expect(named).toEqual([
    '1.500000 s, 2 message PROPOSAL',
    '1.500000 s, 2 timer leader/tick',
    '1.500000 s, 2 stage commit',
    '1.500000 s, 2 synced log.1',
    '1.500000 s, 2 writable',
  ]);
});

function digestOf(...facts: readonly Plain[]): number | undefined {
  const seen = new EventDigests();
  for (const fact of facts) seen.onFact('1', fact, moment);
  return seen.digests[0];
}

const { plain } = fc.letrec<{ plain: Plain }>((tie) => ({
  plain: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom<Plain>(0, 1, -1, 0.5, 4294967296, '', '1', 'a', true, false, null, undefined, 1n),
    fc.uint8Array({ maxLength: 3 }),
    fc.array(tie('plain'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom('a', 'b', 'digest'), tie('plain'), { noNullPrototype: true }),
  ),
}));

/** The order of keys is told apart: an engine keeps it, and whoever walks over an object sees it. */
function equal(a: Plain, b: Plain): boolean {
  return isDeepStrictEqual(a, b) && JSON.stringify(a, withBig) === JSON.stringify(b, withBig);
}
const withBig = (_key: string, value: unknown): unknown => (typeof value === 'bigint' ? String(value) : value);

test('digests are equal exactly where contents are', () => {
  fc.assert(
    fc.property(plain, plain, (a, b) => {
      expect(digestOf(a) === digestOf(b)).toBe(equal(a, b));
      expect(digestOf(a)).toBe(digestOf(structuredClone(a)));
    }),
    { numRuns: 2000 },
  );
});

test('where one value ends and the next begins counts', () => {
  // The words of a short text are those of a number, and a tag may be a number, too.
  const high = (code: number): number => code * 4294967296 + 1;
  for (const tag of [-1, 1, 2]) expect(digestOf([tag, high(97), 'b'])).not.toBe(digestOf(['a', tag, high(98)]));
});

test('the order of what comes of an event counts', () => {
  expect(digestOf('a', 'b')).not.toBe(digestOf('b', 'a'));
});

test('a digest that an object carries says nothing about its content', () => {
  expect(digestOf({ digest: 7, zxid: 1 })).not.toBe(digestOf({ digest: 7, zxid: 2 }));
});
