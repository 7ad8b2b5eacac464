import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { serverId, type ServerId } from '../ids.ts';
import { AckTracker } from './ack-tracker.ts';
import { SidSet } from './sid-set.ts';
import { majorityOf, MajorityVerifier } from './verifier.ts';

const SEED = 20110627;
const sids = (...numbers: number[]): ServerId[] => numbers.map((number) => serverId(number));
const someSids = fc.uniqueArray(fc.integer({ min: 1, max: 255 }), { maxLength: 12 }).map((list) => sids(...list));

describe('a set of server ids', () => {
  test('is what a Set of numbers is, in ascending order', () => {
    const change = fc.record({ add: fc.boolean(), sid: fc.integer({ min: 1, max: 255 }) });
    fc.assert(
      fc.property(fc.array(change), someSids, (changes, others) => {
        const set = new SidSet();
        const twin = new Set<number>();
        for (const { add, sid } of changes) {
          if (add) expect(set.add(serverId(sid))).toBe(!twin.has(sid));
          else set.delete(serverId(sid));
          if (add) twin.add(sid);
          else twin.delete(sid);
        }
        expect(set.toArray()).toEqual([...twin].sort((a, b) => a - b));
        expect(set.size).toBe(twin.size);
        expect(set.countIn(SidSet.of(others))).toBe(others.filter((sid) => twin.has(sid)).length);
        expect(others.map((sid) => set.has(sid))).toEqual(others.map((sid) => twin.has(sid)));
      }),
      { seed: SEED },
    );
  });

  test.each([[1], [31], [32], [63], [64], [255]])('holds the id %i at the edge of a word', (sid) => {
    expect(SidSet.of(sids(sid)).toArray()).toEqual([sid]);
  });
});

describe('a majority', () => {
  test.each`
    voters             | acks            | quorum
    ${[1]}             | ${[]}           | ${false}
    ${[1]}             | ${[1]}          | ${true}
    ${[1, 2]}          | ${[2]}          | ${false}
    ${[1, 2]}          | ${[1, 2]}       | ${true}
    ${[1, 2, 3]}       | ${[3]}          | ${false}
    ${[1, 2, 3]}       | ${[1, 3]}       | ${true}
    ${[1, 2, 3, 4]}    | ${[1, 3]}       | ${false}
    ${[1, 2, 3, 4]}    | ${[1, 3, 4]}    | ${true}
    ${[1, 2, 3, 4, 5]} | ${[1, 5]}       | ${false}
    ${[1, 2, 3, 4, 5]} | ${[5, 2, 4]}    | ${true}
    ${[1, 2, 3]}       | ${[3, 4, 5, 6]} | ${false}
  `('of $voters: $acks is one: $quorum', ({ voters, acks, quorum }: Record<string, number[] | boolean>) => {
    const verifier = new MajorityVerifier(sids(...(voters as number[])));
    expect(verifier.containsQuorum(SidSet.of(sids(...(acks as number[]))))).toBe(quorum);
  });

  test('is reached exactly when counting heads one by one says so', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: 1, max: 255 }), { minLength: 1, maxLength: 9 }),
        someSids,
        (members, acks) => {
          const voters = sids(...members);
          let heads = 0;
          for (const voter of voters) if (acks.includes(voter)) heads++;
          expect(new MajorityVerifier(voters).containsQuorum(SidSet.of(acks))).toBe(heads > voters.length - heads);
        },
      ),
      { seed: SEED },
    );
  });

  test('shares a server with every other majority', () => {
    const voters = sids(1, 2, 3, 4, 5);
    const verifier = new MajorityVerifier(voters);
    const subset = fc.subarray(voters);
    fc.assert(
      fc.property(subset, subset, (a, b) => {
        fc.pre(verifier.containsQuorum(SidSet.of(a)) && verifier.containsQuorum(SidSet.of(b)));
        expect(a.some((sid) => b.includes(sid))).toBe(true);
      }),
      { seed: SEED },
    );
  });

  test('is of participants only', () => {
    const verifier = majorityOf([
      { sid: serverId(3), type: 'participant' },
      { sid: serverId(1), type: 'participant' },
      { sid: serverId(2), type: 'observer' },
    ]);
    expect(verifier.voters).toEqual([1, 3]);
    expect(verifier.isVoter(serverId(2))).toBe(false);
    expect(verifier.containsQuorum(SidSet.of(sids(1, 2)))).toBe(false);
  });
});

describe('acknowledgements', () => {
  test('count once, and from voters only', () => {
    const tracker = new AckTracker([new MajorityVerifier(sids(1, 2, 3))]);
    expect([tracker.addAck(serverId(4)), tracker.addAck(serverId(2)), tracker.addAck(serverId(2))]).toEqual([
      false,
      true,
      false,
    ]);
    expect(tracker.hasAllQuorums()).toBe(false);
    tracker.addAck(serverId(1));
    expect(tracker.hasAllQuorums()).toBe(true);
    expect(tracker.toArray()).toEqual([1, 2]);
    expect(tracker.hasAck(serverId(3))).toBe(false);
  });

  test('must be a quorum of every configuration while there are two', () => {
    const tracker = new AckTracker([new MajorityVerifier(sids(1, 2, 3)), new MajorityVerifier(sids(3, 4, 5))]);
    for (const sid of sids(1, 2, 3)) tracker.addAck(sid);
    expect(tracker.hasAllQuorums()).toBe(false);
    tracker.addAck(serverId(5));
    expect(tracker.hasAllQuorums()).toBe(true);
  });
});
