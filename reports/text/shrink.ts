/** What shrinking came to, as text: before and after, what it still shows, and where it is. */
import type { ShrinkResult, ShrunkForm } from '../../sim/record/shrink-result.ts';
import type { Palette } from '../palette.ts';
import { columns, count, seconds } from './layout.ts';

const rows: readonly (readonly [name: string, cell: (form: ShrunkForm) => string])[] = [
  ['servers', ({ servers }) => String(servers)],
  ['clients', ({ clients }) => String(clients)],
  ['faults', ({ faults }) => String(faults)],
  ['operations', ({ operations }) => String(operations)],
  ['overridden decisions', ({ overrides }) => String(overrides)],
  ['seed', ({ seed }) => seed],
  ['time of the run', ({ durationMs }) => seconds(durationMs)],
  ['events', ({ events }) => String(events)],
  ['phase steps to the failure', ({ phaseSteps }) => String(phaseSteps)],
];

export function shrinkText(result: ShrinkResult, palette: Palette): string[] {
  const { before, after, attempts, finished } = result;
  const table = columns(
    [['', 'before', 'after'], ...rows.map(([name, cell]) => [name, cell(before), cell(after)])],
    [1, 2],
  );
  const end = finished ? 'nothing simpler was found' : 'the search was ended before it was done';
  return [
    `${palette.bad(result.verdict)}  ${result.signature}`,
    `  ${result.message}`,
    ...table.map((line, i) => (i === 0 ? palette.faint(line) : line)),
    `${count(attempts, 'attempt')}, ${seconds(result.wallMs)}; ${end}`,
    `written: ${result.case}`,
    `replay: ${result.replay}`,
  ];
}
