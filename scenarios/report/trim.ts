/**
 * What of a long run a page holds in full: the causal past of what failed, all that means a step, and the last events.
 * The others are left with their time and process, for the density.
 */
import { rowKinds, type EventColumns } from '../../sim/record/event-columns.ts';

/** Runs up to this many events are held whole. */
export const ROWS_WHOLE = 60_000;
const LAST_ROWS = 20_000;
/** So much of the causal past. */
const PAST_ROWS = 20_000;

export interface Trimmed {
  readonly columns: EventColumns;
  /** Rows that are left in the density only. */
  readonly cut: number;
}

export function trim(columns: EventColumns, failing: number, whole = ROWS_WHOLE, last = LAST_ROWS): Trimmed {
  const { length } = columns;
  if (length <= whole) return { columns, cut: 0 };
  const until = failing < 0 ? length - 1 : failing;
  const keep = new Uint8Array(length);
  for (let i = Math.max(0, until - last + 1); i < Math.min(length, until + last / 10); i++) keep[i] = 1;
  for (let i = 0; i < length; i++) if ((columns.weight[i] as number) >= 3) keep[i] = 1;
  keepPast(columns, until, keep);
  let cut = 0;
  const kind = columns.kind.slice();
  const [what, told, peer] = [columns.what.slice(), columns.told.slice(), columns.peer.slice()];
  const [weight, mark, flags] = [columns.weight.slice(), columns.mark.slice(), columns.flags.slice()];
  const cause = columns.cause.slice();
  const name = rowKinds.indexOf('cut');
  for (let i = 0; i < length; i++) {
    if (keep[i] === 1) continue;
    cut++;
    kind[i] = name;
    what[i] = told[i] = weight[i] = mark[i] = flags[i] = 0;
    peer[i] = cause[i] = -1;
  }
  return { columns: { ...columns, kind, what, told, peer, cause, weight, mark, flags }, cut };
}

/** By what caused an event, and what its process did before. */
function keepPast({ cause, process }: EventColumns, from: number, keep: Uint8Array): void {
  let left = PAST_ROWS;
  const wanted = new Uint8Array(from + 1);
  wanted[from] = 1;
  // The next event of each process that is wanted: the one before it is wanted as well.
  const heard = new Set<number>();
  for (let i = from; i >= 0 && left > 0; i--) {
    const who = process[i] as number;
    if (wanted[i] !== 1 && !(who >= 0 && heard.has(who))) continue;
    keep[i] = 1;
    left--;
    if (who >= 0) heard.add(who);
    const by = cause[i] as number;
    if (by >= 0) wanted[by] = 1;
  }
}
