/**
 * One island of a campaign: a strategy of its own, and seeds of its own that come in generations. The orders of a
 * generation are made together, and what came of them is learnt together, both in the order of seeds.
 */
import { assert, present } from '../../protocol/std/assert.ts';
import type { Order, Report, Strategy } from './strategy.ts';

interface Generation {
  readonly orders: readonly Order[];
  readonly reports: (Report | null)[];
  missing: number;
}

export class FuzzIsland {
  private readonly strategy: Strategy;
  private readonly seedAt: (index: number) => string;
  private readonly count: number;
  /** Those that are open, by number. */
  private readonly generations = new Map<number, Generation>();
  /** Generations whose orders were made. */
  opened = 0;
  /** Generations that are complete, and so are all before them. */
  private learnt = 0;

  /** `seedAt`: its seeds, from index 0; `count`: how many there are. */
  constructor(strategy: Strategy, seedAt: (index: number) => string, count: number) {
    assert(strategy.generation >= 1, 'a generation has a seed');
    this.strategy = strategy;
    this.seedAt = seedAt;
    this.count = count;
  }

  get size(): number {
    return this.strategy.generation;
  }

  /** Seeds whose orders were made. */
  get ordered(): number {
    return Math.min(this.count, this.opened * this.size);
  }

  /** Whether the next generation has seeds, and all it depends on is known. */
  get mayOpen(): boolean {
    const known = this.strategy.independent === true || this.learnt === this.opened;
    return known && this.opened * this.size < this.count;
  }

  /** Makes the orders of the next generation. */
  open(): void {
    const from = this.opened++ * this.size;
    const to = Math.min(this.count, from + this.size);
    const orders = Array.from({ length: to - from }, (_, i) => this.strategy.order(this.seedAt(from + i)));
    const reports = orders.map(() => null);
    this.generations.set(this.opened - 1, { orders, reports, missing: orders.length });
  }

  /** The order of a seed whose generation is open. */
  orderAt(index: number): Order {
    return present(this.generations.get(Math.floor(index / this.size))?.orders[index % this.size], 'an open order');
  }

  /** What came of an open order; a generation that is whole by it is learnt. */
  settle(index: number, report: Report): void {
    const number = Math.floor(index / this.size);
    const generation = present(this.generations.get(number), 'an open generation');
    assert(generation.reports[index % this.size] === null, 'a seed comes back once');
    generation.reports[index % this.size] = report;
    generation.missing--;
    for (let next = this.generations.get(this.learnt); next?.missing === 0; next = this.generations.get(this.learnt)) {
      next.orders.forEach((order, i) => this.strategy.learn(order, present(next?.reports[i] ?? null, 'a report')));
      this.generations.delete(this.learnt++);
    }
  }
}
