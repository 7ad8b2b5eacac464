/** Branches as a tree: each below the one it left, in the order in which they were made. */
import type { BranchId, PlayBranch } from '../../../../sim/record/play.ts';

export interface BranchRow {
  readonly branch: PlayBranch;
  readonly depth: number;
  readonly shown: boolean;
  /** `left A after event 412: crash 2`. */
  readonly words: string;
}

export function branchRows(branches: readonly PlayBranch[], shown: BranchId | null): BranchRow[] {
  const rows: BranchRow[] = [];
  const waiting: { branch: PlayBranch; depth: number }[] = childrenOf(branches, -1, 0).reverse();
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { branch, depth } = next;
    rows.push({ branch, depth, shown: branch.id === shown, words: wordsOf(branch, branches) });
    waiting.push(...childrenOf(branches, branch.id, depth + 1).reverse());
  }
  return rows;
}

function childrenOf(
  branches: readonly PlayBranch[],
  parent: BranchId,
  depth: number,
): { branch: PlayBranch; depth: number }[] {
  const known = (id: BranchId): boolean => branches.some((branch) => branch.id === id);
  return branches
    .filter((branch) => (parent < 0 ? branch.parent < 0 || !known(branch.parent) : branch.parent === parent))
    .map((branch) => ({ branch, depth }));
}

function wordsOf({ parent, leftAt, why }: PlayBranch, branches: readonly PlayBranch[]): string {
  const from = branches.find((branch) => branch.id === parent);
  if (from === undefined) return why === '' ? 'as it was opened' : why;
  return `left ${from.name} ${leftAt < 0 ? 'from the start' : `after event ${leftAt}`}: ${why}`;
}
