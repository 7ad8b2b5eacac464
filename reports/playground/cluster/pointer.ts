/** A mouse or a finger on the picture: click, menu, and drawing a cut. It knows points and times, not the DOM. */
import type { Target } from './hit.ts';

/** Moved less than this, a press is a click. */
const CLICK = 6;
/** Points of a drawn line are at least so far apart. */
const STEP = 5;

export interface PointerDone {
  readonly kind: 'click' | 'cut' | 'nothing';
  readonly target: Target;
  readonly points: readonly number[];
}

/** From a press to its end. */
export class Press {
  readonly target: Target;
  private readonly points: number[];
  private readonly draws: boolean;
  private moved = false;

  /** `draws`: where it began, moving draws a line. */
  constructor(target: Target, x: number, y: number, draws: boolean) {
    this.target = target;
    this.points = [x, y];
    this.draws = draws;
  }

  /** The line so far; null while none is drawn. */
  move(x: number, y: number): readonly number[] | null {
    const [x0, y0] = this.points as [number, number];
    if (!this.moved && Math.hypot(x - x0, y - y0) < CLICK) return null;
    this.moved = true;
    if (!this.draws) return null;
    const [lastX, lastY] = this.points.slice(-2) as [number, number];
    if (Math.hypot(x - lastX, y - lastY) >= STEP) this.points.push(x, y);
    return [...this.points, x, y];
  }

  end(x: number, y: number): PointerDone {
    const line = this.move(x, y);
    const kind = !this.moved ? 'click' : line === null ? 'nothing' : 'cut';
    return { kind, target: this.target, points: line ?? [] };
  }
}

/** With a mouse a line begins wherever nothing is taken hold of; a finger scrolls, unless it is said to cut. */
export function drawsFrom(target: Target, by: 'mouse' | 'touch', cutting: boolean): boolean {
  return cutting || (by === 'mouse' && (target.kind === 'ground' || target.kind === 'link'));
}
