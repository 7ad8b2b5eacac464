import { expect, test } from 'vitest';
import { Addresses } from '../kernel/addresses.ts';
import { mean, meanInterval, middleOf } from './bootstrap.ts';

test('the middle of a hundred numbers leaves two out at each end', () => {
  expect(
    middleOf(
      Array.from({ length: 100 }, (_, i) => 100 - i),
      0.95,
    ),
  ).toEqual([3, 98]);
});

test('numbers that are all the same leave no doubt', () => {
  expect(meanInterval([6, 6, 6])).toEqual([6, 6]);
});

test('the interval of a mean is about two standard errors to each side, and the same each time', () => {
  const draws = new Addresses('numbers');
  const values = Array.from({ length: 400 }, () => draws.range('value', 1000));
  const [low, high] = meanInterval(values);
  expect(meanInterval(values)).toEqual([low, high]);
  // A standard deviation of 1000 / sqrt(12), over 20.
  expect(high - low).toBeGreaterThan(2 * 1.96 * 14.4 * 0.85);
  expect(high - low).toBeLessThan(2 * 1.96 * 14.4 * 1.15);
  expect(low).toBeLessThan(mean(values));
  expect(high).toBeGreaterThan(mean(values));
});
