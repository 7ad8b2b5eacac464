/** Draws on a canvas, in pixels of the page. */
import type { Ink, Theme } from './inks.ts';
import type { Painter, Stroke, TextStyle } from './painter.ts';

/** What is used of `CanvasRenderingContext2D`: this folder has no DOM. */
export interface DrawingContext {
  globalAlpha: number;
  fillStyle: unknown;
  strokeStyle: unknown;
  lineWidth: number;
  font: string;
  textAlign: string;
  textBaseline: string;
  beginPath(): void;
  closePath(): void;
  moveTo(x: number, y: number): void;
  lineTo(x: number, y: number): void;
  rect(x: number, y: number, width: number, height: number): void;
  arc(x: number, y: number, radius: number, from: number, to: number): void;
  fillRect(x: number, y: number, width: number, height: number): void;
  fillText(text: string, x: number, y: number): void;
  measureText(text: string): { readonly width: number };
  setLineDash(segments: number[]): void;
  fill(): void;
  stroke(): void;
  clip(): void;
  save(): void;
  restore(): void;
}

const FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif';

export class CanvasPainter implements Painter {
  private readonly context: DrawingContext;
  private readonly theme: Theme;
  private readonly widths: Map<string, number>;

  /** `widths`: of texts that were measured before; they are asked for again with every frame. */
  constructor(context: DrawingContext, theme: Theme, widths: Map<string, number>) {
    this.context = context;
    this.theme = theme;
    this.widths = widths;
  }

  lines(segments: readonly number[], stroke: Stroke): void {
    const { context } = this;
    context.beginPath();
    for (let i = 0; i + 3 < segments.length; i += 4) {
      context.moveTo(segments[i] as number, segments[i + 1] as number);
      context.lineTo(segments[i + 2] as number, segments[i + 3] as number);
    }
    this.stroke(stroke);
  }

  rect(x: number, y: number, width: number, height: number, fill: Ink | null, stroke: Stroke | null, alpha = 1): void {
    const { context } = this;
    if (fill !== null && stroke === null) {
      context.globalAlpha = alpha;
      context.fillStyle = this.theme[fill];
      context.fillRect(x, y, width, height);
      context.globalAlpha = 1;
      return;
    }
    context.beginPath();
    context.rect(x, y, width, height);
    this.finish(fill, stroke, alpha);
  }

  circle(x: number, y: number, radius: number, fill: Ink | null, stroke: Stroke | null, alpha = 1): void {
    this.context.beginPath();
    this.context.arc(x, y, radius, 0, 2 * Math.PI);
    this.finish(fill, stroke, alpha);
  }

  polygon(corners: readonly number[], fill: Ink | null, stroke: Stroke | null, alpha = 1): void {
    const { context } = this;
    context.beginPath();
    context.moveTo(corners[0] as number, corners[1] as number);
    for (let i = 2; i + 1 < corners.length; i += 2) context.lineTo(corners[i] as number, corners[i + 1] as number);
    context.closePath();
    this.finish(fill, stroke, alpha);
  }

  text(x: number, y: number, text: string, { ink, size, anchor = 'start', bold = false, alpha = 1 }: TextStyle): void {
    const { context } = this;
    context.font = fontOf(size, bold);
    context.textAlign = anchor === 'middle' ? 'center' : anchor === 'end' ? 'right' : 'left';
    context.textBaseline = 'middle';
    context.globalAlpha = alpha;
    context.fillStyle = this.theme[ink];
    context.fillText(text, x, y);
    context.globalAlpha = 1;
  }

  clip(x: number, y: number, width: number, height: number, body: () => void): void {
    const { context } = this;
    context.save();
    context.beginPath();
    context.rect(x, y, width, height);
    context.clip();
    body();
    context.restore();
  }

  textWidth(text: string, size: number): number {
    const key = `${size} ${text}`;
    let width = this.widths.get(key);
    if (width === undefined) {
      this.context.font = fontOf(size, false);
      width = this.context.measureText(text).width;
      this.widths.set(key, width);
    }
    return width;
  }

  private finish(fill: Ink | null, stroke: Stroke | null, alpha: number): void {
    const { context } = this;
    if (fill !== null) {
      context.globalAlpha = alpha;
      context.fillStyle = this.theme[fill];
      context.fill();
      context.globalAlpha = 1;
    }
    if (stroke !== null) this.stroke(stroke);
  }

  private stroke({ ink, width, dash, alpha = 1 }: Stroke): void {
    const { context } = this;
    context.strokeStyle = this.theme[ink];
    context.lineWidth = width;
    context.globalAlpha = alpha;
    if (dash !== undefined) context.setLineDash([...dash]);
    context.stroke();
    if (dash !== undefined) context.setLineDash([]);
    context.globalAlpha = 1;
  }
}

function fontOf(size: number, bold: boolean): string {
  return `${bold ? '600 ' : ''}${size}px ${FONT}`;
}
