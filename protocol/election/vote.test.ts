import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { makeZxid, serverId, type Epoch } from '../ids.ts';
import type { ServerState, Vote } from '../messages.ts';
import { agrees, blankVote, epochThenZxidThenSid, type Ballot, type VoteOrder } from './vote.ts';

const SEED = 20110627;

const vote = (peerEpoch: number, zxid: readonly [number, number], leader: number): Vote => ({
  leader: serverId(leader),
  zxid: makeZxid(...zxid),
  peerEpoch: peerEpoch as Epoch,
});

/** Few values, so that ties are frequent. */
const anyVote: fc.Arbitrary<Vote> = fc
  .tuple(fc.nat(2), fc.nat(2), fc.nat(2), fc.integer({ min: 1, max: 3 }))
  .map(([peerEpoch, zxidEpoch, counter, leader]) => vote(peerEpoch, [zxidEpoch, counter], leader));

const same = (a: Vote, b: Vote): boolean => a.leader === b.leader && a.zxid === b.zxid && a.peerEpoch === b.peerEpoch;

/** ZOOKEEPER-1419: the last comparison forgets that the epochs must be equal. */
const tieBreakIgnoresEpoch: VoteOrder = (candidate, current) =>
  candidate.peerEpoch > current.peerEpoch ||
  (candidate.peerEpoch === current.peerEpoch && candidate.zxid > current.zxid) ||
  (candidate.zxid === current.zxid && candidate.leader > current.leader);

/** Before ZOOKEEPER-1082: no epoch but the zxid's. */
const zxidOnly: VoteOrder = (candidate, current) =>
  candidate.zxid > current.zxid || (candidate.zxid === current.zxid && candidate.leader > current.leader);

describe('a vote beats another', () => {
  test.each`
    reason                             | candidate             | current               | beats
    ${'its epoch is newer'}            | ${vote(2, [1, 1], 1)} | ${vote(1, [1, 9], 3)} | ${true}
    ${'never with an older epoch'}     | ${vote(1, [1, 9], 3)} | ${vote(2, [1, 1], 1)} | ${false}
    ${'its zxid is larger'}            | ${vote(2, [1, 3], 1)} | ${vote(2, [1, 2], 3)} | ${true}
    ${'never with a smaller zxid'}     | ${vote(2, [1, 2], 3)} | ${vote(2, [1, 3], 1)} | ${false}
    ${'a later zxid epoch is larger'}  | ${vote(2, [2, 0], 1)} | ${vote(2, [1, 9], 3)} | ${true}
    ${'its sid is larger'}             | ${vote(2, [1, 2], 3)} | ${vote(2, [1, 2], 2)} | ${true}
    ${'never with a smaller sid'}      | ${vote(2, [1, 2], 1)} | ${vote(2, [1, 2], 2)} | ${false}
    ${'never its equal'}               | ${vote(2, [1, 2], 2)} | ${vote(2, [1, 2], 2)} | ${false}
    ${'anything beats a blank ballot'} | ${vote(0, [0, 0], 1)} | ${blankVote()}        | ${true}
    ${'a blank ballot beats nothing'}  | ${blankVote()}        | ${vote(0, [0, 0], 1)} | ${false}
  `('$reason: $beats', ({ candidate, current, beats }: { candidate: Vote; current: Vote; beats: boolean }) => {
    expect(epochThenZxidThenSid(candidate, current)).toBe(beats);
  });
});

/** What makes an election end: a strict total order. Each law tells a counterexample, or null. */
function brokenLaw(beats: VoteOrder): string | null {
  const laws: readonly [string, fc.IRawProperty<unknown>][] = [
    ['total', fc.property(anyVote, anyVote, (a, b) => same(a, b) || beats(a, b) || beats(b, a))],
    ['antisymmetric', fc.property(anyVote, anyVote, (a, b) => !(beats(a, b) && beats(b, a)))],
    ['transitive', fc.property(anyVote, anyVote, anyVote, (a, b, c) => !(beats(a, b) && beats(b, c)) || beats(a, c))],
    ['newer epochs first', fc.property(anyVote, anyVote, (a, b) => a.peerEpoch <= b.peerEpoch || beats(a, b))],
  ];
  const broken = laws.find(([, law]) => fc.check(law as fc.IProperty<unknown>, { seed: SEED, numRuns: 2000 }).failed);
  return broken?.[0] ?? null;
}

describe('the order of votes', () => {
  test('is a strict total order with newer epochs first', () => {
    expect(brokenLaw(epochThenZxidThenSid)).toBe(null);
  });

  test('is not one when the tie-break forgets the epoch (ZOOKEEPER-1419)', () => {
    expect(brokenLaw(tieBreakIgnoresEpoch)).toBe('antisymmetric');
    const older = vote(1, [1, 5], 3);
    const newer = vote(2, [1, 5], 1);
    expect([tieBreakIgnoresEpoch(older, newer), tieBreakIgnoresEpoch(newer, older)]).toEqual([true, true]);
  });

  test('lets an older epoch win when only zxids are compared', () => {
    expect(brokenLaw(zxidOnly)).not.toBe(null);
    expect(zxidOnly(vote(1, [1, 9], 3), vote(2, [1, 5], 1))).toBe(true);
  });
});

describe('ballots agree', () => {
  const ballot = (state: ServerState, round: number, of: Vote): Ballot => ({ state, round, vote: of });
  const other = (peerEpoch: number, counter: number): Vote => vote(peerEpoch, [1, counter], 2);

  test.each`
    case                                 | a                                    | b                                           | agree
    ${'two that look, all equal'}        | ${ballot('LOOKING', 1, other(1, 1))} | ${ballot('LOOKING', 1, other(1, 1))}        | ${true}
    ${'two that look, other zxid'}       | ${ballot('LOOKING', 1, other(1, 1))} | ${ballot('LOOKING', 1, other(1, 2))}        | ${false}
    ${'two that look, other round'}      | ${ballot('LOOKING', 1, other(1, 1))} | ${ballot('LOOKING', 2, other(1, 1))}        | ${false}
    ${'one looks, other round'}          | ${ballot('LOOKING', 1, other(1, 1))} | ${ballot('LEADING', 2, other(1, 1))}        | ${false}
    ${'both decided, other round, zxid'} | ${ballot('LEADING', 1, other(1, 1))} | ${ballot('FOLLOWING', 2, other(1, 2))}      | ${true}
    ${'both decided, other epoch'}       | ${ballot('LEADING', 1, other(1, 1))} | ${ballot('FOLLOWING', 1, other(2, 1))}      | ${false}
    ${'both decided, other leader'}      | ${ballot('LEADING', 1, other(1, 1))} | ${ballot('LEADING', 1, vote(1, [1, 1], 3))} | ${false}
  `('$case: $agree', ({ a, b, agree }: { a: Ballot; b: Ballot; agree: boolean }) => {
    expect(agrees(a, b)).toBe(agree);
    expect(agrees(b, a)).toBe(agree);
  });
});
