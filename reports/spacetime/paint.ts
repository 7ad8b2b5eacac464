/** A whole picture, and the strip below it that shows where it is in the run. */
import { rowKinds } from '../../sim/record/event-columns.ts';
import type { Painter } from './painter.ts';
import { paintEvents, type DrawnAs } from './paint-events.ts';
import { paintBand, paintCursor, paintFaults, paintNames, paintOperations, paintStays } from './paint-lanes.ts';
import { plotWidth, xOf, xOfPosition, type Picture } from './picture.ts';
import { drawSign } from './signs.ts';
import { positionOf, type Viewport } from './viewport.ts';

export interface Painted {
  readonly as: DrawnAs;
  readonly marks: number;
}

export function paintPicture(painter: Painter, picture: Picture): Painted {
  const { layout, width } = picture;
  painter.rect(0, 0, width, layout.height, 'page', null);
  let painted: Painted = { as: 'events', marks: 0 };
  paintAxis(painter, picture);
  painter.clip(layout.gutter - 8, 0, width - layout.gutter + 8, layout.height, () => {
    paintBand(painter, picture);
    paintStays(painter, picture);
    paintFaults(painter, picture);
    paintOperations(painter, picture);
    painted = paintEvents(painter, picture);
    paintFound(painter, picture);
    paintCursor(painter, picture);
  });
  paintNames(painter, picture);
  paintBandName(painter, picture);
  return painted;
}

function paintBandName(painter: Painter, { layout }: Picture): void {
  const narrow = layout.gutter < 60;
  painter.text(layout.gutter - 20, layout.band / 2 + 2, narrow ? '★' : 'leader', {
    ink: 'faint',
    size: 11.5,
    anchor: 'end',
  });
}

/** The failure, and the first wrong step where it is another event. */
function paintFound(painter: Painter, picture: Picture): void {
  for (const event of new Set([picture.firstWrong, picture.failure])) {
    if (event < 0 || event >= picture.view.length) continue;
    const x = xOf(picture, event);
    const lane = picture.layout.byProcess[picture.view.columns.process[event] as number];
    const { band, height } = picture.layout;
    const isFailure = event === picture.failure;
    painter.lines([x, band, x, height - 22], {
      ink: 'violation',
      width: isFailure ? 2 : 1.5,
      dash: isFailure ? [6, 3] : [2, 4],
      alpha: 0.8,
    });
    const y = lane?.y ?? band + 10;
    if (isFailure) drawSign(painter, { shape: 'bang', ink: 'violation', words: '' }, x, y, 5);
    else painter.text(x + 4, band + 8, '⚠ first wrong step', { ink: 'violation', size: 11, bold: true });
  }
}

/** Distances that a reader counts in. */
const STEPS = [1, 2, 5] as const;
const TICK_APART = 86;

function paintAxis(painter: Painter, picture: Picture): void {
  const { viewport, layout } = picture;
  const { from, to, axis } = viewport;
  const step = tickStep(((to - from) / plotWidth(picture)) * TICK_APART);
  const y = layout.height - 12;
  for (let at = Math.ceil(from / step) * step; at <= to; at += step) {
    const x = xOfPosition(picture, at);
    painter.lines([x, layout.band, x, layout.height - 22], { ink: 'grid', width: 1 });
    painter.text(x, y, axis === 'time' ? timeLabel(at, step) : String(at), {
      ink: 'faint',
      size: 11,
      anchor: 'middle',
    });
  }
}

/** The least of 1, 2, 5, 10, 20 … that is not below. */
export function tickStep(least: number): number {
  for (let scale = 1; ; scale *= 10) for (const step of STEPS) if (step * scale >= least) return step * scale;
}

/** As many digits as the distance between two ticks needs. */
export function timeLabel(us: number, step: number): string {
  const digits =
    step >= 1_000_000 ? 0 : step >= 100_000 ? 1 : step >= 10_000 ? 2 : step >= 1000 ? 3 : step >= 100 ? 4 : 6;
  return `${(us / 1e6).toFixed(digits)} s`;
}

// --- the overview -----------------------------------------------------------------------------------------------

export const OVERVIEW_HEIGHT = 46;
const BUCKETS = 2048;

/** The density of the whole run; it is drawn once, and `paintBrush` over it. */
export function paintOverview(painter: Painter, picture: Picture, whole: Viewport): void {
  const { view, shown, width, layout } = picture;
  const plot = plotWidth(picture);
  painter.rect(0, 0, width, OVERVIEW_HEIGHT, 'page', null);
  const buckets = Math.max(1, Math.min(BUCKETS, Math.ceil(plot / 2), Math.ceil(view.length / 3)));
  const counts = new Uint32Array(buckets);
  let most = 1;
  for (let i = 0; i < view.length; i++) {
    if (shown[i] !== 1 && view.columns.kind[i] !== CUT) continue;
    const share = (positionOf(view, whole.axis, i) - whole.from) / (whole.to - whole.from);
    const bucket = Math.min(buckets - 1, Math.floor(share * buckets));
    const value = ++(counts[bucket] as number);
    if (value > most) most = value;
  }
  for (let bucket = 0; bucket < buckets; bucket++) {
    const value = counts[bucket] as number;
    if (value === 0) continue;
    const height = Math.max(1.5, Math.sqrt(value / most) * (OVERVIEW_HEIGHT - 14));
    painter.rect(
      layout.gutter + (bucket / buckets) * plot,
      OVERVIEW_HEIGHT - 4 - height,
      Math.max(1, plot / buckets),
      height,
      'message',
      null,
      0.7,
    );
  }
  const x = (event: number): number =>
    layout.gutter + ((positionOf(view, whole.axis, event) - whole.from) / (whole.to - whole.from)) * plot;
  for (const fault of view.trace.faults) {
    if (fault.ends >= 0) continue;
    painter.polygon([x(fault.event), 2, x(fault.event) + 4, 9, x(fault.event) - 4, 9], 'fault', null);
  }
  for (const span of view.trace.spans) {
    if (span.role === 'L' && span.serving)
      drawSign(painter, { shape: 'star', ink: 'leading', words: '' }, x(span.event), 6, 4);
  }
  if (picture.failure >= 0)
    painter.lines([x(picture.failure), 0, x(picture.failure), OVERVIEW_HEIGHT - 4], { ink: 'violation', width: 2.5 });
}

const CUT = rowKinds.indexOf('cut');

/** What of it the picture above shows. */
export function paintBrush(painter: Painter, picture: Picture, whole: Viewport): void {
  const { viewport, layout, cursor, view } = picture;
  const plot = plotWidth(picture);
  const at = (position: number): number => layout.gutter + ((position - whole.from) / (whole.to - whole.from)) * plot;
  const [from, to] = [at(viewport.from), at(viewport.to)];
  painter.rect(
    from,
    1,
    Math.max(4, to - from),
    OVERVIEW_HEIGHT - 3,
    'selection',
    { ink: 'selection', width: 1.5 },
    0.12,
  );
  if (cursor < 0) return;
  const x = at(positionOf(view, whole.axis, cursor));
  painter.lines([x, 0, x, OVERVIEW_HEIGHT - 3], { ink: 'selection', width: 1.5 });
}
