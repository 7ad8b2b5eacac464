import { expect, test } from 'vitest';
import { EpochOrder } from './epoch-order.ts';

const at = { atUs: 0, event: 1, cause: 0 };
const epoch = (of: number, counter: number): number => of * 4294967296 + counter;

function judge(facts: readonly (readonly [string, Record<string, unknown>])[]): string | undefined {
  const order = new EpochOrder();
  for (const [process, fact] of facts) order.onFact(process, fact as never, at);
  return order.results()[0]?.verdict;
}

const follows3 = ['1', { type: 'role', state: 'FOLLOWING', phase: 'DISCOVERY', epoch: 1, leader: 3 }] as const;
const looks = ['1', { type: 'role', state: 'LOOKING', phase: 'ELECTION', epoch: 1, leader: null }] as const;
const leads = ['1', { type: 'role', state: 'LEADING', phase: 'DISCOVERY', epoch: 3, leader: 1 }] as const;
const plan = ['3', { type: 'syncPlan', learner: 1, mode: 'DIFF', zxid: epoch(1, 4), txns: 2 }] as const;
const synced = ['1', { type: 'synced', zxid: epoch(1, 2), group: 1 }] as const;
const entersTwo = ['1', { type: 'currentEpoch', epoch: 2 }] as const;
const entersThree = ['1', { type: 'currentEpoch', epoch: 3 }] as const;

test('an epoch that is durable before the history its leader planned is found', () => {
  expect(judge([follows3, synced, plan, entersTwo])).toBe('violation');
});

test('the plan of a leader that was left, even one made behind its back, binds nobody', () => {
  expect(judge([follows3, synced, looks, plan, leads, entersThree])).toBe('ok');
});
