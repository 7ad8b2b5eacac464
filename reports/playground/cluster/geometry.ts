/** Points and segments: what lies near, what crosses. */

/** From a point to the nearest one of a segment. */
export function distanceToSegment(x: number, y: number, x1: number, y1: number, x2: number, y2: number): number {
  const [dx, dy] = [x2 - x1, y2 - y1];
  const square = dx * dx + dy * dy;
  const share = square === 0 ? 0 : Math.max(0, Math.min(1, ((x - x1) * dx + (y - y1) * dy) / square));
  return Math.hypot(x - x1 - dx * share, y - y1 - dy * share);
}

/** Whether two segments have a point in common; ends count. */
export function segmentsCross(
  [ax, ay, bx, by]: readonly [number, number, number, number],
  [cx, cy, dx, dy]: readonly [number, number, number, number],
): boolean {
  const side = (px: number, py: number, qx: number, qy: number, x: number, y: number): number =>
    (qx - px) * (y - py) - (qy - py) * (x - px);
  const [a, b] = [side(cx, cy, dx, dy, ax, ay), side(cx, cy, dx, dy, bx, by)];
  const [c, d] = [side(ax, ay, bx, by, cx, cy), side(ax, ay, bx, by, dx, dy)];
  if (a === 0 && b === 0) {
    // On one line: they meet if their shadows do.
    const meet = (p: number, q: number, r: number, s: number): boolean =>
      Math.max(Math.min(p, q), Math.min(r, s)) <= Math.min(Math.max(p, q), Math.max(r, s));
    return meet(ax, bx, cx, dx) && meet(ay, by, cy, dy);
  }
  return a * b <= 0 && c * d <= 0;
}
