import { availableParallelism } from 'node:os';
import { expect, test } from 'vitest';
import { threadsFor } from './run-range.ts';

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
