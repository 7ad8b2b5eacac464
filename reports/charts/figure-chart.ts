/**
 * A figure as SVG: a place for each row along the bottom, an estimate of each series in it with its interval as a bar, and what
 * it is compared with as a dashed line. Colours and strokes come from the style of the page; shapes tell series apart without them.
 */
import type { Figure, FigurePoint, FigureSeries } from '../../sim/record/measure-result.ts';
import { commonReference, intervalText, numberText, referenceName, unitNames, valueText } from '../figure-cells.ts';
import { emptyTag, openTag, xmlText } from '../junit/xml.ts';
import { ticksTo } from './ticks.ts';

const WIDTH = 560;
const HEIGHT = 310;
const LEFT = 54;
const RIGHT = 14;
const TOP = 30;
const BOTTOM = 52;
const PLOT_WIDTH = WIDTH - LEFT - RIGHT;
const PLOT_HEIGHT = HEIGHT - TOP - BOTTOM;

/** Colours of series in the style of the page, `s0` onwards; shapes are as many as do not come round together. */
export const COLOURS = 7;
const SHAPES = 5;

interface Scales {
  x(row: number, series: number): number;
  y(value: number): number;
}

export function figureChart(figure: Figure): string {
  const ticks = figure.unit === 'probability' ? [0, 0.25, 0.5, 0.75, 1] : ticksTo(mostOf(figure));
  const scales = scalesOf(figure, ticks.at(-1) ?? 1);
  const title = `chart-${figure.id}`;
  return [
    openTag('svg', {
      class: 'chart',
      viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
      role: 'img',
      'aria-labelledby': `${title} ${title}-desc`,
    }),
    `${openTag('title', { id: title })}${xmlText(figure.title)}</title>`,
    `${openTag('desc', { id: `${title}-desc` })}${xmlText(description(figure))}</desc>`,
    ...axes(figure, ticks, scales),
    ...referenceLines(figure, scales),
    ...figure.series.map((series, i) => seriesMarks(figure, series, i, scales)),
    '</svg>',
  ].join('\n');
}

/** What names a series beside the chart: a piece of its line with its shape. */
export function seriesKey(index: number): string {
  return [
    openTag('svg', { class: `key s${index % COLOURS}`, viewBox: '0 0 32 16', 'aria-hidden': 'true' }),
    emptyTag('line', { class: 'line', x1: 1, y1: 8, x2: 31, y2: 8 }),
    shape(index, 16, 8),
    '</svg>',
  ].join('');
}

export function referenceKey(): string {
  return `<svg class="key" viewBox="0 0 32 16" aria-hidden="true">${emptyTag('line', { class: 'reference', x1: 1, y1: 8, x2: 31, y2: 8 })}</svg>`;
}

function description({ series, rows, rowsAre, unit, reference }: Figure): string {
  const names = series.map(({ name }) => name).join(', ');
  const compared = reference === null ? '' : ' Dashed lines are what it is compared with.';
  return (
    `Along the bottom ${rowsAre}: ${rows.join(', ')}. Upwards ${unitNames[unit]}. Series: ${names}. Bars are intervals.${compared} ` +
    'The numbers stand in the table that follows.'
  );
}

function mostOf({ series }: Figure): number {
  const numbers = series.flatMap(({ points }) =>
    points.flatMap((point) => (point === null ? [] : [point.value ?? 0, point.interval[1] ?? 0, point.reference ?? 0])),
  );
  return Math.max(0, ...numbers);
}

function scalesOf({ rows, series }: Figure, top: number): Scales {
  const band = PLOT_WIDTH / Math.max(1, rows.length);
  const step = Math.min(13, (band * 0.8) / Math.max(1, series.length));
  return {
    x: (row, index) => tidy(LEFT + band * (row + 0.5) + step * (index - (series.length - 1) / 2)),
    y: (value) => tidy(TOP + PLOT_HEIGHT * (1 - Math.min(1, value / top))),
  };
}

function tidy(value: number): number {
  return Math.round(value * 10) / 10;
}

function axes({ rows, rowsAre, unit, series }: Figure, ticks: readonly number[], { y }: Scales): string[] {
  const band = PLOT_WIDTH / Math.max(1, rows.length);
  const base = TOP + PLOT_HEIGHT;
  const text = (attributes: Readonly<Record<string, string | number>>, content: string): string =>
    `${openTag('text', attributes)}${xmlText(content)}</text>`;
  return [
    ...ticks.flatMap((tick) => [
      emptyTag('line', { class: tick === 0 ? 'axis' : 'grid', x1: LEFT, y1: y(tick), x2: WIDTH - RIGHT, y2: y(tick) }),
      text({ class: 'tick', x: LEFT - 8, y: y(tick) + 4.5, 'text-anchor': 'end' }, tickText(tick, unit)),
    ]),
    // Lines between the places of rows, where series stand side by side in each.
    ...(series.length < 2
      ? []
      : rows.slice(1).map((_, i) => {
          const x = tidy(LEFT + band * (i + 1));
          return emptyTag('line', { class: 'between', x1: x, y1: base, x2: x, y2: base + 5 });
        })),
    ...rows.map((row, i) =>
      text({ class: 'tick', x: tidy(LEFT + band * (i + 0.5)), y: base + 20, 'text-anchor': 'middle' }, row),
    ),
    text({ class: 'name', x: tidy(LEFT + PLOT_WIDTH / 2), y: HEIGHT - 10, 'text-anchor': 'middle' }, rowsAre),
    text({ class: 'name', x: 4, y: 16 }, unitNames[unit]),
  ];
}

function tickText(tick: number, unit: Figure['unit']): string {
  return unit === 'probability' ? String(tick) : numberText(tick, unit);
}

function referenceLines(figure: Figure, { x, y }: Scales): string[] {
  const common = commonReference(figure);
  if (common !== null && figure.unit !== 'probability') {
    const at = y(common);
    return [emptyTag('line', { class: 'reference', x1: LEFT, y1: at, x2: WIDTH - RIGHT, y2: at })];
  }
  return figure.series.map(({ points }, i) => {
    const known = points.flatMap((point, row) =>
      point === null || point.reference === null ? [] : [[x(row, i), y(point.reference)] as const],
    );
    const line = known.map(([px, py]) => `${px},${py}`).join(' ');
    const dashes = known.map(([px, py]) =>
      emptyTag('line', { class: 'expected', x1: px - 6, y1: py, x2: px + 6, y2: py }),
    );
    return `${openTag('g', { class: `s${i % COLOURS}` })}${known.length < 2 ? '' : emptyTag('polyline', { class: 'reference', points: line })}${dashes.join('')}</g>`;
  });
}

function seriesMarks(figure: Figure, { name, points }: FigureSeries, index: number, scales: Scales): string {
  const { x, y } = scales;
  const line = points
    .flatMap((point, row) => (point === null || point.value === null ? [] : [`${x(row, index)},${y(point.value)}`]))
    .join(' ');
  const marks = points.map((point, row) =>
    point === null || point.n === 0 ? '' : pointMark(figure, name, point, row, index, scales),
  );
  return [
    openTag('g', { class: `s${index % COLOURS}` }),
    line.includes(' ') ? emptyTag('polyline', { class: 'line', points: line }) : '',
    ...marks,
    '</g>',
  ].join('');
}

function pointMark(
  figure: Figure,
  name: string,
  point: FigurePoint,
  row: number,
  index: number,
  { x, y }: Scales,
): string {
  const at = x(row, index);
  const [low, high] = point.interval;
  const bottom = low === null ? y(0) : y(low);
  const top = high === null ? TOP - 6 : y(high);
  const cap = (py: number): string => emptyTag('line', { class: 'bar', x1: at - 3.5, y1: py, x2: at + 3.5, y2: py });
  // An open end goes on, with an arrow and without a cap.
  const arrow = emptyTag('polyline', {
    class: 'bar',
    points: `${at - 4},${top + 5} ${at},${top} ${at + 4},${top + 5}`,
  });
  return [
    '<g>',
    `<title>${xmlText(hover(figure, name, point, row))}</title>`,
    emptyTag('line', { class: 'bar', x1: at, y1: bottom, x2: at, y2: top }),
    low === null ? '' : cap(bottom),
    high === null ? arrow : cap(top),
    point.value === null ? '' : shape(index, at, y(point.value)),
    '</g>',
  ].join('');
}

function hover(figure: Figure, name: string, point: FigurePoint, row: number): string {
  const { unit, rows, rowsAre } = figure;
  const compared = point.reference === null ? '' : `; ${referenceName(figure)} ${numberText(point.reference, unit)}`;
  return `${name}, ${rowsAre} ${rows[row] ?? ''}: ${valueText(point, unit)} (${intervalText(point, unit)})${compared}`;
}

/** Circle, square, diamond, triangle, and triangle on its head. */
function shape(index: number, x: number, y: number): string {
  const polygon = (points: readonly (readonly [number, number])[]): string =>
    emptyTag('polygon', {
      class: 'mark',
      points: points.map(([dx, dy]) => `${tidy(x + dx)},${tidy(y + dy)}`).join(' '),
    });
  switch (index % SHAPES) {
    case 0:
      return emptyTag('circle', { class: 'mark', cx: x, cy: y, r: 4.5 });
    case 1:
      return emptyTag('rect', { class: 'mark', x: tidy(x - 4), y: tidy(y - 4), width: 8, height: 8 });
    case 2:
      return polygon([
        [0, -5.5],
        [5.5, 0],
        [0, 5.5],
        [-5.5, 0],
      ]);
    case 3:
      return polygon([
        [0, -5],
        [5, 4],
        [-5, 4],
      ]);
    default:
      return polygon([
        [0, 5],
        [5, -4],
        [-5, -4],
      ]);
  }
}
