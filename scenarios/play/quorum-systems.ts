/**
 * Which sets of servers can decide together: pure arithmetic over systems of quorums. A system has groups; a group agrees
 * when more than half of its weight does, and enough groups must. A majority is one group of equal weights. While members
 * change there are two systems, and both must agree.
 */
import { byNumber, byText } from '../../protocol/std/compare.ts';
import type { QuorumAnswer, QuorumSystem } from '../../sim/record/play.ts';

export function majoritySystem(servers: readonly string[]): QuorumSystem {
  const members = servers.map((server) => ({ server, weight: 1 }));
  return { name: `majority of ${servers.length}`, groups: [{ name: '', members }], groupsNeeded: 1 };
}

/** Groups without weight decide nothing; more than half of the others must agree. */
export function hierarchicalSystem(
  groups: readonly {
    readonly name: string;
    readonly members: readonly { readonly server: string; readonly weight: number }[];
  }[],
): QuorumSystem {
  const counted = groups.filter((group) => weightOf(group.members) > 0);
  const groupsNeeded = Math.floor(counted.length / 2) + 1;
  return { name: `${groupsNeeded} of ${counted.length} groups`, groups, groupsNeeded };
}

type Members = QuorumSystem['groups'][number]['members'];

function weightOf(members: Members, among: ReadonlySet<string> | null = null): number {
  return members.reduce((sum, { server, weight }) => (among === null || among.has(server) ? sum + weight : sum), 0);
}

/** Fewest servers that a group lacks to agree; Infinity when it never can. */
function groupLacks(members: Members, among: ReadonlySet<string>): number {
  const half = weightOf(members) / 2;
  if (half === 0) return Infinity;
  let weight = weightOf(members, among);
  const others = members.filter(({ server }) => !among.has(server));
  let lacks = 0;
  for (const { weight: more } of [...others].sort((a, b) => byNumber(b.weight, a.weight))) {
    if (weight > half) break;
    weight += more;
    lacks++;
  }
  return weight > half ? lacks : Infinity;
}

/** Fewest servers more with which these decide in that system; 0 when they do. */
function lacksIn({ groups, groupsNeeded }: QuorumSystem, among: ReadonlySet<string>): number {
  const lacks = groups.map(({ members }) => groupLacks(members, among)).sort(byNumber);
  return lacks.slice(0, groupsNeeded).reduce((sum, each) => sum + each, lacks.length < groupsNeeded ? Infinity : 0);
}

export function votersOf(systems: readonly QuorumSystem[]): string[] {
  const all = systems.flatMap(({ groups }) => groups.flatMap(({ members }) => members.map(({ server }) => server)));
  return [...new Set(all)].sort(byServer);
}

/** By number where names are numbers. */
export function byServer(a: string, b: string): number {
  return byNumber(Number(a), Number(b)) || byText(a, b);
}

export function isQuorum(systems: readonly QuorumSystem[], servers: readonly string[]): boolean {
  const among = new Set(servers);
  return systems.every((system) => lacksIn(system, among) === 0);
}

/**
 * What these servers come to. Those who have no vote do not count. With two systems one more server may help both, so the
 * fewest are looked for among all sets of voters; ensembles are small.
 */
export function quorumAnswer(systems: readonly QuorumSystem[], servers: readonly string[]): QuorumAnswer {
  const voters = votersOf(systems);
  const members = voters.filter((voter) => servers.includes(voter));
  const among = new Set(members);
  const missing =
    systems.length === 1
      ? lacksIn(systems[0] as QuorumSystem, among)
      : fewestMore(
          systems,
          among,
          voters.filter((voter) => !among.has(voter)),
        );
  return { members, enough: missing === 0, missing };
}

/** By number of servers: the smallest set that helps. */
function fewestMore(systems: readonly QuorumSystem[], among: ReadonlySet<string>, others: readonly string[]): number {
  const decided = (chosen: readonly string[]): boolean => {
    const all = new Set([...among, ...chosen]);
    return systems.every((system) => lacksIn(system, all) === 0);
  };
  const withMore = (count: number, from: number, chosen: readonly string[]): boolean => {
    if (count === 0) return decided(chosen);
    for (let i = from; i <= others.length - count; i++) {
      if (withMore(count - 1, i + 1, [...chosen, others[i] as string])) return true;
    }
    return false;
  };
  for (let count = 0; count <= others.length; count++) if (withMore(count, 0, [])) return count;
  return Infinity;
}

/** Members of both; two quorums of one system always have one. */
export function intersection(a: readonly string[], b: readonly string[]): string[] {
  return a.filter((server) => b.includes(server)).sort(byServer);
}
