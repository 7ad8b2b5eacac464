import { expect, test } from 'vitest';
import { addressWords } from './address-words.ts';

test.each([
  ['net/1>2#3/quorum/PROPOSAL#17.delay', 250_000, 'the 18th PROPOSAL from 1 to 2 (quorum connection 3) takes 250.0 ms'],
  [
    'net/1>2#1/election/NOTIFICATION#0.loss',
    1,
    'the 1st NOTIFICATION from 1 to 2 (election connection 1) is lost and sent again',
  ],
  ['disk/2/sync/log#1.delay', 40, 'the 2nd sync of log on server 2 takes 40 us'],
  ['stage/3/commit#11.delay', 2_000_000, 'the 12th hand-over to stage commit of server 3 takes 2.000 s'],
  ['choose/c1/first server#0.value', 2, 'the 1st choice "first server" of client c1 is 2'],
  ['disk/2/log.1#22.lost', 3, 'disk/2/log.1#22.lost is 3'],
  ['anything', 3, 'anything is 3'],
])('%s is %s', (address, value, words) => {
  expect(addressWords(address, value)).toBe(words);
});
