import { expect, test } from 'vitest';
import { sampleCaseIn } from '../sim/cli/stored-cases.testkit.ts';
import { explain } from './explain.ts';

/** What the correct protocol does otherwise, as a story tells it. */
function otherwise(file: string): string {
  return explain(sampleCaseIn(file), { runs: 1 }).sentences.find((each) => each.includes('correct protocol')) ?? '';
}

test.each([
  [
    'g6.json',
    'when server 3 had its timer leader/tick fire, here it queued a packet for server 4 and queued a packet for server 5, there it gave up (lost its quorum)',
  ],
  [
    'g4.json',
    'when server 2 got LEADERINFO from 3, here it promised epoch 1 and sent ACKEPOCH, there it did nothing more',
  ],
  ['zk-1154.json', 'when server 2 got ACKEPOCH from 3, here it planned DIFF 1:2'],
  ['zk-3127.json', 'here it wrote snapshot.100000002 and began a snapshot at 1:2, there it wrote snapshot.100000001'],
  ['g1.json', 'here server 1 elected 3 (zxid 1:3 of epoch 1) (1.929 s), there it elected 2 (zxid 1:3 of epoch 2)'],
])('%s parts from the correct protocol: %s', (file, words) => {
  expect(otherwise(file)).toContain(words);
});

test('a case without a bug has no other protocol to part from', () => {
  expect(otherwise('log-after-a-position.json')).toBe('');
});
