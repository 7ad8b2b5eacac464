import { describe, expect, test } from 'vitest';
import { intersectionWords, quorumQuestions, systemSeats, type SystemSeats } from './quorum-rows.ts';
import { hierarchical, joint, majority, answer, picture } from './quorum-pictures.testkit.ts';

/** `[1# 2# 3-] on`: who supports, who was in the last quorum too, and which groups are lit. */
function drawn({ groups, lit }: SystemSeats): string {
  const boxes = groups.map((group) => {
    const seats = group.seats.map(
      ({ server, weight, supports, shared }) =>
        `${server}${weight === 1 ? '' : `x${weight}`}${shared ? '@' : supports ? '#' : '-'}`,
    );
    return `[${seats.join(' ')}]${group.voteless ? ' none' : group.lit ? ' on' : ''}`;
  });
  return `${boxes.join(' ')}${lit ? ' = quorum' : ''}`;
}

const last = { zxid: '2:4', members: ['3', '4', '5'], shared: [] };

describe('a majority', () => {
  test.each([
    { members: '1 2', enough: false, seats: '[1# 2# 3- 4- 5-]' },
    { members: '1 2 3', enough: true, seats: '[1# 2# 3@ 4- 5-] on = quorum' },
    { members: '', enough: false, seats: '[1- 2- 3- 4- 5-]' },
  ])('of 5: $members', ({ members, enough, seats }) => {
    expect(drawn(systemSeats(majority(5), answer(members, enough ? 0 : 1), last))).toBe(seats);
  });

  test('says how many it has and needs', () => {
    expect(systemSeats(majority(5), answer('1 2', 1), null).words).toBe('2 of 5, needs 3');
  });
});

describe('groups', () => {
  test('two lit groups of three are a quorum, with four of nine servers', () => {
    const seats = systemSeats(hierarchical, answer('1 2 4 5'), null);
    expect(drawn(seats)).toBe('[1# 2# 3-] on [4# 5# 6-] on [7- 8- 9-] = quorum');
    expect(seats.words).toBe('2 of 3 groups, needs 2');
  });

  test('five of nine are none when they light one group only', () => {
    expect(drawn(systemSeats(hierarchical, answer('1 2 3 4 7', 1), null))).toBe('[1# 2# 3#] on [4# 5- 6-] [7# 8- 9-]');
  });

  test('weights count, not heads; a group without weight has no say', () => {
    const weighted = {
      name: 'weights',
      groups: [
        {
          name: 'a',
          members: [
            { server: '1', weight: 3 },
            { server: '2', weight: 1 },
            { server: '3', weight: 1 },
          ],
        },
        { name: 'b', members: [{ server: '4', weight: 0 }] },
      ],
      groupsNeeded: 1,
    };
    expect(drawn(systemSeats(weighted, answer('1 4'), null))).toBe('[1x3# 2- 3-] on [4x0#] none = quorum');
    expect(drawn(systemSeats(weighted, answer('2 3 4', 1), null))).toBe('[1x3- 2# 3#] [4x0#] none');
  });
});

test('while members change both systems answer by themselves', () => {
  const seats = joint.map((system) => drawn(systemSeats(system, answer('1 2', 1), null)));
  expect(seats).toEqual(['[1# 2# 3-] on = quorum', '[1# 2# 3- 4- 5-]']);
});

describe('in words', () => {
  test('each question has an answer, or says why it does not arise', () => {
    expect(
      quorumQuestions(picture({ elect: answer('1 2', 1) })).map(({ label, words }) => `${label} ${words}`),
    ).toEqual([
      'can elect? No: 1, 2 are up and hear each other; need 1 more.',
      'can commit? No transaction waits for acknowledgements.',
      'leader reaches? Nobody leads.',
    ]);
  });

  test('of a leader with a proposal out', () => {
    const commit = { ...answer('5', 2), zxid: '2:5', leader: '5' };
    const [elect, asked, reach] = quorumQuestions(
      picture({ elect: answer('2 3 4 5'), commit, reach: answer('3 4 5') }),
    );
    expect(elect?.words).toBe('Yes: 2, 3, 4, 5 are up and hear each other.');
    expect(asked?.question).toBe('Can 5 commit 2:5 now?');
    expect(asked?.words).toBe('No: 5 has acknowledged it; need 2 more.');
    expect(reach?.words).toBe('Yes: 3, 4, 5 are reached, the leader included.');
  });

  test.each([
    ['1 2 3', '3, 4, 5 committed 2:4; of this set 3 was there and knows it.'],
    ['3 4', '3, 4, 5 committed 2:4; of this set 3, 4 were there and know it.'],
    ['1 2', '3, 4, 5 committed 2:4; none of them is in this set, so whoever decides here cannot know of it.'],
  ])('%s and the last quorum', (members, words) => {
    expect(intersectionWords(answer(members), last)).toBe(words);
  });
});
