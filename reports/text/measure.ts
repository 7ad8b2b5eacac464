/** Measurements as text: for each figure a table of estimates, each with its interval and what it is compared with. */
import type { Figure, FigurePoint, MeasureFinding, MeasureResult } from '../../sim/record/measure-result.ts';
import {
  commonReference,
  intervalText,
  measureLine,
  methodText,
  numberText,
  referenceName,
  referenceText,
  settingTexts,
  unitNames,
  valueText,
} from '../figure-cells.ts';
import type { Palette } from '../palette.ts';
import { columns, count, wrap } from './layout.ts';

const WIDTH = 100;
/** Findings to print before the rest is only counted. */
const FINDINGS_MAX = 10;

export function measureText(result: MeasureResult, palette: Palette): string[] {
  const { version, questions, findings, confidence, timing } = result;
  return [
    `zabsim ${version}  measure`,
    ...settingTexts(result).flatMap((text) => sentence(text, '  ')),
    `  again: ${measureLine(result)}`,
    ...questions.flatMap(({ name, title, about, figures }) => [
      '',
      palette.strong(`${name}: ${title}`),
      ...about.flatMap((text) => sentence(text, '  ').map(palette.faint)),
      ...figures.flatMap((figure) => ['', ...figureLines(figure, confidence, palette)]),
    ]),
    ...findingLines(findings, palette),
    '',
    palette.faint(`${count(timing.jobs, 'job')}  wall ${(timing.wallMs / 1000).toFixed(1)} s`),
  ];
}

function figureLines(figure: Figure, confidence: number, palette: Palette): string[] {
  const reference = referenceText(figure);
  const unit = figure.unit === 'ms' ? `, in ${unitNames.ms}` : '';
  return [
    palette.strong(`  ${figure.title}${unit}`),
    ...tableLines(figure, palette),
    ...[methodText(figure, confidence), ...(reference === null ? [] : [reference]), ...figure.notes]
      .flatMap((text) => sentence(text, '    '))
      .map(palette.faint),
  ];
}

/**
 * Estimates and intervals side by side where they fit, else below each other; series that do not fit beside the others
 * have a table below theirs.
 */
function tableLines(figure: Figure, palette: Palette): string[] {
  const wide = tableOf(figure, true);
  if (fits(wide)) return painted(wide, palette);
  for (let size = figure.series.length; size > 1; size--) {
    const tables = inParts(figure, size).map((part) => tableOf(part, false));
    if (tables.every(fits)) return tables.flatMap((table) => painted(table, palette));
  }
  return inParts(figure, 1).flatMap((part) => painted(tableOf(part, false), palette));
}

/** The same figure with so many of its series at a time. */
function inParts(figure: Figure, size: number): Figure[] {
  const count = Math.ceil(figure.series.length / size);
  return Array.from({ length: count }, (_, i) => ({
    ...figure,
    series: figure.series.slice(i * size, (i + 1) * size),
  }));
}

interface TableLine {
  readonly text: string;
  readonly strong: boolean;
}

function tableOf(figure: Figure, sideBySide: boolean): TableLine[] {
  const rows = tableRows(figure, sideBySide);
  const texts = columns(
    rows.map(({ cells }) => cells),
    rightColumns(figure),
  );
  return texts.map((text, i) => ({ text: `    ${text}`, strong: rows[i]?.strong === true }));
}

function fits(table: readonly TableLine[]): boolean {
  return table.every(({ text }) => text.length <= WIDTH);
}

function painted(table: readonly TableLine[], palette: Palette): string[] {
  return table.map(({ text, strong }) => (strong ? text : palette.faint(text)));
}

function rightColumns({ series }: Figure): number[] {
  return series.map((_, i) => i + 1);
}

interface TableRow {
  readonly cells: readonly string[];
  readonly strong: boolean;
}

function tableRows(figure: Figure, sideBySide: boolean): TableRow[] {
  const { series, rows, unit, rowsAre } = figure;
  const each = (i: number, of: (point: FigurePoint) => string): string[] =>
    series.map(({ points }) => {
      const point = points[i] ?? null;
      return point === null ? '' : of(point);
    });
  const compared = figure.reference !== null && commonReference(figure) === null;
  const reference = ({ reference: value }: FigurePoint): string =>
    value === null ? '' : `= ${numberText(value, unit)}`;
  const body = rows.flatMap((name, i): TableRow[] => [
    ...(sideBySide
      ? [
          {
            cells: [name, ...each(i, (point) => `${valueText(point, unit)} (${intervalText(point, unit)})`)],
            strong: true,
          },
        ]
      : [
          { cells: [name, ...each(i, (point) => valueText(point, unit))], strong: true },
          { cells: ['', ...each(i, (point) => intervalText(point, unit))], strong: false },
        ]),
    ...(compared ? [{ cells: [`  ${referenceName(figure)}`, ...each(i, reference)], strong: false }] : []),
  ]);
  return [{ cells: [rowsAre, ...series.map(({ name }) => name)], strong: true }, ...body];
}

function findingLines(findings: readonly MeasureFinding[], palette: Palette): string[] {
  if (findings.length === 0) return [];
  const shown = findings.slice(0, FINDINGS_MAX);
  return [
    '',
    palette.bad(`${count(findings.length, 'run')} in which a check found something, left out above`),
    ...shown.map(({ question, variant, voters, seed, verdict, check, message }) =>
      palette.bad(`  ${verdict}  ${question} ${variant}, ${voters} voters, seed ${seed}: ${check}: ${message}`),
    ),
    ...(shown.length < findings.length ? [`  and ${findings.length - shown.length} more`] : []),
    '  --json has the case of each, for sim replay',
  ];
}

function sentence(text: string, indent: string): string[] {
  return wrap(text.split(' '), indent, WIDTH, ' ');
}
