import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { QuorumSystem } from '../../sim/record/play.ts';
import {
  hierarchicalSystem,
  intersection,
  isQuorum,
  majoritySystem,
  quorumAnswer,
  votersOf,
} from './quorum-systems.ts';
import { largestCompany } from './quorum-picture.ts';

const SEED = 20260726;
const servers = (count: number): string[] => Array.from({ length: count }, (_, i) => String(i + 1));
const group = (
  name: string,
  weights: Readonly<Record<string, number>>,
): { name: string; members: { server: string; weight: number }[] } => ({
  name,
  members: Object.entries(weights).map(([server, weight]) => ({ server, weight })),
});

/** Nine servers in three groups of three: the example of ZooKeeper's documentation. */
const nine = hierarchicalSystem([
  group('1', { 1: 1, 2: 1, 3: 1 }),
  group('2', { 4: 1, 5: 1, 6: 1 }),
  group('3', { 7: 1, 8: 1, 9: 1 }),
]);
const weighted = hierarchicalSystem([
  group('1', { 1: 3, 2: 1, 3: 1 }),
  group('2', { 4: 0, 5: 0 }),
  group('3', { 6: 1 }),
]);
const before = majoritySystem(['1', '2', '3']);
const after = majoritySystem(['3', '4', '5']);

describe('what a set of servers comes to', () => {
  test.each`
    systems                         | members                 | enough   | missing
    ${[majoritySystem(['1'])]}      | ${[]}                   | ${false} | ${1}
    ${[majoritySystem(servers(4))]} | ${['1', '2']}           | ${false} | ${1}
    ${[majoritySystem(servers(5))]} | ${['5']}                | ${false} | ${2}
    ${[majoritySystem(servers(5))]} | ${['1', '2', '5']}      | ${true}  | ${0}
    ${[majoritySystem(servers(3))]} | ${['3', '4', '5']}      | ${false} | ${1}
    ${[nine]}                       | ${['1', '2', '4', '5']} | ${true}  | ${0}
    ${[nine]}                       | ${['1', '4', '7']}      | ${false} | ${2}
    ${[nine]}                       | ${['1', '2', '3', '4']} | ${false} | ${1}
    ${[weighted]}                   | ${['1']}                | ${false} | ${1}
    ${[weighted]}                   | ${['1', '6']}           | ${true}  | ${0}
    ${[weighted]}                   | ${['2', '3', '6']}      | ${false} | ${1}
    ${[before, after]}              | ${['1', '2']}           | ${false} | ${2}
    ${[before, after]}              | ${['1', '4']}           | ${false} | ${1}
    ${[before, after]}              | ${['1', '3', '5']}      | ${true}  | ${0}
  `('$members of $systems.0.name: enough $enough, $missing more', ({ systems, members, enough, missing }) => {
    const answer = quorumAnswer(systems as QuorumSystem[], members as string[]);
    expect({ enough: answer.enough, missing: answer.missing }).toEqual({ enough, missing });
  });

  test('has its words', () => {
    expect([majoritySystem(servers(5)).name, nine.name, weighted.name]).toEqual([
      'majority of 5',
      '2 of 3 groups',
      '2 of 2 groups',
    ]);
  });

  const system = fc.oneof(
    fc.integer({ min: 1, max: 6 }).map((count) => majoritySystem(servers(count))),
    fc
      .array(fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 3 })
      .filter((groups) => groups.some((weights) => weights.some((weight) => weight > 0)))
      .map((groups) => {
        let next = 1;
        return hierarchicalSystem(
          groups.map((weights, i) => ({
            name: String(i),
            members: weights.map((weight) => ({ server: String(next++), weight })),
          })),
        );
      }),
  );
  const systems = fc.array(system, { minLength: 1, maxLength: 2 });

  test('is missing as many as trying all sets finds', () => {
    fc.assert(
      fc.property(systems, fc.integer({ min: 0, max: 511 }), (all, mask) => {
        const voters = votersOf(all);
        const members = voters.filter((_, i) => (mask >> i) % 2 === 1);
        let fewest = Infinity;
        for (let more = 0; more < 1 << voters.length; more++) {
          const chosen = voters.filter((_, i) => (more >> i) % 2 === 1);
          if (isQuorum(all, [...members, ...chosen])) {
            fewest = Math.min(fewest, chosen.filter((server) => !members.includes(server)).length);
          }
        }
        expect(quorumAnswer(all, members)).toEqual({ members, enough: fewest === 0, missing: fewest });
      }),
      { seed: SEED, numRuns: 300 },
    );
  });

  test('two quorums of one system share a server', () => {
    fc.assert(
      fc.property(system, fc.nat(511), fc.nat(511), (one, a, b) => {
        const voters = votersOf([one]);
        const [first = [], second = []] = [a, b].map((mask) => voters.filter((_, i) => (mask >> i) % 2 === 1));
        fc.pre(isQuorum([one], first) && isQuorum([one], second));
        expect(intersection(first, second)).not.toEqual([]);
      }),
      { seed: SEED, numRuns: 300 },
    );
  });
});

test('the largest company is the largest set in which all hear each other', () => {
  const names = servers(6);
  fc.assert(
    fc.property(fc.array(fc.boolean(), { minLength: 36, maxLength: 36 }), (heard) => {
      const hears = (a: string, b: string): boolean => {
        const [i, j] = [Number(a) - 1, Number(b) - 1].sort((x, y) => x - y) as [number, number];
        return heard[i * 6 + j] === true;
      };
      const all = Array.from({ length: 64 }, (_, mask) => names.filter((_name, i) => (mask >> i) % 2 === 1));
      const companies = all.filter((set) => set.every((a) => set.every((b) => a === b || hears(a, b))));
      const largest = Math.max(...companies.map((set) => set.length));
      const found = largestCompany(names, hears);
      expect(found).toHaveLength(largest);
      expect(companies).toContainEqual(found);
    }),
    { seed: SEED },
  );
});
