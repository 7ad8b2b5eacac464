/** What a picture is drawn with: a canvas, or a list of SVG elements. Inks are names; the painter knows their colours. */
import type { Ink } from './inks.ts';

export interface Stroke {
  readonly ink: Ink;
  readonly width: number;
  readonly dash?: readonly number[];
  /** 0 to 1; 1 when not given. */
  readonly alpha?: number;
}

export interface TextStyle {
  readonly ink: Ink;
  readonly size: number;
  readonly anchor?: 'start' | 'middle' | 'end';
  readonly bold?: boolean;
  readonly alpha?: number;
}

export interface Painter {
  /** Four numbers for each line; one call draws all of them. */
  lines(segments: readonly number[], stroke: Stroke): void;
  rect(
    x: number,
    y: number,
    width: number,
    height: number,
    fill: Ink | null,
    stroke: Stroke | null,
    alpha?: number,
  ): void;
  circle(x: number, y: number, radius: number, fill: Ink | null, stroke: Stroke | null, alpha?: number): void;
  /** Two numbers for each corner. */
  polygon(corners: readonly number[], fill: Ink | null, stroke: Stroke | null, alpha?: number): void;
  /** `y` is the middle of the line. */
  text(x: number, y: number, text: string, style: TextStyle): void;
  /** What `body` draws is cut at the rectangle. */
  clip(x: number, y: number, width: number, height: number, body: () => void): void;
  textWidth(text: string, size: number): number;
}
