/**
 * Shares the budget among all strategies and fault-free exploration of orders, by fixed odds drawn from each seed. All
 * learn from what any of them found. The first generation is as the scenario draws it, so that what shows in every few runs
 * is found as soon as without any strategy: many faults leave a workload less time for mistakes that need none.
 */
import { Addresses } from '../../kernel/addresses.ts';
import type { Order, Report, Strategy } from '../strategy.ts';
import { Coverage } from './coverage.ts';
import { GENERATION, Guided } from './guided.ts';
import { NearHarm } from './near-harm.ts';
import { Fresh } from './random.ts';

export class Mix implements Strategy {
  readonly generation = GENERATION;
  readonly watches = true;
  private readonly first = new Fresh('random');
  private learnt = 0;
  private readonly parts: readonly (readonly [Strategy, number])[] = [
    [new Fresh('random'), 12],
    [new Fresh('pct'), 12],
    [new Fresh('order'), 8],
    [new Fresh('dense'), 30],
    [new Guided(new Coverage(), 0), 20],
    [new Guided(new NearHarm(), 0), 18],
  ];

  order(seed: string): Order {
    if (this.learnt < this.generation) return this.first.order(seed);
    let at = new Addresses(seed).range(
      'strategy/part',
      this.parts.reduce((sum, [, share]) => sum + share, 0),
    );
    for (const [part, share] of this.parts) {
      at -= share;
      if (at < 0) return part.order(seed);
    }
    return { seed, kind: 'random', parent: null };
  }

  learn(order: Order, report: Report): void {
    this.learnt++;
    for (const [part] of this.parts) part.learn(order, report);
  }
}
