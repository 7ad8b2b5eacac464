import { expect, test } from 'vitest';
import type { ServerState, VoteState } from '../../../../sim/record/moment-state.ts';
import { voteRows } from './votes.ts';

/** `5 (e1, 1:4)`. */
function vote(text: string): VoteState {
  const [, leader, epoch, zxid] = /^(-?\d+) \(e(\d+), (\S+)\)$/.exec(text) ?? [];
  return { leader: Number(leader), peerEpoch: Number(epoch), zxid: zxid ?? '' };
}

type Voting = Pick<ServerState, 'name' | 'role' | 'vote' | 'round' | 'received'>;

function server(mine: string, heard: Readonly<Record<string, string>>, rounds: Record<string, number> = {}): Voting {
  return {
    name: '3',
    role: 'LOOKING',
    round: 4,
    vote: vote(mine),
    received: Object.entries(heard).map(([sid, text]) => ({
      sid: Number(sid),
      state: 'LOOKING',
      round: rounds[sid] ?? 4,
      vote: vote(text),
      why: text === mine ? 'the same vote' : `${mine} against ${text}`,
    })),
  };
}

test('the own vote stands first, then those that were heard, by number', () => {
  const { rows, agreeing } = voteRows(server('5 (e1, 1:3)', { 5: '5 (e1, 1:3)', 1: '1 (e1, 1:2)' }), null);
  expect(rows.map(({ voter, mine, leader, agrees }) => ({ voter, mine, leader, agrees }))).toEqual([
    { voter: 3, mine: true, leader: 5, agrees: true },
    { voter: 1, mine: false, leader: 1, agrees: false },
    { voter: 5, mine: false, leader: 5, agrees: true },
  ]);
  expect(agreeing).toBe(2);
});

test('each other vote is set against the own one, once', () => {
  const heard = { 1: '1 (e1, 1:2)', 2: '1 (e1, 1:2)', 4: '3 (e1, 1:3)', 5: '5 (e1, 1:3)' };
  expect(voteRows(server('3 (e1, 1:3)', heard), null).reasons).toEqual([
    '3 (e1, 1:3) against 1 (e1, 1:2)',
    '3 (e1, 1:3) against 5 (e1, 1:3)',
  ]);
});

test('a vote of an older round does not count, however good it is', () => {
  const { reasons } = voteRows(server('3 (e1, 1:3)', { 5: '5 (e1, 1:9)' }, { 5: 3 }), null);
  expect(reasons).toEqual(['votes of 5 are of an earlier round and do not count in round 4']);
});

test('an observer that asks has no vote', () => {
  expect(voteRows(server('3 (e1, 1:3)', { 6: '0 (e0, 0:0)' }), null).rows.map(({ voter }) => voter)).toEqual([3]);
});

test('a ballot that is new or other than before is marked', () => {
  const before = server('3 (e1, 1:3)', { 1: '1 (e1, 1:2)' });
  const { rows } = voteRows(server('5 (e1, 1:3)', { 1: '1 (e1, 1:2)', 5: '5 (e1, 1:3)' }), before);
  expect(rows.filter(({ changed }) => changed).map(({ voter }) => voter)).toEqual([3, 5]);
});
