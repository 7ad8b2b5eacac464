/** All that a picture is drawn from; the same picture gives the same strokes. */
import type { LaneLayout } from './lanes.ts';
import type { TraceView } from './trace-view.ts';
import { eventAtPosition, positionOf, type Viewport } from './viewport.ts';

export interface Shade {
  readonly kind: 'past' | 'future' | 'concurrent' | 'path';
  /** By event: 1 is bright, the others are pale. */
  readonly inside: Uint8Array;
}

export interface Picture {
  readonly view: TraceView;
  readonly viewport: Viewport;
  readonly layout: LaneLayout;
  readonly width: number;
  /** By event: 1 is drawn. Heartbeats that are folded and what a filter leaves out are 0. */
  readonly shown: Uint8Array;
  /** How many of the events before each are shown: what is visible is counted without looking at it. */
  readonly shownBefore: Int32Array;
  readonly shade: Shade | null;
  /** Event; -1 for none. */
  readonly cursor: number;
  /** The event of the failure, -1 for none; the first wrong step, -1 for none. */
  readonly failure: number;
  readonly firstWrong: number;
  /** Processes a sentence of the story speaks of. */
  readonly spoken: ReadonlySet<string>;
}

/** At the right edge nothing is cut. */
const MARGIN = 14;

export function plotWidth({ width, layout }: Pick<Picture, 'width' | 'layout'>): number {
  return Math.max(40, width - layout.gutter - MARGIN);
}

export function xOfPosition(picture: Picture, position: number): number {
  const { from, to } = picture.viewport;
  return picture.layout.gutter + ((position - from) / (to - from)) * plotWidth(picture);
}

export function xOf(picture: Picture, event: number): number {
  return xOfPosition(picture, positionOf(picture.view, picture.viewport.axis, event));
}

export function positionOfX(picture: Picture, x: number): number {
  const { from, to } = picture.viewport;
  return from + ((x - picture.layout.gutter) / plotWidth(picture)) * (to - from);
}

/** The events of the viewport: from the first, to behind the last. */
export function visibleRange({ view, viewport }: Picture): readonly [number, number] {
  const { axis, from, to } = viewport;
  return [eventAtPosition(view, axis, from), eventAtPosition(view, axis, to + (axis === 'time' ? 1 : 0))];
}

export function shownCounts(shown: Uint8Array): Int32Array {
  const before = new Int32Array(shown.length + 1);
  for (let i = 0; i < shown.length; i++) before[i + 1] = (before[i] as number) + (shown[i] as number);
  return before;
}

/** Whether an event is bright. */
export function isBright({ shade }: Picture, event: number): boolean {
  return shade === null || shade.inside[event] === 1;
}
