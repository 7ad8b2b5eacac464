/**
 * "Sometimes": rare paths a campaign must reach. A single run owes nothing; over many runs, a path that was never
 * taken means that silence about it proves nothing.
 */
import type { CheckResult } from './verdict.ts';

/** Counts of marks over the runs of a campaign. */
export class MarkCounts {
  private readonly counts = new Map<string, number>();
  /** Runs that were counted. */
  runs = 0;

  /** Adds the marks of one run. */
  add(marks: Readonly<Record<string, number>>): void {
    this.runs++;
    for (const [name, count] of Object.entries(marks)) this.counts.set(name, (this.counts.get(name) ?? 0) + count);
  }

  of(name: string): number {
    return this.counts.get(name) ?? 0;
  }

  /** By name, sorted by code units. */
  toRecord(): Readonly<Record<string, number>> {
    return Object.fromEntries([...this.counts].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
  }
}

/** One row: `expectation` names the first path that was never taken; without a run nothing is known. */
export function checkSometimes(required: readonly string[], counts: MarkCounts): CheckResult {
  const name = 'sometimes';
  if (counts.runs === 0) return { name, verdict: 'undecided', detail: 'no run was counted', finding: null };
  const missing = required.filter((mark) => counts.of(mark) === 0);
  const [first] = missing;
  if (first === undefined) return { name, verdict: 'ok', detail: `${required.length} checked`, finding: null };
  const message = `In ${counts.runs} runs nothing ever took the path "${missing.join('", "')}".`;
  const finding = { signature: `sometimes: ${first}`, message, atUs: 0, event: -1 };
  return { name, verdict: 'expectation', detail: message, finding };
}
