/**
 * Keeps what showed a behaviour nobody had shown. A case is worth as much as its behaviours are rare: of two that are new
 * today the one whose neighbours are all alone stays new tomorrow.
 */
import type { Report } from '../strategy.ts';
import { BehaviourCounts } from './behaviour-counts.ts';
import type { Kept } from './corpus.ts';
import type { Measure } from './guided.ts';

export class Coverage implements Measure {
  private readonly counts = new BehaviourCounts();

  learn({ behaviours }: Report): boolean {
    return this.counts.add(behaviours) > 0;
  }

  energyOf({ behaviours }: Kept): number {
    let rarity = 0;
    for (const behaviour of behaviours) rarity += 1 / Math.max(1, this.counts.of(behaviour));
    return rarity;
  }
}
