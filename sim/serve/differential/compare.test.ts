import { describe, expect, test } from 'vitest';
import { firstDifference, showDifference } from './compare.ts';
import type { Told } from './normalise.ts';

const told = (...steps: readonly (readonly [string, ...string[]])[]): Told[] =>
  steps.map(([step, ...lines]) => ({ step, lines }));

const real = told(['s1 connect', 's1 connected'], ['s1 create /a', 's1 event', 's1 create -> OK'], ['rules']);

describe('the first difference', () => {
  test('is none between equal tellings', () => {
    expect(firstDifference(real, structuredClone(real))).toBeNull();
  });

  test.each([
    [
      'another line',
      told(['s1 connect', 's1 connected'], ['s1 create /a', 's1 event', 's1 create -> NONODE'], ['rules']),
      1,
    ],
    [
      'lines in another order',
      told(['s1 connect', 's1 connected'], ['s1 create /a', 's1 create -> OK', 's1 event'], ['rules']),
      1,
    ],
    [
      'a line too many',
      told(['s1 connect', 's1 connected', 's1 closed'], ['s1 create /a', 's1 event', 's1 create -> OK'], ['rules']),
      0,
    ],
    ['a step too few', told(['s1 connect', 's1 connected'], ['s1 create /a', 's1 event', 's1 create -> OK']), 2],
    [
      'another step',
      told(['s1 connect', 's1 connected'], ['s1 create /b', 's1 event', 's1 create -> OK'], ['rules']),
      1,
    ],
    ['a broken rule', [...real.slice(0, -1), { step: 'rules', lines: ['a time'] }], 2],
  ])('%s', (_, ours, index) => {
    expect(firstDifference(real, ours)?.index).toBe(index);
    expect(firstDifference(ours, real)?.index).toBe(index);
  });

  test('is told with what was before, and both outcomes', () => {
    const ours = told(['s1 connect', 's1 connected'], ['s1 create /a', 's1 create -> OK'], ['rules']);
    const difference = firstDifference(real, ours);
    if (difference === null) throw new Error('they differ');
    expect(showDifference(real, difference).split('\n')).toEqual([
      '> s1 connect',
      '    s1 connected',
      '> s1 create /a',
      '  - s1 event',
      '    s1 create -> OK',
    ]);
  });
});
