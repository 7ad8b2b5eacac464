import { describe, expect, test } from 'vitest';
import { newCase, type Case } from '../../sim/record/case.ts';
import { run } from '../run.ts';
import { version } from '../version.ts';
import { shrinkCase, type Shrinking } from './shrink.ts';
import { sizeOf, stepsOf } from './size.ts';

function found(bug: string, seed: string): Case {
  const of = { ...newCase(version, 'fuzz', seed), bug };
  const { verdict, failure } = run(of);
  return { ...of, expect: { verdict, signature: failure?.signature ?? null } };
}

function shrunk(of: Case, attempts: number): Shrinking {
  const shrinking = shrinkCase(of, { attempts });
  if (shrinking === null) throw new Error('it does not fail');
  return shrinking;
}

function showsTheSame(of: Case, original: Case): void {
  const { verdict, failure } = run(of);
  expect({ verdict, signature: failure?.signature }).toEqual(original.expect);
  expect(of.expect).toEqual(original.expect);
  expect(run({ ...of, bug: null }).verdict).toBe('ok');
}

describe.each([
  ['ZK-335', '2', 3],
  ['ZK-1208', '4', 3],
  ['G9', '24', 3],
])('a failure of %s', (bug, seed, steps) => {
  const of = found(bug, seed);

  test('becomes small and quiet, and stays the failure it is', () => {
    const shrinking = shrunk(of, 300);
    showsTheSame(shrinking.shrunk, of);
    expect(shrinking.shrunk.seed).toBe('quiet');
    expect(stepsOf(shrinking.size)).toBeLessThanOrEqual(steps);
    expect(shrinking.size.servers).toBeLessThanOrEqual(3);
    expect(run(shrinking.shrunk).fingerprint).toBe(shrinking.shrunk.fingerprint);
    expect(shrinking.size).toEqual(sizeOf(shrinking.shrunk));
    expect(shrinking.sizeBefore).toEqual(sizeOf(of));
  });

  test('is never lost, however soon the attempts end, and never grows', () => {
    const before = stepsOf(sizeOf(of));
    for (const attempts of [0, 3, 20]) {
      const shrinking = shrunk(of, attempts);
      expect(shrinking.attempts).toBeLessThanOrEqual(attempts);
      showsTheSame(shrinking.shrunk, of);
      expect(stepsOf(shrinking.size)).toBeLessThanOrEqual(before);
    }
  });
});

test('the same attempts make the same case', () => {
  const of = found('ZK-790', '2');
  expect(shrunk(of, 30).shrunk).toEqual(shrunk(of, 30).shrunk);
});

test('an interrupt keeps the best so far', () => {
  const of = found('ZK-335', '2');
  let best = sizeOf(of);
  let tried = 0;
  const shrinking = shrinkCase(of, {
    interrupted: () => tried >= 30,
    onProgress: ({ attempts, size }) => {
      tried = attempts;
      best = size;
    },
  });
  expect(shrinking).toMatchObject({ attempts: 30, finished: false, size: best });
});

test('what is small already comes out as it is', () => {
  const small = shrunk(found('G10', '1'), 300);
  expect(small.finished).toBe(true);
  expect(shrunk(small.shrunk, 300).shrunk).toEqual(small.shrunk);
});

test('a case that passes is none to shrink', () => {
  expect(shrinkCase(newCase(version, 'fuzz', '1'), { attempts: 10 })).toBeNull();
});
