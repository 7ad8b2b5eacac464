/** Draws into a list of SVG elements: for slides, for papers, and for tests. */
import { xmlText } from '../junit/xml.ts';
import type { Ink, Theme } from './inks.ts';
import type { Painter, Stroke, TextStyle } from './painter.ts';

/** Of a usual sans-serif, in its size. */
const CHARACTER = 0.56;

export class SvgPainter implements Painter {
  private readonly theme: Theme;
  private readonly elements: string[] = [];
  private clips = 0;

  constructor(theme: Theme) {
    this.theme = theme;
  }

  /** The whole document. */
  document(width: number, height: number, title: string): string {
    const font = 'system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif';
    return [
      `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">`,
      `<title>${xmlText(title)}</title>`,
      `<g font-family="${font.replaceAll('"', '&quot;')}">`,
      ...this.elements,
      '</g>',
      '</svg>',
      '',
    ].join('\n');
  }

  lines(segments: readonly number[], stroke: Stroke): void {
    let path = '';
    for (let i = 0; i + 3 < segments.length; i += 4) {
      path += `M${n(segments[i])} ${n(segments[i + 1])}L${n(segments[i + 2])} ${n(segments[i + 3])}`;
    }
    if (path !== '') this.elements.push(`<path d="${path}" fill="none"${this.stroke(stroke)}/>`);
  }

  rect(x: number, y: number, width: number, height: number, fill: Ink | null, stroke: Stroke | null, alpha = 1): void {
    this.elements.push(
      `<rect x="${n(x)}" y="${n(y)}" width="${n(width)}" height="${n(height)}"${this.fill(fill, alpha)}${this.stroke(stroke)}/>`,
    );
  }

  circle(x: number, y: number, radius: number, fill: Ink | null, stroke: Stroke | null, alpha = 1): void {
    this.elements.push(
      `<circle cx="${n(x)}" cy="${n(y)}" r="${n(radius)}"${this.fill(fill, alpha)}${this.stroke(stroke)}/>`,
    );
  }

  polygon(corners: readonly number[], fill: Ink | null, stroke: Stroke | null, alpha = 1): void {
    this.elements.push(
      `<polygon points="${corners.map(n).join(' ')}"${this.fill(fill, alpha)}${this.stroke(stroke)}/>`,
    );
  }

  text(x: number, y: number, text: string, { ink, size, anchor = 'start', bold = false, alpha = 1 }: TextStyle): void {
    const weight = bold ? ' font-weight="600"' : '';
    this.elements.push(
      `<text x="${n(x)}" y="${n(y)}" dy="0.35em" font-size="${size}" text-anchor="${anchor}"${weight}${this.fill(ink, alpha)}>${xmlText(text)}</text>`,
    );
  }

  clip(x: number, y: number, width: number, height: number, body: () => void): void {
    const id = `c${++this.clips}`;
    this.elements.push(
      `<clipPath id="${id}"><rect x="${n(x)}" y="${n(y)}" width="${n(width)}" height="${n(height)}"/></clipPath>`,
      `<g clip-path="url(#${id})">`,
    );
    body();
    this.elements.push('</g>');
  }

  textWidth(text: string, size: number): number {
    return text.length * size * CHARACTER;
  }

  private fill(ink: Ink | null, alpha: number): string {
    if (ink === null) return ' fill="none"';
    return ` fill="${this.theme[ink]}"${alpha < 1 ? ` fill-opacity="${n(alpha)}"` : ''}`;
  }

  private stroke(stroke: Stroke | null): string {
    if (stroke === null) return '';
    const { ink, width, dash, alpha = 1 } = stroke;
    const dashes = dash === undefined ? '' : ` stroke-dasharray="${dash.join(' ')}"`;
    const opacity = alpha < 1 ? ` stroke-opacity="${n(alpha)}"` : '';
    return ` stroke="${this.theme[ink]}" stroke-width="${width}"${dashes}${opacity}`;
  }
}

/** Two digits are enough, and the same everywhere. */
function n(value: number | undefined): string {
  return String(Math.round((value ?? 0) * 100) / 100);
}
