import { describe, expect, test } from 'vitest';
import type { Fact } from '../protocol/facts.ts';
import type { ServerState, ZabPhase } from '../protocol/messages.ts';
import { RoleHistory } from './role-history.ts';

const at = (event: number): { atUs: number; event: number; cause: number } => ({ atUs: event, event, cause: -1 });

function became(history: RoleHistory, event: number, state: ServerState, phase: ZabPhase): void {
  const fact = { type: 'role', state, phase, epoch: 1, leader: null } as unknown as Fact;
  history.onFact('1', fact as never, at(event));
}

describe('what a server was', () => {
  test('is what it was just before an event, and looking from each start on', () => {
    const history = new RoleHistory(['1', '2']);
    became(history, 10, 'LOOKING', 'ELECTION');
    became(history, 20, 'FOLLOWING', 'DISCOVERY');
    became(history, 30, 'FOLLOWING', 'SYNCHRONIZATION');
    history.onLifecycle('1', { change: 'started', incarnation: 2 }, at(40));
    became(history, 50, 'LEADING', 'BROADCAST');
    const told = [5, 20, 21, 31, 41, 50, 51].map((event) => history.before(event, '1'));
    expect(told).toEqual([
      'looking',
      'looking',
      'learner in discovery',
      'learner in synchronization',
      'looking',
      'looking',
      'leader in broadcast',
    ]);
    expect(history.before(99, '2')).toBe('looking');
    expect(history.before(99, 'c1')).toBe(null);
  });
});
