/**
 * Makes a plan smaller while it still does what is asked of it: takes out faults and operations, large parts first, as
 * delta debugging does (Zeller, Hildebrandt: Simplifying and isolating failure-inducing input). Taking one out changes
 * no decision about the others, so what is left still means the same.
 */
import type { Plan } from '../record/plan.ts';

export interface ShrinkLimits {
  /** Plans to try at most. */
  readonly attempts: number;
}

export interface Shrunk {
  readonly plan: Plan;
  readonly attempts: number;
  /** Nothing more can be taken out alone; false where the attempts ended first. */
  readonly minimal: boolean;
}

/** `holds`: whether a plan still fails in the same way; it does for `plan` itself. */
export function shrinkPlan(plan: Plan, holds: (plan: Plan) => boolean, limits: ShrinkLimits): Shrunk {
  const search = new Search(holds, limits.attempts);
  let best = plan;
  for (let before = -1; before !== size(best) && !search.exhausted;) {
    before = size(best);
    const { operations } = best;
    const faults = search.reduce(best.faults, (some) => ({ operations, faults: some }));
    best = { operations: search.reduce(operations, (some) => ({ operations: some, faults })), faults };
  }
  return { plan: best, attempts: search.attempts, minimal: !search.exhausted };
}

function size(plan: Plan): number {
  return plan.operations.length + plan.faults.length;
}

class Search {
  attempts = 0;
  private readonly holds: (plan: Plan) => boolean;
  private readonly most: number;

  constructor(holds: (plan: Plan) => boolean, most: number) {
    this.holds = holds;
    this.most = most;
  }

  get exhausted(): boolean {
    return this.attempts >= this.most;
  }

  /** Takes out runs of items, of half the length each time nothing more of that length goes. */
  reduce<Item>(items: readonly Item[], make: (some: readonly Item[]) => Plan): readonly Item[] {
    let kept = items;
    let length = kept.length;
    while (length >= 1) {
      let from = 0;
      while (from < kept.length && !this.exhausted) {
        const less = [...kept.slice(0, from), ...kept.slice(from + length)];
        this.attempts++;
        if (this.holds(make(less))) kept = less;
        else from += length;
      }
      length = Math.min(Math.floor(length / 2), kept.length);
    }
    return kept;
  }
}
