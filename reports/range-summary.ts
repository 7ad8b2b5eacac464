/** Adds up the results of many seeds of one scenario: what a range of seeds is judged and summarised by. */
import { worst, type Verdict } from '../sim/check/verdict.ts';
import type { RunResult } from '../sim/record/run-result.ts';

export class RangeSummary {
  seeds = 0;
  events = 0;
  virtualMs = 0;
  elections = 0;
  faults = 0;
  commits = 0;
  operations = 0;
  unknown = 0;
  /** Operations that began while a fault was active. */
  underFault = 0;
  movedSessions = 0;
  readonly verdicts = new Map<Verdict, number>();
  /** By check: in how many seeds it was undecided. */
  readonly undecided = new Map<string, number>();
  /** By kind: how many faults, and in how many seeds. */
  readonly faultKinds = new Map<string, { times: number; seeds: number }>();
  /** By mark: how often, and in how many seeds. */
  readonly marks = new Map<string, { times: number; seeds: number }>();
  readonly wantedMarks: readonly string[];

  /** `wantedMarks`: rare paths that the scenario's seeds must reach together. */
  constructor(wantedMarks: readonly string[]) {
    this.wantedMarks = wantedMarks;
  }

  add(result: RunResult): void {
    const { ok, error, unknown } = result.operations;
    const asked = ok + error + unknown;
    this.seeds++;
    this.events += result.events;
    this.virtualMs += result.virtualMs;
    this.elections += result.elections;
    this.faults += result.faults.length;
    this.commits += result.commits;
    this.operations += asked;
    this.unknown += unknown;
    this.underFault += result.underFault * asked;
    this.movedSessions += result.movedSessions;
    this.verdicts.set(result.verdict, (this.verdicts.get(result.verdict) ?? 0) + 1);
    for (const check of result.checks) {
      if (check.verdict === 'undecided') this.undecided.set(check.name, (this.undecided.get(check.name) ?? 0) + 1);
    }
    this.addFaults(result);
    for (const [mark, times] of Object.entries(result.marks)) {
      const seen = this.marks.get(mark) ?? { times: 0, seeds: 0 };
      this.marks.set(mark, { times: seen.times + times, seeds: seen.seeds + 1 });
    }
  }

  private addFaults(result: RunResult): void {
    const ofSeed = new Map<string, number>();
    for (const fault of result.faults) ofSeed.set(fault.kind, (ofSeed.get(fault.kind) ?? 0) + 1);
    for (const [kind, times] of ofSeed) {
      const seen = this.faultKinds.get(kind) ?? { times: 0, seeds: 0 };
      this.faultKinds.set(kind, { times: seen.times + times, seeds: seen.seeds + 1 });
    }
  }

  /** The verdict that counts for the whole range. */
  get verdict(): Verdict {
    return worst([...this.verdicts.keys()]);
  }

  /** Of the wanted marks those that no seed reached. */
  get missingMarks(): readonly string[] {
    return this.wantedMarks.filter((mark) => !this.marks.has(mark));
  }

  perSeed(total: number): number {
    return this.seeds === 0 ? 0 : total / this.seeds;
  }
}
