/** The cases worth going on from: bounded, in one order for equal reports. */
import type { Draws } from '../../kernel/addresses.ts';
import type { Case } from '../../record/case.ts';

export interface Kept {
  readonly of: Case;
  readonly behaviours: readonly number[];
  readonly margin: number;
  /** How much it is worth going on from; a share of all that is kept. */
  energy: number;
}

export class Corpus {
  private readonly most: number;
  private kept: Kept[] = [];

  constructor(most: number) {
    this.most = most;
  }

  get size(): number {
    return this.kept.length;
  }

  add(of: Case, behaviours: readonly number[], margin: number): void {
    this.kept.push({ of, behaviours, margin, energy: 0 });
  }

  /** Values all anew and lets go of the least, of equals of the youngest. */
  value(energyOf: (kept: Kept) => number): void {
    for (const each of this.kept) each.energy = energyOf(each);
    // Stable: equals stay in the order in which they came.
    this.kept.sort((a, b) => b.energy - a.energy);
    this.kept.length = Math.min(this.kept.length, this.most);
  }

  /** One of them, by its energy; null when there is none. */
  pick(draws: Draws): Case | null {
    let total = 0;
    for (const { energy } of this.kept) total += energy;
    let at = (draws.wide('strategy/parent') / WIDE) * total;
    for (const each of this.kept) {
      at -= each.energy;
      if (at < 0) return each.of;
    }
    return this.kept[0]?.of ?? null;
  }
}

const WIDE = 9007199254740992;
