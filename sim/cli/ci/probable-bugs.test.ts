import { expect, test } from 'vitest';
import { findBug } from '../../../scenarios/bugs/index.ts';
import { probableBugs, seedsToBeSure } from './probable-bugs.ts';

test('ten bugs are hunted with fresh seeds, and all of them are known', () => {
  const ids = Object.keys(probableBugs);
  expect(ids).toHaveLength(10);
  expect(ids.map((id) => findBug(id)?.id)).toEqual(ids);
});

test.each([
  [0.69, 6],
  [0.22, 28],
  [0.01, 688],
])('a bug of probability %f is missed by chance once in a thousand times at most in %i seeds', (probability, seeds) => {
  expect(seedsToBeSure(probability)).toBe(seeds);
  expect((1 - probability) ** seeds).toBeLessThanOrEqual(0.001);
  expect((1 - probability) ** (seeds - 1)).toBeGreaterThan(0.001);
});
