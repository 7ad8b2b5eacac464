/**
 * Liveness as deadlines: a goal that is possible must be reached within a bound of virtual time. While something
 * makes a goal impossible its clock stands still and the excuse is remembered: a goal missed with an excuse leaves the
 * run undecided, one missed without is a finding.
 */
import type { CheckResult } from './verdict.ts';

interface Goal {
  readonly name: string;
  readonly boundUs: number;
  /** Time in which it was possible and not reached, up to `sinceUs`. */
  spentUs: number;
  sinceUs: number;
  excuse: string | null;
  excused: string | null;
  reachedUs: number;
  lateUs: number;
}

export class Deadlines {
  private readonly name: string;
  private readonly goals = new Map<string, Goal>();

  constructor(name: string) {
    this.name = name;
  }

  /** From now on this is to be reached within `boundUs` of possible time. */
  expect(goal: string, boundUs: number, nowUs: number): void {
    const fresh = { spentUs: 0, sinceUs: nowUs, excuse: null, excused: null, reachedUs: -1, lateUs: -1 };
    this.goals.set(goal, { name: goal, boundUs, ...fresh });
  }

  /** What makes it impossible at the moment; null: nothing. */
  excuse(goal: string, why: string | null, nowUs: number): void {
    const state = this.goals.get(goal);
    if (state === undefined || state.reachedUs >= 0) return;
    this.count(state, nowUs);
    state.excuse = why;
    state.excused ??= why;
  }

  reached(goal: string, nowUs: number): void {
    const state = this.goals.get(goal);
    if (state === undefined || state.reachedUs >= 0) return;
    this.count(state, nowUs);
    state.reachedUs = nowUs;
  }

  /** Whether every goal is reached or late: there is nothing to wait for. */
  settled(nowUs: number): boolean {
    for (const state of this.goals.values()) {
      if (state.reachedUs >= 0) continue;
      this.count(state, nowUs);
      if (state.lateUs < 0) return false;
    }
    return true;
  }

  /** The row, when the run is over. */
  result(nowUs: number, event: number): CheckResult {
    let undecided: string | null = null;
    for (const state of this.goals.values()) {
      if (state.reachedUs < 0) this.count(state, nowUs);
      if (state.lateUs >= 0) return this.late(state, event);
      if (state.reachedUs >= 0) continue;
      undecided ??= state.excused ?? `the run ended before the time for "${state.name}" was over`;
    }
    if (undecided !== null) return { name: this.name, verdict: 'undecided', detail: undecided, finding: null };
    return { name: this.name, verdict: 'ok', detail: `${this.goals.size} checked`, finding: null };
  }

  private late(state: Goal, event: number): CheckResult {
    const message = `"${state.name}" was possible and did not happen within ${Math.floor(state.boundUs / 1000)} ms.`;
    const finding = { signature: `${this.name}: ${state.name}`, message, atUs: state.lateUs, event };
    return { name: this.name, verdict: 'liveness', detail: message, finding };
  }

  private count(state: Goal, nowUs: number): void {
    if (state.excuse === null) {
      const left = state.boundUs - state.spentUs;
      state.spentUs += nowUs - state.sinceUs;
      if (state.spentUs > state.boundUs && state.lateUs < 0) state.lateUs = state.sinceUs + left;
    }
    state.sinceUs = nowUs;
  }
}
