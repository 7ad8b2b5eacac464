/** The tree of a server as rows that can be folded, what changed in it, and where it differs from another server's. */
import type { ZnodeDetails } from '../../../../sim/record/server-tree.ts';

export interface TreeRow {
  readonly node: ZnodeDetails;
  /** The last part of its path; `/` of the root. */
  readonly name: string;
  readonly depth: number;
  readonly folded: boolean;
  readonly changed: boolean;
}

/** `folded`: paths whose children are hidden. */
export function treeRows(
  nodes: readonly ZnodeDetails[],
  folded: ReadonlySet<string>,
  before: readonly ZnodeDetails[] | null,
): TreeRow[] {
  const old = new Map((before ?? []).map((node) => [node.path, node] as const));
  const rows: TreeRow[] = [];
  let hiddenBelow: string | null = null;
  for (const node of inOrder(nodes)) {
    if (hiddenBelow !== null && isBelow(node.path, hiddenBelow)) continue;
    const isFolded = folded.has(node.path) && node.children > 0;
    hiddenBelow = isFolded ? node.path : null;
    rows.push({
      node,
      name: node.path === '/' ? '/' : node.path.slice(node.path.lastIndexOf('/') + 1),
      depth: node.path === '/' ? 0 : node.path.split('/').length - 1,
      folded: isFolded,
      changed: before !== null && differs(node, old.get(node.path)),
    });
  }
  return rows;
}

/** Parents before their children: by path alone `/a-b` would come between `/a` and `/a/b`. */
function inOrder(nodes: readonly ZnodeDetails[]): ZnodeDetails[] {
  const key = (path: string): string => path.replaceAll('/', '\u0000');
  return [...nodes].sort((a, b) => {
    const [left, right] = [key(a.path), key(b.path)];
    return left < right ? -1 : left > right ? 1 : 0;
  });
}

function isBelow(path: string, above: string): boolean {
  return above === '/' ? path !== '/' : path.startsWith(`${above}/`);
}

function differs(a: ZnodeDetails, b: ZnodeDetails | undefined): boolean {
  return b === undefined || a.mzxid !== b.mzxid || a.pzxid !== b.pzxid || a.version !== b.version || a.data !== b.data;
}

export interface TreeDifference {
  readonly path: string;
  readonly what: 'only here' | 'only there' | 'other content';
}

export function treeDifferences(here: readonly ZnodeDetails[], there: readonly ZnodeDetails[]): TreeDifference[] {
  const [mine, others] = [
    new Map(here.map((node) => [node.path, node] as const)),
    new Map(there.map((node) => [node.path, node] as const)),
  ];
  const paths = [...new Set([...mine.keys(), ...others.keys()])].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  return paths.flatMap((path): TreeDifference[] => {
    const [a, b] = [mine.get(path), others.get(path)];
    if (b === undefined) return [{ path, what: 'only here' }];
    if (a === undefined) return [{ path, what: 'only there' }];
    return differs(a, b) ? [{ path, what: 'other content' }] : [];
  });
}

/** The rows that can be seen, and how many lie above and below them. */
export interface TreeWindow {
  readonly first: number;
  readonly last: number;
}

/** Rows to either side that are drawn although they are out of sight, so that a small scroll shows them at once. */
const BEYOND = 8;

export function windowOf(rows: number, scrollTop: number, height: number, rowHeight: number): TreeWindow {
  const first = Math.max(0, Math.min(rows, Math.floor(scrollTop / rowHeight) - BEYOND));
  const last = Math.min(rows, Math.ceil((scrollTop + height) / rowHeight) + BEYOND);
  return { first, last: Math.max(first, last) };
}
