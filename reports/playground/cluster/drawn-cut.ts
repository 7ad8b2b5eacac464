/**
 * What a line drawn across the picture would cut. Two servers are apart when the line crosses what is between them; those that
 * still reach each other, over others too, are one group. A line that leaves all of them in one group, and crosses something,
 * cuts what it crosses: between two servers, or between a client and its server.
 */
import { byName } from './names.ts';
import { segmentsCross } from './geometry.ts';
import type { Layout } from './layout.ts';

export interface DrawnCut {
  /** Of servers; one group when the line separates nobody. */
  readonly groups: readonly (readonly string[])[];
  /** Of the vocabulary; null when the line cuts nothing, or no one line says what it cuts. */
  readonly line: string | null;
  /** What it will do, or why it does nothing. */
  readonly words: string;
}

export interface Tethered {
  readonly name: string;
  readonly server: string | null;
}

/** `points`: two numbers each. */
export function drawnCut(points: readonly number[], layout: Layout, clients: readonly Tethered[]): DrawnCut {
  const names = [...layout.servers.keys()].sort(byName);
  const crossed: (readonly [string, string])[] = [];
  const group = new Map(names.map((name) => [name, name]));
  names.forEach((a, i) => {
    for (const b of names.slice(i + 1)) {
      if (crosses(points, layout, a, b)) crossed.push([a, b]);
      else join(group, a, b);
    }
  });
  const groups = groupsOf(names, group);
  if (groups.length > 1) {
    const line = `partition ${groups.map((each) => each.join(',')).join(' | ')}`;
    return { groups, line, words: `cuts ${groups.map((each) => each.join(' ')).join('  |  ')}` };
  }
  const tethers = clients.filter(({ name, server }) => server !== null && crosses(points, layout, name, server));
  return smallCut(groups, crossed, tethers);
}

function smallCut(
  groups: DrawnCut['groups'],
  crossed: readonly (readonly [string, string])[],
  tethers: readonly Tethered[],
): DrawnCut {
  const [pair] = crossed;
  const [client] = tethers;
  if (crossed.length === 1 && pair !== undefined) {
    return {
      groups,
      line: `partition ${pair[0]} | ${pair[1]}`,
      words: `cuts the link between ${pair[0]} and ${pair[1]}`,
    };
  }
  if (crossed.length === 0 && client !== undefined) {
    const server = client.server as string;
    const both = tethers.every((other) => other.server === server);
    if (!both) return { groups, line: null, words: 'cuts clients of several servers: cut them one by one' };
    const who = tethers.map(({ name }) => name).sort(byName);
    return {
      groups,
      line: `partition ${who.join(',')} | ${server}`,
      words: `cuts ${who.join(', ')} off from ${server}`,
    };
  }
  const words =
    crossed.length === 0
      ? 'cuts nothing yet: draw across the links'
      : 'separates nobody yet: draw on, from side to side';
  return { groups, line: null, words };
}

function crosses(points: readonly number[], { servers, clients }: Layout, from: string, to: string): boolean {
  const a = servers.get(from) ?? clients.get(from);
  const b = servers.get(to) ?? clients.get(to);
  if (a === undefined || b === undefined) return false;
  for (let i = 0; i + 3 < points.length; i += 2) {
    const [x1, y1, x2, y2] = points.slice(i, i + 4) as [number, number, number, number];
    if (segmentsCross([x1, y1, x2, y2], [a.x, a.y, b.x, b.y])) return true;
  }
  return false;
}

function rootOf(group: ReadonlyMap<string, string>, name: string): string {
  let at = name;
  while (group.get(at) !== at) at = group.get(at) as string;
  return at;
}

function join(group: Map<string, string>, a: string, b: string): void {
  group.set(rootOf(group, b), rootOf(group, a));
}

function groupsOf(names: readonly string[], group: ReadonlyMap<string, string>): string[][] {
  const byRoot = new Map<string, string[]>();
  for (const name of names) {
    const root = rootOf(group, name);
    const members = byRoot.get(root);
    if (members === undefined) byRoot.set(root, [name]);
    else members.push(name);
  }
  return [...byRoot.values()];
}
