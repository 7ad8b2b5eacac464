/** Orders every case fresh, all of one kind, and learns nothing. */
import type { Order, Strategy } from '../strategy.ts';

/** Nothing is learnt between two generations, so they are as long as workers like. */
const GENERATION = 256;

export class Fresh implements Strategy {
  readonly generation = GENERATION;
  readonly watches = false;
  private readonly kind: Exclude<Order['kind'], 'mutant'>;

  constructor(kind: Exclude<Order['kind'], 'mutant'>) {
    this.kind = kind;
  }

  order(seed: string): Order {
    return { seed, kind: this.kind, parent: null };
  }

  learn(): void {
    // Nothing: what comes next does not depend on it.
  }
}
