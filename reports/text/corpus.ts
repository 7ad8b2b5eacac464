/** Stored cases as text: a line for each, and totals. */
import type { CorpusReport, CorpusRow, PruneReport } from '../../sim/record/corpus-report.ts';
import type { ReplayKind } from '../../sim/record/replayed.ts';
import type { Palette } from '../palette.ts';
import { columns, count } from './layout.ts';

const words: Readonly<Record<ReplayKind, string>> = {
  exact: 'exact',
  same: 'the same',
  otherwise: 'fails otherwise',
  passes: 'passes now',
  gone: 'no longer applies',
  unknown: 'nothing to compare',
};

export function corpusText(report: CorpusReport, palette: Palette): string[] {
  const { cases, met, missed, complete } = report;
  const rows = columns(cases.map((row) => [words[row.kind], row.file, row.sentence.replace(/^exact: /, '')]));
  const kinds = (Object.keys(words) as ReplayKind[])
    .map((kind): [string, number] => [words[kind], cases.filter((row) => row.kind === kind).length])
    .filter(([, times]) => times > 0)
    .map(([name, times]) => `${times} ${name}`);
  const total = `${count(cases.length, 'case')}: ${kinds.length === 0 ? 'none' : kinds.join(', ')}`;
  return [
    ...rows.map((line, i) => paint(cases[i], palette)(line)),
    ...(complete ? [] : ['interrupted: not every case was run']),
    missed === 0
      ? palette.good(total)
      : palette.bad(`${total}; ${missed} of ${met + missed} do not do what they expect`),
  ];
}

function paint(row: CorpusRow | undefined, palette: Palette): Palette['good'] {
  return row?.met === false ? palette.bad : (text) => text;
}

export function pruneText({ pruned, kept, removed }: PruneReport, palette: Palette): string[] {
  const what = removed ? 'removed' : 'would go';
  return [
    ...columns(pruned.map(({ file, why }) => [what, file, why])),
    palette.strong(
      `${count(pruned.length, 'case')} ${what}, ${kept} stay${pruned.length > 0 && !removed ? '; --yes removes' : ''}`,
    ),
  ];
}
