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

/** Estimates and intervals side by side where they fit, else below each other. */
function tableLines(figure: Figure, palette: Palette): string[] {
  const wide = columns(
    tableRows(figure, true).map(({ cells }) => cells),
    rightColumns(figure),
  );
  const fits = wide.every((line) => line.length + 4 <= WIDTH);
  const rows = tableRows(figure, fits);
  return columns(
    rows.map(({ cells }) => cells),
    rightColumns(figure),
  ).map((line, i) => (rows[i]?.strong === true ? `    ${line}` : palette.faint(`    ${line}`)));
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
