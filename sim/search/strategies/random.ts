/** Every seed as its scenario draws it. What a seed draws is a mix of its own, so that seeds differ in kind (swarm). */
import type { Order, Strategy } from '../strategy.ts';

export class RandomStrategy implements Strategy {
  readonly generation = 25;
  readonly watches = false;
  readonly independent = true;

  order(seed: string): Order {
    return { seed, kind: 'random', parent: null };
  }

  learn(): void {
    // Nothing that came of one seed says anything about another.
  }
}
