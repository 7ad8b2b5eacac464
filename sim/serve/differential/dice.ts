/** A seeded source of choices: the same label, the same choices, in every engine. */
import { labelledStream, type LabelledStream } from '../../kernel/labelled-stream.ts';

export class Dice {
  private readonly stream: LabelledStream;

  constructor(label: string) {
    this.stream = labelledStream(`differential/1|${label}`);
  }

  /** 0 … bound - 1. */
  below(bound: number): number {
    return (this.stream.int32() >>> 0) % bound;
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
