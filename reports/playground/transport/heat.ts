/** Where in a run something happened: what the strip above the slider draws, column by column. */
import { markKinds, rowKinds, type MarkKind } from '../../../sim/record/event-columns.ts';
import type { TraceView } from '../../spacetime/trace-view.ts';

export interface Heat {
  /** Of each column, how many of its events were of that kind. */
  readonly elections: Uint16Array;
  readonly commits: Uint16Array;
  readonly faults: Uint16Array;
  /** Columns in which a check broke. */
  readonly broken: readonly number[];
}

const electionMarks: readonly MarkKind[] = ['lead', 'follow', 'look', 'epoch'];
const faultMarks: readonly MarkKind[] = ['crash', 'pause'];
const FAULT_ROW = rowKinds.indexOf('fault');

/** `events`: of the whole width; there may be fewer. */
export function heatOf(view: TraceView, broken: readonly number[], events: number, columns: number): Heat {
  const { length, mark, kind } = view.columns;
  const heat = {
    elections: new Uint16Array(columns),
    commits: new Uint16Array(columns),
    faults: new Uint16Array(columns),
  };
  const rowOf = markKinds.map((name) => {
    if (electionMarks.includes(name)) return heat.elections;
    if (faultMarks.includes(name)) return heat.faults;
    return name === 'commit' ? heat.commits : null;
  });
  for (let i = 0; i < length; i++) {
    const row = kind[i] === FAULT_ROW ? heat.faults : (rowOf[mark[i] as number] ?? null);
    if (row === null) continue;
    const column = columnOf(i, events, columns);
    row[column] = Math.min(0xffff, (row[column] as number) + 1);
  }
  return { ...heat, broken: broken.map((event) => columnOf(event, events, columns)) };
}

/** The first event lies in the first column, the last one in the last. */
export function columnOf(event: number, events: number, columns: number): number {
  return Math.max(0, Math.min(columns - 1, Math.round((event / Math.max(1, events - 1)) * (columns - 1))));
}

export function eventAtColumn(column: number, events: number, columns: number): number {
  return Math.max(0, Math.min(events - 1, Math.round((column / Math.max(1, columns - 1)) * (events - 1))));
}
