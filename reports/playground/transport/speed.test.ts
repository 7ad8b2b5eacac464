import { expect, test } from 'vitest';
import { SPEED_STEPS, speedOf, speedWords, stepOf } from './speed.ts';

test.each([
  [0, '1/1000'],
  [10, '1/100'],
  [20, '1/10'],
  [21, '1/7.9'],
  [30, '1×'],
  [34, '2.5×'],
  [40, '10×'],
  [99, '10×'],
])('step %i is %s', (step, words) => {
  expect(speedWords(speedOf(step))).toBe(words);
});

test('a step is the nearest to its speed', () => {
  for (let step = 0; step <= SPEED_STEPS; step++) expect(stepOf(speedOf(step))).toBe(step);
});
