import { availableParallelism } from 'node:os';
import { expect, test } from 'vitest';
import { InOrder, threadsFor } from './run-range.ts';

test('what comes in any order is handed on in order, as soon as it can be', () => {
  const told: string[] = [];
  const inOrder = new InOrder<string>((value) => told.push(value));
  const after = [2, 0, 1, 4, 3].map((number) => {
    inOrder.put(number, `block ${number}`);
    return told.length;
  });
  expect(after).toEqual([0, 1, 3, 3, 5]);
  expect(told).toEqual(['block 0', 'block 1', 'block 2', 'block 3', 'block 4']);
  expect(inOrder.told).toBe(5);
});

const cores = availableParallelism();

test.each([
  { seeds: 1n, asked: null, threads: 1 },
  { seeds: 199n, asked: null, threads: 1 },
  { seeds: 100_000n, asked: null, threads: cores },
  { seeds: 23n, asked: 2, threads: 2 },
  { seeds: 23n, asked: 256, threads: 5 },
  { seeds: 5n, asked: 2, threads: 1 },
  { seeds: 100_000n, asked: 1, threads: 1 },
])('$seeds seeds are run by $threads threads when $asked are asked for', ({ seeds, asked, threads }) => {
  expect(threadsFor({ from: 7n, to: 6n + seeds }, asked)).toBe(threads);
});
