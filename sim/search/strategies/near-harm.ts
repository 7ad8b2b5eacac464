/** Keeps what came near to harm, and goes on from the nearest most. */
import type { Report } from '../strategy.ts';
import type { Kept } from './corpus.ts';
import type { Measure } from './guided.ts';

/** A case this much farther off is worth half. */
const HALF = 4;

export class NearHarm implements Measure {
  private nearest = Infinity;

  learn({ margin }: Report): boolean {
    if (margin === null) return false;
    this.nearest = Math.min(this.nearest, margin);
    return margin <= this.nearest + 4 * HALF;
  }

  energyOf({ margin }: Kept): number {
    return HALF / (HALF + Math.max(0, margin - this.nearest));
  }
}
