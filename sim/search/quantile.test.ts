import { expect, test } from 'vitest';
import { median, percentile } from './quantile.ts';

test.each([
  [[], null],
  [[7], 7],
  [[9, 1, 5], 5],
  [[9, 1, 5, 6], 5.5],
  [[1, null, 3], 3],
  [[1, 2, null, null], null],
  [[null], null],
])('the median of %j is %j', (values, middle) => {
  expect(median(values)).toBe(middle);
});

test.each([
  [[], 95, null],
  [[4], 95, 4],
  [[1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 95, 10],
  [[1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 50, 5],
  [Array.from({ length: 100 }, (_, i) => i + 1), 95, 95],
  [[1, 2, null], 95, null],
  [[1, 2, null], 50, 2],
])('of %j, %i in 100 do not exceed %j', (values, percent, value) => {
  expect(percentile(values, percent)).toBe(value);
});
