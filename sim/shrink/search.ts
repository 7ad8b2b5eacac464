/**
 * The engine of shrinking: holds the simplest thing found so far that still does what is asked of it, and tries simpler
 * ones. It knows neither what the thing is nor how to make it simpler: passes (`reduce-list.ts`, `scenarios/shrink`)
 * propose, a judge decides, a measure says what is simpler.
 *
 * Anytime: `best` holds at every moment, and a search that is stopped keeps it. Deterministic: the same proposals with
 * the same budget of attempts end with the same best. It cannot run in circles, for only what measures less is tried.
 *
 * fast-check also shrinks, and tests of this folder use it. It is not used here: it makes values of its own arbitraries
 * simpler, each by the tree it was drawn from, and a recorded case was drawn by none; its integers end at the least that
 * still fails, on the brink, where the next change of the code pushes them off, while we look for round numbers with a
 * margin; and it counts neither attempts nor time and cannot be asked for the best so far.
 */

/** What all searches of one shrinking spend together. */
export class ShrinkBudget {
  /** Candidates judged so far. */
  attempts = 0;
  private readonly most: number;
  private readonly interrupted: () => boolean;
  private readonly whole: ShrinkBudget | null;

  /** `interrupted` is asked before each attempt; what depends on it is not deterministic. */
  constructor(most: number, interrupted: () => boolean = () => false, whole: ShrinkBudget | null = null) {
    this.most = most;
    this.interrupted = interrupted;
    this.whole = whole;
  }

  /** A part of it for one search: what is spent there is spent here. */
  part(attempts: number): ShrinkBudget {
    return new ShrinkBudget(attempts, this.interrupted, this);
  }

  spend(): void {
    this.attempts++;
    this.whole?.spend();
  }

  get exhausted(): boolean {
    return this.attempts >= this.most || (this.whole?.exhausted ?? this.interrupted());
  }
}

export interface ShrinkRules<T> {
  /** Null: it does not do what is asked. Otherwise the thing itself, or an equal one without what had no part in it. */
  readonly judge: (candidate: T) => T | null;
  /** Compared from the first number on; less is simpler. */
  readonly measure: (thing: T) => readonly number[];
  /** Equal for things that need not be judged twice. */
  readonly name: (thing: T) => string;
}

export class ShrinkSearch<T> {
  best: T;
  private readonly rules: ShrinkRules<T>;
  private readonly budget: ShrinkBudget;
  private measured: readonly number[];
  private readonly refused = new Set<string>();
  private readonly onBetter: (best: T) => void;

  /** `start` does what is asked. `onBetter` hears of each new best. */
  constructor(start: T, rules: ShrinkRules<T>, budget: ShrinkBudget, onBetter: (best: T) => void = () => undefined) {
    this.best = start;
    this.rules = rules;
    this.budget = budget;
    this.measured = rules.measure(start);
    this.onBetter = onBetter;
  }

  get exhausted(): boolean {
    return this.budget.exhausted;
  }

  /** Makes a simpler candidate the best when it does what is asked; whether it is now. */
  try(candidate: T): boolean {
    const measured = this.rules.measure(candidate);
    if (compareMeasures(measured, this.measured) >= 0 || this.exhausted) return false;
    const name = this.rules.name(candidate);
    if (this.refused.has(name)) return false;
    this.budget.spend();
    const kept = this.rules.judge(candidate);
    if (kept === null) {
      this.refused.add(name);
      return false;
    }
    this.best = kept;
    this.measured = this.rules.measure(kept);
    this.onBetter(kept);
    return true;
  }

  /** The first of the candidates that will do. */
  tryEach(candidates: readonly T[]): boolean {
    return candidates.some((candidate) => this.try(candidate));
  }

  /**
   * Goes over the things a best is made of, as long as one of them can be made simpler. `propose`: what the best could
   * become by a change at `index`, simplest first; empty when there is nothing at that index.
   */
  simplifyEach(count: (best: T) => number, propose: (best: T, index: number) => readonly T[]): void {
    for (let index = 0; index < count(this.best) && !this.exhausted;) {
      if (!this.tryEach(propose(this.best, index))) index++;
    }
  }
}

/** Below 0: `a` is simpler. A missing number is 0. */
export function compareMeasures(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** Makes everything simpler by all passes in turn until none of them finds anything more. */
export function shrinkToFixedPoint<T>(
  search: ShrinkSearch<T>,
  passes: readonly ((search: ShrinkSearch<T>) => void)[],
): void {
  for (let before: T | null = null; before !== search.best && !search.exhausted;) {
    before = search.best;
    for (const pass of passes) pass(search);
  }
}
