/**
 * How far one number of a case may move while the case still fails the same way. From the value that fails the search
 * doubles its steps away until the failure is gone or the range ends, then halves the last step: a few runs for each
 * side. What it tells is true of the values that were tried; in between the failure may come and go.
 *
 * A search is asked for its next value and told what came of it, so that whoever runs cases may stop between two runs.
 */
import { assert } from '../../protocol/std/assert.ts';

export interface MarginRange {
  /** Fails. */
  readonly value: number;
  /** The number may go no further than these. */
  readonly least: number;
  readonly most: number;
  /** Nearer limits are not told apart. */
  readonly grain: number;
}

/** Each step away is so many times the one before. */
const FACTOR = 4;
/** A limit is known well enough at this share of its distance. */
const SHARE = 8;

/** One side: `sign` -1 looks for the least, 1 for the greatest. */
class Side {
  /** Furthest distance at which it still fails, and nearest at which it does not; null: none was met. */
  near = 0;
  far: number | null = null;
  private readonly span: number;
  private step: number;

  constructor(span: number, grain: number) {
    this.span = span;
    this.step = grain;
  }

  next(grain: number): number | null {
    if (this.far === null) return this.near >= this.span ? null : Math.min(this.step, this.span);
    const gap = this.far - this.near;
    if (gap <= grain || gap * SHARE <= this.far) return null;
    return this.near + Math.floor(gap / 2);
  }

  learn(distance: number, holds: boolean): void {
    if (!holds) this.far = distance;
    else {
      this.near = distance;
      this.step = distance * FACTOR;
    }
  }
}

export class Margin {
  readonly range: MarginRange;
  private readonly below: Side;
  private readonly above: Side;
  private asked: { readonly side: Side; readonly distance: number } | null = null;

  constructor(range: MarginRange) {
    assert(range.least <= range.value && range.value <= range.most, 'a value lies in its range');
    assert(range.grain >= 1, 'a grain is at least 1');
    this.range = range;
    this.below = new Side(range.value - range.least, range.grain);
    this.above = new Side(range.most - range.value, range.grain);
  }

  /** The value to try next; null when both limits are known. */
  next(): number | null {
    const { value, grain } = this.range;
    const down = this.below.next(grain);
    if (down !== null) {
      this.asked = { side: this.below, distance: down };
      return value - down;
    }
    const up = this.above.next(grain);
    if (up === null) return null;
    this.asked = { side: this.above, distance: up };
    return value + up;
  }

  /** Whether the value that `next` gave still fails the same way. */
  learn(holds: boolean): void {
    assert(this.asked !== null, 'an answer follows a question');
    this.asked.side.learn(this.asked.distance, holds);
    this.asked = null;
  }

  /** The least value that was seen to fail; null when it fails down to the end of the range. */
  get least(): number | null {
    return this.below.far === null ? null : this.range.value - this.below.near;
  }

  get most(): number | null {
    return this.above.far === null ? null : this.range.value + this.above.near;
  }
}
