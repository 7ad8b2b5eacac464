import { describe, expect, test } from 'vitest';
import {
  fewestThatStop,
  isQuorum,
  leastOverlap,
  quorumSize,
  setsOf,
  shared,
  smallestQuorums,
  tolerated,
} from './quorum-arithmetic.ts';
import { fill } from './templates.ts';
import { variantFor, variantsOf } from './variants.ts';

describe('majorities, counted by trying', () => {
  test.each`
    voters | quorum | overlap | survives | stopped
    ${1}   | ${1}   | ${1}    | ${0}     | ${1}
    ${2}   | ${2}   | ${2}    | ${0}     | ${1}
    ${3}   | ${2}   | ${1}    | ${1}     | ${2}
    ${4}   | ${3}   | ${2}    | ${1}     | ${2}
    ${5}   | ${3}   | ${1}    | ${2}     | ${3}
    ${6}   | ${4}   | ${2}    | ${2}     | ${3}
    ${7}   | ${4}   | ${1}    | ${3}     | ${4}
    ${9}   | ${5}   | ${1}    | ${4}     | ${5}
  `('of $voters', ({ voters, quorum, overlap, survives, stopped }: Record<string, number>) => {
    const n = voters as number;
    expect([quorumSize(n), leastOverlap(n), tolerated(n), fewestThatStop(n)]).toEqual([
      quorum,
      overlap,
      survives,
      stopped,
    ]);
  });

  test('any two quorums meet, which is all there is to it', () => {
    for (let voters = 1; voters <= 7; voters++) {
      const quorums = setsOf(voters, quorumSize(voters)).filter((set) => isQuorum(set, voters));
      expect(quorums).toEqual(smallestQuorums(voters));
      for (const a of quorums) for (const b of quorums) expect(shared(a, b).length).toBeGreaterThan(0);
    }
  });

  test('of none and of too many nobody knows', () => {
    expect(() => quorumSize(0)).toThrow('from 1 to 9 voters, not 0');
    expect(() => isQuorum(['1'], 12)).toThrow('not 12');
  });
});

describe('variants', () => {
  const draws = [
    [{ a: '1' }, { a: '2' }, { a: '3' }],
    [{ b: '1' }, { b: '2' }],
  ];

  test('are all different, and the same for everybody', () => {
    const all = variantsOf('lesson/question', { count: 6, draws });
    expect(new Set(all.map((values) => JSON.stringify(values))).size).toBe(6);
    expect(variantsOf('lesson/question', { count: 6, draws })).toEqual(all);
    expect(variantsOf('lesson/other', { count: 6, draws })).not.toEqual(all);
    expect(variantsOf('lesson/question', { count: 2, draws })).toEqual(all.slice(0, 2));
  });

  test('keep apart what has to differ', () => {
    const apart = variantsOf('lesson/question', { count: 6, draws, apart: ['a', 'b'] });
    expect(apart).toHaveLength(4);
    for (const { a, b } of apart) expect(a).not.toBe(b);
  });

  test('neighbours get different ones, and numbers go round', () => {
    expect([0, 1, 2, 3].map((variant) => variantFor(variant, 3))).toEqual([0, 1, 2, 0]);
    expect(variantFor(-1, 3)).toBe(2);
  });

  test('a name nobody knows is an error of the lesson', () => {
    expect(fill('{a} and {a}', { a: 'x' })).toBe('x and x');
    expect(() => fill('{b}', { a: 'x' })).toThrow('nothing is called "b"');
  });
});
