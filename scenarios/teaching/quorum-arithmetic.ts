/** What follows from majorities alone, by trying all sets with the protocol's own verifier: no formula is believed. */
import { serverId, type ServerId } from '../../protocol/ids.ts';
import { SidSet } from '../../protocol/quorum/sid-set.ts';
import { MajorityVerifier } from '../../protocol/quorum/verifier.ts';

/** All sets are tried. */
export const VOTERS_MOST = 9;

function votersOf(count: number): ServerId[] {
  if (count < 1 || count > VOTERS_MOST) throw new RangeError(`from 1 to ${VOTERS_MOST} voters, not ${count}`);
  return Array.from({ length: count }, (_, index) => serverId(index + 1));
}

export function isQuorum(members: readonly string[], voters: number): boolean {
  const known = votersOf(voters);
  const sids = known.filter((sid) => members.includes(String(sid)));
  return new MajorityVerifier(known).containsQuorum(SidSet.of(sids));
}

/** Every set of so many servers, each in ascending order. */
export function setsOf(voters: number, size: number): string[][] {
  let sets: string[][] = [[]];
  for (let n = 1; n <= voters; n++) {
    sets = [...sets, ...sets.filter((set) => set.length < size).map((set) => [...set, String(n)])];
  }
  return sets.filter((set) => set.length === size);
}

/** How many servers the smallest quorum has. */
export function quorumSize(voters: number): number {
  for (let size = 1; size < votersOf(voters).length; size++) {
    if (setsOf(voters, size).some((set) => isQuorum(set, voters))) return size;
  }
  return voters;
}

export function smallestQuorums(voters: number): string[][] {
  return setsOf(voters, quorumSize(voters)).filter((set) => isQuorum(set, voters));
}

export function shared(a: readonly string[], b: readonly string[]): string[] {
  return a.filter((member) => b.includes(member));
}

/** How many servers any two quorums share at least. */
export function leastOverlap(voters: number): number {
  const quorums = smallestQuorums(voters);
  const first = quorums[0] as string[];
  // Servers are alike, so that one quorum stands for all of its size.
  return Math.min(...quorums.map((quorum) => shared(first, quorum).length));
}

/** How many servers may be down, whichever they are, and the others are still a quorum. */
export function tolerated(voters: number): number {
  for (let down = 0; down < voters; down++) {
    if (!setsOf(voters, voters - down).every((set) => isQuorum(set, voters))) return down - 1;
  }
  return voters - 1;
}

/** The fewest servers that must be down so that the others, wherever they are, are none. */
export function fewestThatStop(voters: number): number {
  for (let down = 0; down < voters; down++) {
    if (setsOf(voters, voters - down).some((set) => !isQuorum(set, voters))) return down;
  }
  return voters;
}
