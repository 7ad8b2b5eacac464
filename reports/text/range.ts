/** A range of seeds as text: verdicts, averages, fault kinds, rare paths. */
import { paintOf, type Palette } from '../palette.ts';
import type { RangeSummary } from '../range-summary.ts';
import { columns, count, percent } from './layout.ts';

/** How long it took, and how many threads were at it. */
export interface RangePace {
  readonly wallMs: number;
  readonly threads: number;
}

/** `pace`: null when nobody measured. */
export function rangeText(summary: RangeSummary, palette: Palette, pace: RangePace | null): string[] {
  const average = (total: number): string => summary.perSeed(total).toFixed(1);
  const share = (part: number): string => percent(summary.operations === 0 ? 0 : part / summary.operations);
  const verdicts = [...summary.verdicts].map(([verdict, n]) => paintOf(verdict, palette)(`${n} ${verdict}`));
  return [
    `${palette.strong(count(summary.seeds, 'seed'))}: ${verdicts.join(', ')}${palette.faint(paceText(summary, pace))}`,
    `  per seed: ${average(summary.elections)} elections, ${average(summary.faults)} faults, ` +
      `${average(summary.commits)} commits, ${average(summary.operations)} operations, ${average(summary.events)} events`,
    `  operations: ${share(summary.underFault)} under a fault, ${share(summary.unknown)} unknown; ` +
      `${count(summary.movedSessions, 'session')} moved`,
    ...undecidedLines(summary, palette),
    ...kindLines(summary),
    ...markLines(summary, palette),
  ];
}

function paceText({ seeds }: RangeSummary, pace: RangePace | null): string {
  if (pace === null) return '';
  const perSecond = ((1000 * seeds) / pace.wallMs).toFixed(1);
  return `  ${perSecond} seeds/s${pace.threads > 1 ? ` on ${pace.threads} threads` : ''}`;
}

function undecidedLines(summary: RangeSummary, palette: Palette): string[] {
  return [...summary.undecided].map(([check, seeds]) =>
    palette.doubtful(`  ${check} undecided in ${count(seeds, 'seed')} (${percent(summary.perSeed(seeds))})`),
  );
}

function kindLines(summary: RangeSummary): string[] {
  const kinds = [...summary.faultKinds].sort(([, a], [, b]) => b.seeds - a.seeds || b.times - a.times);
  if (kinds.length === 0) return ['  no faults'];
  const rows = kinds.map(([kind, seen]) => [kind, String(seen.times), percent(summary.perSeed(seen.seeds))]);
  return ['  faults', ...columns([['kind', 'times', 'of the seeds'], ...rows], [1, 2]).map((line) => `    ${line}`)];
}

function markLines(summary: RangeSummary, palette: Palette): string[] {
  const marks = [...summary.marks].sort(([, a], [, b]) => b.seeds - a.seeds || b.times - a.times);
  const rows = marks.map(([mark, seen]) => [String(seen.times), `in ${seen.seeds}`, mark]);
  const missing = summary.missingMarks;
  return [
    ...(rows.length === 0 ? [] : ['  rare paths taken', ...columns(rows, [0, 1]).map((line) => `    ${line}`)]),
    ...(missing.length === 0 ? [] : [palette.doubtful('  never taken, though the scenario asks for them')]),
    ...missing.map((mark) => palette.doubtful(`    ${mark}`)),
  ];
}
