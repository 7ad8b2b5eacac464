/** What became of stored cases, as `sim corpus --json` prints it. */
import type { Case } from './case.ts';
import type { ReplayKind } from './replayed.ts';

export interface CorpusRow {
  readonly file: string;
  readonly kind: ReplayKind;
  /** It does what it expects. */
  readonly met: boolean;
  readonly sentence: string;
}

export interface CorpusReport {
  readonly schema: 1;
  readonly folder: string;
  readonly cases: readonly CorpusRow[];
  readonly met: number;
  readonly missed: number;
  /** Every case was run. */
  readonly complete: boolean;
}

/** A case that is to go, and why. */
export interface Pruned {
  readonly file: string;
  readonly why: string;
}

export interface PruneReport {
  readonly schema: 1;
  readonly folder: string;
  readonly pruned: readonly Pruned[];
  readonly kept: number;
  /** False: nothing was removed, this only tells what would be. */
  readonly removed: boolean;
}

/** A stored case with what its run came to. */
export interface Kept {
  readonly file: string;
  readonly of: Case;
  readonly row: CorpusRow;
}

/** What somebody who reads a case has to take in. */
export function stepsOf({ plan, overrides }: Case): number {
  return (plan?.operations.length ?? 0) + (plan?.faults.length ?? 0) + Object.keys(overrides).length;
}

/** Two cases show one thing when they fail in one way with one bug, or both with none. */
export function showsTheSame(a: Case, b: Case): boolean {
  const signature = a.expect?.signature ?? null;
  return signature !== null && signature === (b.expect?.signature ?? null) && a.bug === b.bug;
}

/**
 * Those that no longer fail the way they were stored for, and those beside which a smaller one shows the same. A case
 * that is expected to pass was mended: it stays as long as it passes, and when it does not somebody has to look at it.
 */
export function toPrune(cases: readonly Kept[]): Pruned[] {
  const pruned: Pruned[] = [];
  const failing: Kept[] = [];
  for (const each of cases) {
    if (each.of.expect === null || each.of.expect.signature === null) continue;
    if (each.row.met) failing.push(each);
    else pruned.push({ file: each.file, why: each.row.sentence });
  }
  for (const each of failing) {
    const better = failing.find((other) => other !== each && showsTheSame(other.of, each.of) && isLess(other, each));
    if (better !== undefined) pruned.push({ file: each.file, why: `${better.file} shows the same and is no larger` });
  }
  return pruned;
}

/** Of two of one size the one whose name comes first stays. */
function isLess(a: Kept, b: Kept): boolean {
  const difference = stepsOf(a.of) - stepsOf(b.of);
  return difference < 0 || (difference === 0 && a.file < b.file);
}
