/**
 * Every seed fresh, all of one kind. What a seed draws is a mix of its own, so that seeds differ in kind (swarm); nothing is
 * learnt from one about another.
 */
import type { Order, Strategy } from '../strategy.ts';

export type FreshKind = Exclude<Order['kind'], 'mutant'>;

export class Fresh implements Strategy {
  readonly generation = 25;
  readonly watches = false;
  readonly independent = true;
  private readonly kind: FreshKind;

  constructor(kind: FreshKind) {
    this.kind = kind;
  }

  order(seed: string): Order {
    return { seed, kind: this.kind, parent: null };
  }

  learn(): void {
    // Nothing that came of one seed says anything about another.
  }
}
