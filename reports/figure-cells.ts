/** Numbers of a figure as tables and charts print them. */
import { measureQuestions } from '../sim/record/measure-result.ts';
import type { Figure, FigurePoint, FigureUnit, IntervalMethod, MeasureResult } from '../sim/record/measure-result.ts';

/** Three significant digits, more where whole numbers have more; the digits behind the point that say nothing are left out. */
function significant(value: number): string {
  if (value === 0) return '0';
  return value >= 100 ? String(Math.round(value)) : String(Number(value.toPrecision(3)));
}

/** Without its unit: `22.3` ms, `0.967`, `6`, `1372`. */
export function numberText(value: number, unit: FigureUnit): string {
  if (unit === 'probability') return value === 0 || value === 1 ? String(value) : nearly(value);
  return significant(value);
}

/** Three digits behind the point, and more where a probability would look like a certainty. */
function nearly(value: number): string {
  for (let digits = 3; digits < 9; digits++) {
    const text = value.toFixed(digits);
    if (Number(text) !== 0 && Number(text) !== 1) return text;
  }
  return String(value);
}

/** The estimate; `-` where nothing was measured, `beyond` where it lies beyond what was waited for. */
export function valueText({ n, value }: FigurePoint, unit: FigureUnit): string {
  if (n === 0) return '-';
  return value === null ? 'beyond' : numberText(value, unit);
}

/** `205 - 206`; an open end is 0 below and ∞ above. */
export function intervalText({ n, interval: [low, high] }: FigurePoint, unit: FigureUnit): string {
  if (n === 0) return '-';
  return `${low === null ? '0' : numberText(low, unit)} - ${high === null ? '∞' : numberText(high, unit)}`;
}

export const unitNames: Readonly<Record<FigureUnit, string>> = {
  ms: 'ms',
  probability: 'probability',
  count: 'per commit',
  bytes: 'bytes',
};

const methods: Readonly<Record<IntervalMethod, string>> = {
  'clopper-pearson': 'exact (Clopper-Pearson)',
  'order-statistics': 'exact, between two of the values (order statistics)',
  bootstrap: 'of the mean, by resampling (percentile bootstrap)',
};

/** `95 % intervals, exact (Clopper-Pearson); 100 runs each`. */
export function methodText({ series, interval }: Figure, confidence: number): string {
  const counts = series.flatMap(({ points }) => points.flatMap((point) => (point === null ? [] : [point.n])));
  const least = Math.min(...counts);
  const most = Math.max(...counts);
  const runs = least === most ? `${least} runs each` : `${least} to ${most} runs each`;
  const intervals = `${Number((confidence * 100).toPrecision(6))} % intervals, ${methods[interval]}`;
  return counts.length === 0 ? intervals : `${intervals}; ${runs}`;
}

const references = {
  exact: 'closed form',
  approximation: 'approximation',
  least: 'lower bound',
} as const;

/** The word for it in a row of a table. */
export function referenceName(figure: Figure): string {
  return figure.reference === null ? '' : references[figure.reference.kind];
}

/** The one value that all points are compared with; null when they differ, or when there is none. */
export function commonReference({ series }: Figure): number | null {
  const values = series.flatMap(({ points }) => points.flatMap((point) => point?.reference ?? []));
  const [first] = values;
  return first !== undefined && values.every((value) => value === first) ? first : null;
}

/** `closed form: 3(n - 1) …`; with its value where it is the same everywhere. */
export function referenceText(figure: Figure): string | null {
  if (figure.reference === null) return null;
  const common = commonReference(figure);
  const value = common === null ? '' : ` (${numberText(common, figure.unit)} ${unitNames[figure.unit]})`;
  return `${referenceName(figure)}${value}: ${figure.reference.text}`;
}

/** The command that makes the same figures again. */
export function measureLine({ questions, voters, seeds, weather, config }: MeasureResult): string {
  const names = questions.length === measureQuestions.length ? [] : questions.map(({ name }) => name);
  const set = Object.entries(config).flatMap(([name, value]) => ['--set', `${name}=${String(value)}`]);
  return [
    'sim measure',
    ...names,
    `--voters ${voters.join(',')}`,
    `--seeds ${seeds.from}..${seeds.to}`,
    ...(weather === 'calm' ? [] : [`--weather ${weather}`]),
    ...set,
  ].join(' ');
}

/** What all runs had in common, as sentences without their ends. */
export function settingTexts({ seeds, voters, weather, config, runs, complete }: MeasureResult): string[] {
  const changed = Object.entries(config).map(([name, value]) => `${name}=${String(value)}`);
  return [
    `seeds ${seeds.from} to ${seeds.to}, ${runs} runs${complete ? '' : ', interrupted: figures are of the runs that were finished'}`,
    `ensembles of ${voters.join(', ')} voters`,
    weather === 'calm'
      ? 'calm weather: messages take 0.2 ms and 0.4 ms more on average, syncs 0.3 ms and 1.2 ms more'
      : 'drawn weather: each seed draws how slow and how lossy its network is, and how slow its disks',
    changed.length === 0
      ? 'times ten times as short as in zoo_sample.cfg: tickTime 200 ms, initLimit 10, syncLimit 5'
      : `configuration: ${changed.join(', ')}; the rest ten times as fast as zoo_sample.cfg`,
  ];
}
