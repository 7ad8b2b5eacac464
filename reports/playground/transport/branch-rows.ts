/** Branches of a play as rows of a small tree: each one a line from where it left to where it ends. */
import type { BranchId } from '../../../sim/record/play.ts';

export interface BranchSize {
  readonly id: BranchId;
  readonly name: string;
  readonly parent: BranchId;
  /** The last event it shares with its parent; -1 of the first. */
  readonly leftAt: number;
  /** Events of it so far. */
  readonly events: number;
}

export interface BranchRow extends BranchSize {
  readonly row: number;
  /** Row of its parent; its own when it has none. */
  readonly from: number;
  /** From 0 to 1. */
  readonly begins: number;
  readonly ends: number;
}

/** A branch stands below what it left, before what left it later. `events`: of the whole width. */
export function branchRows(branches: readonly BranchSize[], events: number): readonly BranchRow[] {
  const placed: BranchRow[] = [];
  const share = (event: number): number => Math.max(0, Math.min(1, event / Math.max(1, events - 1)));
  const waiting = branches.filter(({ parent }) => parent < 0).map((branch) => ({ branch, from: -1 }));
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const { branch, from } = next;
    const row = placed.length;
    placed.push({
      ...branch,
      row,
      from: from < 0 ? row : from,
      begins: share(branch.leftAt),
      ends: share(branch.events - 1),
    });
    const children = branches.filter(({ parent }) => parent === branch.id).sort((a, b) => a.leftAt - b.leftAt);
    waiting.unshift(...children.map((child) => ({ branch: child, from: row })));
  }
  return placed;
}
