/** Made pictures of quorums: a majority, groups, and two systems at once. */
import type { QuorumAnswer, QuorumPicture, QuorumSystem } from '../../../../sim/record/play.ts';

function group(name: string, servers: readonly string[]): QuorumSystem['groups'][number] {
  return { name, members: servers.map((server) => ({ server, weight: 1 })) };
}

export function majority(count: number): QuorumSystem {
  const servers = Array.from({ length: count }, (_, i) => String(i + 1));
  return { name: `majority of ${count}`, groups: [group('all', servers)], groupsNeeded: 1 };
}

/** ZooKeeper's example: nine servers in three groups. */
export const hierarchical: QuorumSystem = {
  name: '2 of 3 groups',
  groups: [group('1', ['1', '2', '3']), group('2', ['4', '5', '6']), group('3', ['7', '8', '9'])],
  groupsNeeded: 2,
};

/** Three servers become five. */
export const joint: readonly QuorumSystem[] = [majority(3), majority(5)];

/** `missing` 0: enough. */
export function answer(members: string, missing = 0): QuorumAnswer {
  return { members: members.split(' ').filter((each) => each !== ''), enough: missing === 0, missing };
}

export function picture(more: Partial<QuorumPicture>): QuorumPicture {
  return { systems: [majority(3)], elect: answer('1 2 3'), commit: null, reach: null, last: null, ...more };
}
