/** Messages under way: a sign at the place where each is, its name beside it where there is room. */
import type { Painter } from '../../spacetime/painter.ts';
import { drawSign } from '../../spacetime/signs.ts';
import type { Ink } from '../../spacetime/inks.ts';
import { lineBetween, middleOf, type Flights, type Mark } from './flights.ts';
import { wordsBox, type Layout } from './layout.ts';
import { arrivalAside, strainedLines } from './paint-links.ts';
import type { Scene } from './scene.ts';
import { directionOf, head } from './strokes.ts';

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Names of one picture, at most. */
const NAMES_MOST = 40;
const NAME = { full: 11, compact: 10 } as const;
const HEIGHT = 14;

export function markRadius({ compact }: Layout): number {
  return compact ? 4.5 : 6;
}

export function paintMarks(painter: Painter, { marks }: Flights, layout: Layout): void {
  const r = markRadius(layout);
  for (const { x, y, dx, dy, sign, state, fresh } of marks) {
    if (state === 'moving') head(painter, x + dx * (r + 7), y + dy * (r + 7), dx, dy, 6, sign.ink);
    if (fresh) painter.circle(x, y, r + 4, null, { ink: 'selection', width: 1.6 });
    drawSign(painter, { ...sign, words: '' }, x, y, r);
    if (state === 'held') painter.rect(x - r - 4, y - r - 4, 2 * r + 8, 2 * r + 8, null, { ink: 'fault', width: 1.8 });
    if (state === 'stopped') {
      const [px, py] = [x + dx * (r + 5), y + dy * (r + 5)];
      painter.lines([px - dy * 6, py + dx * 6, px + dy * 6, py - dx * 6], { ink: 'fault', width: 2 });
    }
  }
}

function paintCount(painter: Painter, x: number, y: number, count: number): void {
  const text = String(count);
  const half = painter.textWidth(text, 9.5) / 2 + 4;
  painter.rect(x - half, y - 6.5, 2 * half, 13, 'text', { ink: 'page', width: 1 });
  painter.text(x, y + 0.5, text, { ink: 'page', size: 9.5, anchor: 'middle', bold: true });
}

interface Named {
  readonly label: string;
  readonly x: number;
  readonly y: number;
  readonly dx: number;
  readonly dy: number;
  readonly bold: boolean;
  readonly count: number;
  readonly ink?: Ink;
  /** The higher ones find room first. */
  readonly weight: number;
}

/**
 * Of several that are one mark and have no name, at least how many they are. `isChosen`: pointed at or selected; its name stands
 * there whatever it covers.
 */
export function paintNames(
  painter: Painter,
  scene: Scene,
  flights: Flights,
  layout: Layout,
  isChosen: (mark: Mark) => boolean,
): void {
  const size = NAME[layout.compact ? 'compact' : 'full'];
  const taken: Box[] = [...occupied(layout), ...flights.marks.map((mark) => boxOfMark(mark, layout))];
  const named = [...namesOf(flights, isChosen), ...arrivalName(scene, layout), ...forceNames(scene, layout)];
  named.sort((a, b) => b.weight - a.weight);
  named.forEach((name, i) => {
    const width = painter.textWidth(name.label, size) * (name.bold ? 1.06 : 1) + 6;
    const places = candidates(name, width, layout);
    const free = i >= NAMES_MOST ? undefined : places.find((box) => !taken.some((other) => overlap(box, other)));
    const box = free ?? (name.weight >= CHOSEN ? places[0] : undefined);
    if (box === undefined) {
      if (name.count > 1)
        paintCount(painter, name.x + markRadius(layout) + 3, name.y - markRadius(layout) - 3, name.count);
      return;
    }
    painter.rect(box.x, box.y, box.width, box.height, 'page', null, 0.86);
    painter.text(box.x + 3, box.y + box.height / 2, name.label, { ink: name.ink ?? 'text', size, bold: name.bold });
    taken.push(box);
  });
}

const CHOSEN = 100;

function namesOf({ marks }: Flights, isChosen: (mark: Mark) => boolean): Named[] {
  return marks.map((mark) => {
    const { messages, x, y, dx, dy, fresh, state } = mark;
    const chosen = isChosen(mark);
    const idle = messages.every(({ type }) => type === 'PING');
    const weight = chosen
      ? CHOSEN
      : (fresh ? 40 : 0) + (state === 'moving' ? 0 : 10) + (idle ? -20 : 0) - messages.length;
    const label = state === 'moving' ? mark.label : `${mark.label} ${state === 'held' ? '(held)' : '(waits)'}`;
    return { label, x, y, dx, dy, bold: chosen || fresh, count: messages.length, weight };
  });
}

function arrivalName({ arrived }: Scene, layout: Layout): Named[] {
  if (arrived === null) return [];
  const line = lineBetween(layout, arrived.from, arrived.to, arrivalAside(layout, arrived.from, arrived.to));
  if (line === null) return [];
  const [dx, dy] = directionOf(line);
  const [x, y] = [line.x1 + (line.x2 - line.x1) * 0.78, line.y1 + (line.y2 - line.y1) * 0.78];
  const label = arrived.text.length > 34 ? `${arrived.text.slice(0, 33)}…` : arrived.text;
  return [{ label, x, y, dx, dy, bold: true, count: 1, weight: 60 }];
}

function forceNames(scene: Scene, layout: Layout): Named[] {
  return strainedLines(scene, layout).map(({ force, line }) => {
    const { x, y } = middleOf(line);
    const [dx, dy] = directionOf(line);
    return { label: force.words, x, y, dx, dy, bold: true, count: 1, ink: 'fault', weight: 30 };
  });
}

/** Right of the way, left of it, ahead and behind. */
function candidates({ x, y, dx, dy }: Named, width: number, layout: Layout): Box[] {
  const [px, py] = [-dy, dx];
  const boxes: Box[] = [];
  for (const [side, along] of [
    [1, 0],
    [-1, 0],
    [1, -0.8],
    [-1, -0.8],
    [1, 0.8],
    [-1, 0.8],
  ] as const) {
    const reach = 11 + (Math.abs(px) * width + Math.abs(py) * HEIGHT) / 2;
    const cx = x + px * side * reach + dx * along * 30;
    const cy = y + py * side * reach + dy * along * 30;
    boxes.push({ x: cx - width / 2, y: cy - HEIGHT / 2, width, height: HEIGHT });
  }
  return boxes.filter(
    (box) =>
      box.x >= 1 && box.y >= 1 && box.x + box.width <= layout.width - 1 && box.y + box.height <= layout.height - 1,
  );
}

function occupied({ servers, clients }: Layout): Box[] {
  return [
    ...[...servers.values()].flatMap((place) => [around(place.x, place.y, place.r), wordsBox(place)]),
    ...[...clients.values()].map(({ x, y, r }) => around(x, y, r + 4)),
  ];
}

function boxOfMark({ x, y }: Mark, layout: Layout): Box {
  return around(x, y, markRadius(layout));
}

function around(x: number, y: number, r: number): Box {
  return { x: x - r, y: y - r, width: 2 * r, height: 2 * r };
}

function overlap(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}
