import { expect, test } from 'vitest';
import { newCase } from '../../sim/record/case.ts';
import { explicitCase } from '../explicit.ts';
import { version } from '../version.ts';
import { drawnAnew, isSmaller } from './drawn-anew.ts';
import type { WrittenCase } from './written-case.ts';

const four = explicitCase(newCase(version, 'fuzz', '7', { voters: 3, observers: 1 })) as WrittenCase;
const quiet: WrittenCase = { ...four, seed: 'quiet' };

test.each<[string, WrittenCase, number, number, boolean]>([
  ['fewer servers are worth drawing', quiet, 3, 0, true],
  ['as many are not, where the case is quiet', quiet, 3, 1, false],
  ['as many are, where its seed still decides', four, 3, 1, true],
  ['more never are', four, 3, 2, false],
])('%s', (_, of, voters, observers, expected) => {
  expect(isSmaller({ voters, observers }, of)).toBe(expected);
});

test('what is drawn is another seed of the same scenario with the same bug, written out', () => {
  const original = { ...newCase(version, 'fuzz', '7'), bug: 'G2' };
  const drawn = drawnAnew(original, { voters: 3, observers: 1 }, 4, {});
  expect(drawn).toMatchObject({ scenario: 'fuzz', seed: '5', bug: 'G2', options: { voters: 3, observers: 1 } });
  expect(drawn.plan.operations.length).toBeGreaterThan(0);
});
