/** A seeded source of choices: the same label, the same choices, in every engine. */
import { classKey, draw, labelHash } from '../../kernel/keyed-hash.ts';
import { seedKey } from '../../kernel/seed-key.ts';

export class Dice {
  private readonly key: readonly [number, number];
  private drawn = 0;

  constructor(label: string) {
    this.key = classKey(seedKey(label), ...labelHash('differential'));
  }

  /** 0 … bound - 1. */
  below(bound: number): number {
    const [k0, k1] = this.key;
    return draw(k0, k1, this.drawn++, 0) % bound;
  }

  /** True `percent` times in a hundred. */
  chance(percent: number): boolean {
    return this.below(1000) < percent * 10;
  }

  pick<T>(from: readonly T[]): T {
    const chosen = from[this.below(from.length)];
    if (chosen === undefined && from.length === 0) throw new Error('there is nothing to pick from');
    return chosen as T;
  }

  /** One of the values, as often as its weight says. */
  weighted<T>(choices: readonly (readonly [weight: number, value: T])[]): T {
    let at = this.below(choices.reduce((sum, [weight]) => sum + weight, 0));
    for (const [weight, value] of choices) {
      at -= weight;
      if (at < 0) return value;
    }
    throw new Error('weights are positive');
  }
}
