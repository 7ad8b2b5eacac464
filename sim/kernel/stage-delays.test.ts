import { expect, test } from 'vitest';
import { constantLatency } from './distribution.ts';
import { stageLatency, type StageDelays } from './stage-delays.ts';

const every = constantLatency(10);
const senders = constantLatency(500);
const log = constantLatency(9000);

const delays: StageDelays = [
  { process: null, stage: '', latency: every },
  { process: null, stage: 'send', latency: senders },
  { process: '2', stage: 'log', latency: log },
];

test.each([
  ['1', 'commit', every],
  ['1', 'send/3', senders],
  ['2', 'send/1', senders],
  ['2', 'log', log],
  ['1', 'log', every],
])('of %s the stage %s', (process, stage, latency) => {
  expect(stageLatency(delays, process, stage)).toBe(latency);
});

test('a stage of which nothing is said takes what it is handed at once', () => {
  expect(stageLatency(delays.slice(1), '1', 'commit')).toBeNull();
  expect(stageLatency([], '1', 'log')).toBeNull();
});
