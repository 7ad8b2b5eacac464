import { describe, expect, test } from 'vitest';
import type { ServerState, VoteState } from '../../../../sim/record/moment-state.ts';
import { voteRows, whyBetter } from './votes.ts';

/** `5 (e1, 1:4)`. */
function vote(text: string): VoteState {
  const [, leader, epoch, zxid] = /^(\d+) \(e(\d+), (\S+)\)$/.exec(text) ?? [];
  return { leader: Number(leader), peerEpoch: Number(epoch), zxid: zxid ?? '' };
}

type Voting = Pick<ServerState, 'name' | 'role' | 'vote' | 'round' | 'received'>;

function server(
  mine: string,
  heard: Readonly<Record<string, string>>,
  round = 4,
  rounds: Record<string, number> = {},
): Voting {
  return {
    name: '3',
    role: 'LOOKING',
    round,
    vote: vote(mine),
    received: Object.entries(heard).map(([sid, text]) => ({
      sid: Number(sid),
      state: 'LOOKING',
      round: rounds[sid] ?? round,
      vote: vote(text),
    })),
  };
}

describe('why a vote is better', () => {
  test.each([
    ['5 (e2, 1:1)', '2 (e1, 1:9)', '5 beats 2: it comes from a later epoch (2 is above 1)'],
    ['5 (e1, 1:a)', '2 (e1, 1:9)', '5 beats 2: same epoch, and its log ends later (1:a is above 1:9)'],
    ['2 (e1, 2:1)', '5 (e1, 1:ff)', '2 beats 5: same epoch, and its log ends later (2:1 is above 1:ff)'],
    ['5 (e1, 1:9)', '2 (e1, 1:9)', '5 beats 2: same epoch and same zxid, so the higher number wins'],
  ])('%s against %s', (better, worse, why) => {
    expect(whyBetter(vote(better), vote(worse))).toBe(why);
  });
});

test('the own vote stands first, then those that were heard, by number', () => {
  const { rows, agreeing } = voteRows(server('5 (e1, 1:3)', { 5: '5 (e1, 1:3)', 1: '1 (e1, 1:2)' }), null);
  expect(rows.map(({ voter, mine, leader, agrees }) => ({ voter, mine, leader, agrees }))).toEqual([
    { voter: 3, mine: true, leader: 5, agrees: true },
    { voter: 1, mine: false, leader: 1, agrees: false },
    { voter: 5, mine: false, leader: 5, agrees: true },
  ]);
  expect(agreeing).toBe(2);
});

test('the best vote is set against each other one', () => {
  const { reasons } = voteRows(server('3 (e1, 1:3)', { 5: '5 (e1, 1:3)', 1: '1 (e1, 1:2)', 2: '1 (e1, 1:2)' }), null);
  expect(reasons).toEqual([
    '5 beats 3: same epoch and same zxid, so the higher number wins',
    '5 beats 1: same epoch, and its log ends later (1:3 is above 1:2)',
  ]);
});

test('a vote of an older round does not count, however good it is', () => {
  const { reasons } = voteRows(server('3 (e1, 1:3)', { 5: '5 (e1, 1:9)' }, 4, { 5: 3 }), null);
  expect(reasons).toEqual(['Votes of 5 are of an earlier round and do not count in round 4']);
});

test('a ballot that is new or other than before is marked', () => {
  const before = server('3 (e1, 1:3)', { 1: '1 (e1, 1:2)' });
  const { rows } = voteRows(server('5 (e1, 1:3)', { 1: '1 (e1, 1:2)', 5: '5 (e1, 1:3)' }), before);
  expect(rows.filter(({ changed }) => changed).map(({ voter }) => voter)).toEqual([3, 5]);
});
