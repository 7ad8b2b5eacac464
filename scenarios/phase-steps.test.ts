import { expect, test } from 'vitest';
import { newCase, type Case } from '../sim/record/case.ts';
import { phaseStepsOf, totalOf } from './phase-steps.ts';
import { version } from './version.ts';

const once: Case = {
  ...newCase(version, 'fuzz', 'quiet', { clients: 1, durationMs: 1000 }),
  plan: {
    operations: [{ client: 'c1', atUs: 500_000, op: { type: 'setData', path: '/', data: '', version: -1 } }],
    faults: [],
  },
};

test('three servers that elect once and serve one client', () => {
  const counts = phaseStepsOf(once);
  // The session, the write, and the write that shows that the ensemble has recovered. Of the session one follower heard
  // in its synchronisation.
  expect(counts).toMatchObject({ elections: 1, synchronizations: 2, proposals: 3, acks: 5, commits: 3, faults: 0 });
  expect(counts.flushes).toBeGreaterThanOrEqual(9);
});

test('a crash of the leader is a step, and its return, and the election and the synchronisations that follow', () => {
  const faults = [{ id: 'f1', line: 'at 600ms: crash leader for 100ms' }];
  const counts = phaseStepsOf({ ...once, plan: { operations: once.plan?.operations ?? [], faults } });
  expect(counts).toMatchObject({ elections: 2, faults: 2 });
  expect(counts.synchronizations).toBeGreaterThan(2);
});

test('what comes behind the failure does not count', () => {
  const broken = phaseStepsOf({ ...once, bug: 'ZK-4643' });
  expect(totalOf(broken)).toBeLessThan(totalOf(phaseStepsOf(once)));
});
