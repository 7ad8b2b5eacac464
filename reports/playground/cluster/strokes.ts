/** Shapes that a painter does not have: arcs, arrow heads, tears, all made of lines. */
import type { Painter, Stroke } from '../../spacetime/painter.ts';
import type { Ink } from '../../spacetime/inks.ts';
import type { Line } from './flights.ts';

/** Radians of an arc that one line covers. */
const STEP = 0.2;

/** From the top on, clockwise, in turns: 0 to 1 is the whole circle. */
export function arc(x: number, y: number, r: number, from: number, to: number): number[] {
  const [a, b] = [from * 2 * Math.PI, to * 2 * Math.PI];
  const steps = Math.max(1, Math.ceil(Math.abs(b - a) / STEP));
  const segments: number[] = [];
  for (let i = 0; i < steps; i++) {
    const [p, q] = [a + ((b - a) * i) / steps, a + ((b - a) * (i + 1)) / steps];
    segments.push(x + r * Math.sin(p), y - r * Math.cos(p), x + r * Math.sin(q), y - r * Math.cos(q));
  }
  return segments;
}

/** With its tip at a point, looking along a direction of length 1. */
export function head(
  painter: Painter,
  x: number,
  y: number,
  dx: number,
  dy: number,
  size: number,
  ink: Ink,
  alpha = 1,
): void {
  const half = size * 0.5;
  painter.polygon(
    [x, y, x - dx * size - dy * half, y - dy * size + dx * half, x - dx * size + dy * half, y - dy * size - dx * half],
    ink,
    null,
    alpha,
  );
}

export function directionOf({ x1, y1, x2, y2 }: Line): readonly [number, number] {
  const length = Math.hypot(x2 - x1, y2 - y1);
  return length < 1e-6 ? [1, 0] : [(x2 - x1) / length, (y2 - y1) / length];
}

/** Across a line at a point, like the edge of torn paper. */
export function tear(x: number, y: number, dx: number, dy: number, size: number): number[] {
  const [px, py] = [-dy, dx];
  const corner = (i: number): readonly [number, number] => {
    const along = (i % 2 === 0 ? -1 : 1) * size * 0.2;
    const across = (i / 4 - 0.5) * 2 * size;
    return [x + px * across + dx * along, y + py * across + dy * along];
  };
  return [0, 1, 2, 3].flatMap((i) => [...corner(i), ...corner(i + 1)]);
}

/** A line through all points. */
export function polyline(painter: Painter, points: readonly number[], stroke: Stroke): void {
  const segments: number[] = [];
  for (let i = 0; i + 3 < points.length; i += 2) {
    segments.push(points[i] as number, points[i + 1] as number, points[i + 2] as number, points[i + 3] as number);
  }
  painter.lines(segments, stroke);
}
