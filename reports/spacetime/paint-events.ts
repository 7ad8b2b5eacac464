/** Messages and marks, each by itself while there are few of them, and as a density when there are many. */
import { markKinds, rowKinds } from '../../sim/record/event-columns.ts';
import type { Ink } from './inks.ts';
import type { Painter } from './painter.ts';
import { isBright, plotWidth, visibleRange, xOf, type Picture } from './picture.ts';
import { drawSign, markSigns } from './signs.ts';
import type { TraceView } from './trace-view.ts';
import { positionOf } from './viewport.ts';

/** Marks of one frame, at most. */
export const MARKS_MOST = 1500;
/** Beside a density only the heavy ones are drawn, so many at most. */
const HEAVY_MOST = 300;
/** Arrow heads and names of messages need room. */
const HEADS_MOST = 500;
const NAMES_MOST = 70;
/** Pixels for each name. */
const ROOM = 15;
/** Events of which nobody tells anything are drawn when there are few. */
const INNER_MOST = 500;
const PALE = 0.16;
/** Pixels of one column of the density. */
const COLUMN = 3;

const MESSAGE = rowKinds.indexOf('message');
const CUT = rowKinds.indexOf('cut');

export type DrawnAs = 'events' | 'density';

/** Single events or their density, and how many marks it took. */
export function paintEvents(painter: Painter, picture: Picture): { readonly as: DrawnAs; readonly marks: number } {
  const [first, last] = visibleRange(picture);
  const count = (picture.shownBefore[last] as number) - (picture.shownBefore[first] as number);
  const { told, telling } = countTelling(picture, first, last, count);
  if (told > MARKS_MOST) {
    paintDensity(painter, picture, first, last, () => true);
    return { as: 'density', marks: paintHeavy(painter, picture, first, last) };
  }
  if (picture.view.trace.cut > 0) paintDensity(painter, picture, first, last, (event) => isCut(picture.view, event));
  paintMessages(painter, picture, first, last);
  paintUnarrived(painter, picture, first, last);
  return { as: 'events', marks: paintMarks(painter, picture, first, last, telling) };
}

/** Where few events are shown all of them are drawn, else those that are messages or tell something. */
function countTelling(
  picture: Picture,
  first: number,
  last: number,
  count: number,
): { told: number; telling: boolean } {
  if (count <= INNER_MOST) return { told: count, telling: false };
  let told = 0;
  for (let i = first; i < last && told <= MARKS_MOST; i++) if (picture.shown[i] === 1 && tells(picture.view, i)) told++;
  return { told, telling: true };
}

function tells({ columns }: TraceView, event: number): boolean {
  return columns.kind[event] === MESSAGE || (columns.told[event] as number) > 0;
}

function isCut({ columns }: TraceView, event: number): boolean {
  return columns.kind[event] === CUT;
}

function paintDensity(
  painter: Painter,
  picture: Picture,
  first: number,
  last: number,
  counted: (event: number) => boolean,
): void {
  const { layout, view, viewport, shown } = picture;
  const { process } = view.columns;
  const columns = Math.ceil(plotWidth(picture) / COLUMN) + 1;
  const perColumn = ((viewport.to - viewport.from) / plotWidth(picture)) * COLUMN;
  // One strip of bins for each process, the pale ones first.
  const bins = new Uint32Array(2 * layout.byProcess.length * columns);
  let most = 1;
  for (let i = first; i < last; i++) {
    const who = process[i] as number;
    if (who < 0 || shown[i] !== 1 || !counted(i)) continue;
    const column = Math.floor((positionOf(view, viewport.axis, i) - viewport.from) / perColumn);
    if (column < 0 || column >= columns) continue;
    const strip = 2 * who + (isBright(picture, i) ? 1 : 0);
    const value = ++(bins[strip * columns + column] as number);
    if (value > most) most = value;
  }
  for (let strip = 0; strip < 2 * layout.byProcess.length; strip++) {
    const lane = layout.byProcess[strip >> 1];
    if (lane === undefined) continue;
    const alpha = strip % 2 === 0 ? PALE : 0.6;
    for (let column = 0; column < columns; column++) {
      const value = bins[strip * columns + column] as number;
      if (value === 0) continue;
      const height = Math.max(2, (value / most) * (2 * lane.half - 6));
      painter.rect(layout.gutter + column * COLUMN, lane.y - height / 2, COLUMN - 0.5, height, 'message', null, alpha);
    }
  }
}

function paintHeavy(painter: Painter, picture: Picture, first: number, last: number): number {
  const { view } = picture;
  const heavy: number[] = [];
  for (let i = first; i < last; i++)
    if (picture.shown[i] === 1 && (view.columns.weight[i] as number) >= 3) heavy.push(i);
  const every = Math.max(1, Math.ceil(heavy.length / HEAVY_MOST));
  let drawn = 0;
  for (let at = 0; at < heavy.length; at += every) if (paintMark(painter, picture, heavy[at] as number, 5)) drawn++;
  return drawn;
}

function paintMarks(painter: Painter, picture: Picture, first: number, last: number, telling: boolean): number {
  const spacing = plotWidth(picture) / Math.max(1, last - first);
  const radius = Math.max(3.2, Math.min(6, spacing * 2));
  let drawn = 0;
  for (let i = first; i < last; i++) {
    if (picture.shown[i] !== 1 || (telling && !tells(picture.view, i))) continue;
    if (paintMark(painter, picture, i, radius)) drawn++;
  }
  return drawn;
}

function paintMark(painter: Painter, picture: Picture, event: number, radius: number): boolean {
  const { view, layout } = picture;
  const lane = layout.byProcess[view.columns.process[event] as number];
  if (lane === undefined) return false;
  const weight = view.columns.weight[event] as number;
  const sign = markSigns[markKinds[view.columns.mark[event] as number] ?? 'none'];
  const alpha = isBright(picture, event) ? 1 : PALE;
  const size = weight >= 3 ? radius * 1.15 : weight === 2 ? radius : radius * (weight === 1 ? 0.8 : 0.5);
  drawSign(painter, sign, xOf(picture, event), lane.y, size, alpha);
  return true;
}

type Arrows = Record<'bright' | 'pale' | 'under way', number[]>;

function paintMessages(painter: Painter, picture: Picture, first: number, last: number): void {
  const { view } = picture;
  const byInk = new Map<Ink, Arrows>();
  const heads: {
    readonly ink: Ink;
    readonly line: readonly [number, number, number, number];
    readonly event: number;
  }[] = [];
  // A message that arrives behind the right edge may have been sent before it.
  const until = Math.min(view.length, last + (last - first));
  for (let i = first; i < until; i++) {
    if (view.columns.kind[i] !== MESSAGE || picture.shown[i] !== 1) continue;
    const sent = view.columns.cause[i] as number;
    if (sent < 0 || (i >= last && sent >= last)) continue;
    const from = picture.layout.byProcess[view.columns.peer[i] as number];
    const to = picture.layout.byProcess[view.columns.process[i] as number];
    if (from === undefined || to === undefined) continue;
    const ink = inkOf(view.messageType(i));
    const line = [xOf(picture, sent), from.y, xOf(picture, i), to.y] as const;
    const arrows = byInk.get(ink) ?? { bright: [], pale: [], 'under way': [] };
    byInk.set(ink, arrows);
    const bright = isBright(picture, i) && isBright(picture, sent);
    const underWay = sent < picture.cursor && i > picture.cursor;
    arrows[!bright ? 'pale' : underWay ? 'under way' : 'bright'].push(...line);
    if (bright && heads.length <= HEADS_MOST) heads.push({ ink, line, event: i });
  }
  for (const [ink, { bright, pale, 'under way': underWay }] of byInk) {
    const dash = ink === 'election' ? { dash: [5, 3] } : {};
    if (pale.length > 0) painter.lines(pale, { ink, width: 1, alpha: PALE, ...dash });
    if (bright.length > 0) painter.lines(bright, { ink, width: 1.1, alpha: 0.85, ...dash });
    if (underWay.length > 0) painter.lines(underWay, { ink: 'selection', width: 1.4, dash: [2, 3] });
  }
  if (heads.length <= HEADS_MOST) for (const { ink, line } of heads) paintHead(painter, line, ink);
  if (heads.length <= Math.min(NAMES_MOST, plotWidth(picture) / ROOM)) paintMessageNames(painter, picture, heads);
}

function inkOf(type: string): Ink {
  if (type === 'NOTIFICATION' || type === 'INITIAL') return 'election';
  if (type === 'CONNECT' || type === 'CONNECTED' || type === 'REPLY' || type === 'EVENT') return 'client';
  return 'message';
}

function paintHead(painter: Painter, [x1, y1, x2, y2]: readonly [number, number, number, number], ink: Ink): void {
  const length = Math.sqrt((x2 - x1) * (x2 - x1) + (y2 - y1) * (y2 - y1));
  if (length < 16) return;
  const [dx, dy] = [(x2 - x1) / length, (y2 - y1) / length];
  // Before the mark it points at.
  const [tx, ty] = [x2 - dx * 6, y2 - dy * 6];
  painter.polygon(
    [tx, ty, tx - dx * 7 - dy * 3.2, ty - dy * 7 + dx * 3.2, tx - dx * 7 + dy * 3.2, ty - dy * 7 - dx * 3.2],
    ink,
    null,
  );
}

/** Elections are many alike. */
const VOTES_NAMED = 10;
/** Of these everybody sees what they are. */
const UNNAMED: readonly string[] = ['INITIAL', 'CONNECT', 'CONNECTED', 'PING'];

/** Beside the middle of its arrow, where no other name is. */
function paintMessageNames(
  painter: Painter,
  picture: Picture,
  heads: readonly { readonly line: readonly [number, number, number, number]; readonly event: number }[],
): void {
  const taken: { x: number; y: number; width: number }[] = [];
  const votes = heads.filter(({ event }) => picture.view.messageType(event) === 'NOTIFICATION').length;
  for (const { line, event } of heads) {
    const [x1, y1, x2, y2] = line;
    const type = picture.view.messageType(event);
    const what = picture.view.what(event);
    const zxid = /\b[0-9]+:[0-9a-f]+\b/.exec(what)?.[0] ?? '';
    if (UNNAMED.includes(type) || (type === 'NOTIFICATION' && votes > VOTES_NAMED)) continue;
    const label = zxid === '' || zxid === '0:0' ? type : `${type} ${zxid}`;
    const width = painter.textWidth(label, 10.5);
    for (const share of [0.5, 0.35, 0.65, 0.22, 0.78]) {
      const x = x1 + (x2 - x1) * share + 6;
      const y = y1 + (y2 - y1) * share;
      if (x < picture.layout.gutter || x + width > picture.width) continue;
      const nearLane = picture.layout.lanes.some(
        (lane) => Math.abs(lane.y - y) < 9 || Math.abs(lane.y + lane.half - 7 - y) < 11,
      );
      const overlaps = taken.some(
        (other) => Math.abs(other.y - y) < 12 && x < other.x + other.width && other.x < x + width,
      );
      if (nearLane || overlaps) continue;
      painter.rect(x - 2, y - 6.5, width + 4, 13, 'page', null, 0.82);
      painter.text(x, y, label, { ink: 'text', size: 10.5 });
      taken.push({ x: x - 4, y, width: width + 8 });
      break;
    }
  }
}

/** An arrow that ends on its way. */
function paintUnarrived(painter: Painter, picture: Picture, first: number, last: number): void {
  const { view, layout } = picture;
  for (const { event, from, to } of view.trace.unarrived) {
    if (event < first || event >= last) continue;
    const [lane, goal] = [layout.byProcess[from], layout.byProcess[to]];
    if (lane === undefined || goal === undefined) continue;
    const x = xOf(picture, event);
    const alpha = isBright(picture, event) ? 0.9 : PALE;
    const y = lane.y + (goal.y - lane.y) * 0.45;
    painter.lines([x, lane.y, x + 9, y], { ink: 'message', width: 1.1, dash: [3, 3], alpha });
    painter.lines([x + 6, y - 3, x + 12, y + 3, x + 6, y + 3, x + 12, y - 3], { ink: 'fault', width: 1.6, alpha });
  }
}
