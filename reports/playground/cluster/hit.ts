/** What somebody points at. */
import { cutLine, type Flights, type Mark } from './flights.ts';
import { distanceToSegment } from './geometry.ts';
import type { Layout } from './layout.ts';
import { markRadius } from './paint-messages.ts';
import type { Scene } from './scene.ts';

export type Target =
  | { readonly kind: 'server' | 'client'; readonly id: string }
  /** Several messages that are one mark. */
  | { readonly kind: 'messages'; readonly addresses: readonly string[] }
  | { readonly kind: 'link'; readonly from: string; readonly to: string }
  | { readonly kind: 'ground' };

/** Around small things; a finger needs more than a mouse. */
const REACH = { mouse: 5, touch: 14 } as const;

export function hit(
  scene: Scene,
  layout: Layout,
  flights: Flights,
  x: number,
  y: number,
  by: keyof typeof REACH,
): Target {
  const reach = REACH[by];
  const mark = nearestMark(flights.marks, x, y, markRadius(layout) + reach);
  if (mark !== null) return { kind: 'messages', addresses: mark.messages.map(({ address }) => address) };
  for (const [id, place] of layout.clients) {
    if (Math.hypot(place.x - x, place.y - y) <= place.r + reach) return { kind: 'client', id };
  }
  for (const [id, place] of layout.servers) {
    if (Math.hypot(place.x - x, place.y - y) <= place.r + 3) return { kind: 'server', id };
  }
  return linkAt(scene, layout, flights, x, y, reach) ?? { kind: 'ground' };
}

function nearestMark(marks: readonly Mark[], x: number, y: number, reach: number): Mark | null {
  let [best, least]: [Mark | null, number] = [null, reach];
  for (const mark of marks) {
    const distance = Math.hypot(mark.x - x, mark.y - y);
    if (distance <= least) [best, least] = [mark, distance];
  }
  return best;
}

/** Lines that are drawn: in use, cut, or of somebody who follows. */
function linkAt(scene: Scene, layout: Layout, { lines }: Flights, x: number, y: number, reach: number): Target | null {
  const drawn = [
    ...lines,
    ...scene.cuts.flatMap((cut) => {
      const line = cutLine(layout, cut);
      return line === null ? [] : [{ from: cut.from, to: cut.to, line }];
    }),
    ...scene.follows.flatMap(({ learner, leader }) => {
      const line = cutLine(layout, { from: learner, to: leader, both: true });
      return line === null ? [] : [{ from: learner, to: leader, line }];
    }),
  ];
  let [best, least]: [Target | null, number] = [null, reach];
  for (const { from, to, line } of drawn) {
    const distance = distanceToSegment(x, y, line.x1, line.y1, line.x2, line.y2);
    if (distance < least) [best, least] = [{ kind: 'link', from, to }, distance];
  }
  return best;
}
