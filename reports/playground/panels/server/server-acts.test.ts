import { expect, test } from 'vitest';
import { parseAction } from '../../../../sim/fault/parse.ts';
import { serverActs } from './server-acts.ts';

const labels = (life: 'up' | 'down' | 'paused'): string[] =>
  serverActs({ name: '3', life })
    .filter(({ first, idle }) => first && idle === null)
    .map(({ label }) => label);

test.each([
  ['up', ['crash', 'pause', 'isolate', 'fsync fails']],
  ['paused', ['crash', 'resume', 'isolate', 'fsync fails']],
  ['down', ['restart', 'isolate']],
] as const)('of a server that is %s: %o', (life, expected) => {
  expect(labels(life)).toEqual(expected);
});

test('each is a line of the vocabulary', () => {
  const refused = serverActs({ name: '3', life: 'up' }).filter(({ line }) => !parseAction(line).ok);
  expect(refused).toEqual([]);
});
