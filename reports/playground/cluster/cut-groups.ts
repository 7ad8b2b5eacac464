/**
 * Who is apart from whom while something is cut: servers that reach each other, over others too, are one group. Who is down is in
 * none: it carries nothing.
 */
import type { Scene } from './scene.ts';

/** In the order of their first members; one group, or none, when nobody is apart. Clients do not carry what servers say. */
export function cutGroups({ servers, cuts }: Pick<Scene, 'servers' | 'cuts'>): string[][] {
  const apart = new Set(cuts.filter(({ both }) => both).flatMap(({ from, to }) => [`${from} ${to}`, `${to} ${from}`]));
  const rest = new Set(servers.filter(({ letter }) => letter !== '-').map(({ name }) => name));
  const groups: string[][] = [];
  for (const first of rest) {
    rest.delete(first);
    const group = [first];
    for (const member of group) {
      for (const other of rest) {
        if (apart.has(`${member} ${other}`)) continue;
        rest.delete(other);
        group.push(other);
      }
    }
    groups.push(group);
  }
  return groups;
}

/** `A`, `B`, … */
export function groupLetter(index: number): string {
  return String.fromCharCode(65 + index);
}
