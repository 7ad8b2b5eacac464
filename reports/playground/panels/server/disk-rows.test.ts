import { expect, test } from 'vitest';
import { diskRows, diskSummary } from './disk-rows.ts';

const files = [
  { name: 'acceptedEpoch', records: 1, durable: 1 },
  { name: 'log.200000001', records: 4, durable: 3 },
  { name: 'snapshot.100000000', records: 2, durable: -1 },
];

test('each file says what it is for and what a crash would take', () => {
  const rows = diskRows({ files }, null);
  expect(rows.map(({ name, about, unsynced, nameless }) => ({ name, about, unsynced, nameless }))).toEqual([
    { name: 'acceptedEpoch', about: 'the epoch it has promised to follow', unsynced: 0, nameless: false },
    { name: 'log.200000001', about: 'transaction log, from 2:1 on', unsynced: 1, nameless: false },
    { name: 'snapshot.100000000', about: 'snapshot of the tree at 1:0', unsynced: 2, nameless: true },
  ]);
  expect(diskSummary(rows)).toBe('3 records only in memory');
});

test('a file that was written or synced since then is marked', () => {
  const before = { files: files.map((file) => ({ ...file, durable: file.name.startsWith('log') ? 2 : file.durable })) };
  expect(diskRows({ files }, before).map(({ changed }) => changed)).toEqual([false, true, false]);
});

test.each([
  [[], 'nothing was ever written'],
  [[{ name: 'currentEpoch', records: 1, durable: 1 }], 'all of it is on disk'],
])('%o: %s', (some, words) => {
  expect(diskSummary(diskRows({ files: some }, null))).toBe(words);
});
