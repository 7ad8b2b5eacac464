/** A case that was found once, kept beside the tests: it fails as it did, for as long as its bug is there. */
import { expect, test } from 'vitest';
import { newCase, run, version, type Case } from 'zabsim';
import 'zabsim/testing/vitest';

/** As `sim run --save` or `sim shrink` write it. */
const stored: Case = {
  ...newCase(version, 'fuzz', 'quiet', { voters: 3, observers: 0, clients: 1, durationMs: 1000 }),
  bug: 'ZK-2845',
  plan: {
    operations: [
      { client: 'c1', atUs: 500_000, op: { type: 'create', path: '/a', data: 'mine', mode: 'PERSISTENT' } },
      { client: 'c1', atUs: 1_500_000, op: { type: 'create', path: '/b', data: 'last', mode: 'PERSISTENT' } },
    ],
    faults: [{ id: 'cut', line: 'when server 1 logs x2: partition 1 | 2,3 for 300ms' }],
  },
};

test('memory that lags behind the log is found out when the server falls back', () => {
  expect(stored).toFailWith({ verdict: 'crash', check: 'assertions' });
});

test('the standard server falls back as often and holds', () => {
  expect({ ...stored, bug: null }).toHold();
});

test('both runs are the same each time, to the last event', () => {
  expect(stored).toReplayExactly();
  expect({ ...stored, bug: null, fingerprint: run({ ...stored, bug: null }).fingerprint }).toReplayExactly();
});
