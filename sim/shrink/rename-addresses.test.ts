import { expect, test } from 'vitest';
import { renameInAddress, renameInOverrides } from './rename-addresses.ts';

const names: Readonly<Record<string, string | null>> = { '1': '1', '2': null, '3': '2', c1: 'c1' };
const rename = (name: string): string | null => names[name] ?? null;

test.each([
  ['net/1>3#2/quorum/PROPOSAL#17.delay', 'net/1>2#2/quorum/PROPOSAL#17.delay'],
  ['net/c1>3#1/client/CONNECT#0.slow', 'net/c1>2#1/client/CONNECT#0.slow'],
  ['net/1>2#2/quorum/PROPOSAL#17.delay', null],
  ['disk/3/sync/log#4.delay', 'disk/2/sync/log#4.delay'],
  ['disk/3/log.1#2#0.lost', 'disk/2/log.1#2#0.lost'],
  ['stage/3/send 2#1.delay', 'stage/2/send 2#1.delay'],
  ['choose/c1/first server#0.value', 'choose/c1/first server#0.value'],
  ['supervisor/2#0.delay', null],
  ['fault/f3/target#0.value', 'fault/f3/target#0.value'],
])('%s', (address, renamed) => {
  expect(renameInAddress(address, rename)).toBe(renamed);
});

test('overrides keep their values, and lose those of who is gone', () => {
  expect(renameInOverrides({ 'supervisor/3#0.delay': 7, 'stage/2/log#1.delay': 8 }, rename)).toEqual({
    'supervisor/2#0.delay': 7,
  });
});
