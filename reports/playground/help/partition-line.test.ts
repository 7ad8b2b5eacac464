import { expect, test } from 'vitest';
import { partitionLine } from './partition-line.ts';

test.each([
  ['12|345', 'partition 1,2 | 3,4,5'],
  ['1,2 | 3, 4, 5', 'partition 1,2 | 3,4,5'],
  ['12', 'partition 1,2 | 3,4,5'],
  ['1/2', 'partition 1 | 2 | 3,4,5'],
  ['', null],
  ['12345', null],
  ['11', null],
  ['17', null],
  ['x', null],
])('%j among five servers: %j', (text, line) => {
  expect(partitionLine(text, ['1', '2', '3', '4', '5'])).toBe(line);
});
