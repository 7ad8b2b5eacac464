/** The end of a server's log as cells: by epoch, each with its mark, and what was new or cut off since another moment. */
import type { LogCell, ServerState } from '../../../../sim/record/moment-state.ts';
import { epochOfText, hexOfZxid } from '../zxid-words.ts';

/** Filled, framed, dotted: told by shape, for colour is never the only sign. */
export type LogMark = 'committed' | 'disk' | 'memory';

export interface LogCellRow {
  readonly zxid: string;
  readonly text: string;
  readonly mark: LogMark;
  /** All of it as a sentence. */
  readonly words: string;
  /** It was not there, or had another mark. */
  readonly changed: boolean;
}

export interface LogEpoch {
  readonly epoch: number;
  readonly cells: readonly LogCellRow[];
}

export interface LogRows {
  /** Records that are not shown because they are older. */
  readonly earlier: number;
  readonly epochs: readonly LogEpoch[];
  /** Cells that were at its end and are not there any more. */
  readonly cut: readonly LogCellRow[];
  /** What a crash now would lose. */
  readonly unsynced: number;
}

type Logged = Pick<ServerState, 'log' | 'logBefore'>;

export const markWords: Readonly<Record<LogMark, string>> = {
  committed: 'committed and in the tree',
  disk: 'on disk, not committed here yet',
  memory: 'only in memory: a crash now loses it',
};

export function logRows(server: Logged, before: Logged | null): LogRows {
  const old = new Map((before?.log ?? []).map((cell) => [cell.zxid, markOf(cell)] as const));
  const cells = server.log.map((cell) => cellRow(cell, before !== null && old.get(cell.zxid) !== markOf(cell)));
  const epochs: { epoch: number; cells: LogCellRow[] }[] = [];
  for (const cell of cells) {
    const epoch = epochOfText(cell.zxid);
    const last = epochs.at(-1);
    if (last?.epoch === epoch) last.cells.push(cell);
    else epochs.push({ epoch, cells: [cell] });
  }
  return {
    earlier: server.logBefore,
    epochs,
    cut: cutCells(server, before),
    unsynced: server.log.filter(({ durable }) => !durable).length,
  };
}

export function markOf({ durable, applied }: Pick<LogCell, 'durable' | 'applied'>): LogMark {
  if (!durable) return 'memory';
  return applied ? 'committed' : 'disk';
}

function cellRow(cell: LogCell, changed: boolean): LogCellRow {
  const { zxid, text, durable, applied } = cell;
  const mark = markOf(cell);
  // Committed by others, and lost here by a crash all the same.
  const inMemory = !durable && applied ? 'in the tree, but only in memory: a crash now loses it here' : markWords[mark];
  return { zxid, text, mark, words: `${zxid} (${hexOfZxid(zxid)}) ${text}: ${inMemory}`, changed };
}

/** Old cells behind the last one that both logs have. */
function cutCells(server: Logged, before: Logged | null): LogCellRow[] {
  if (before === null) return [];
  const now = new Set(server.log.map(({ zxid }) => zxid));
  // A log that was replaced as a whole has nothing in common with the old one: there is no end to point at.
  const common = before.log.findLastIndex(({ zxid }) => now.has(zxid));
  if (common < 0 && (server.log.length > 0 || server.logBefore > 0)) return [];
  return before.log.slice(common + 1).map((cell) => ({
    ...cellRow(cell, true),
    words: `${cell.zxid} ${cell.text}: cut off or lost`,
  }));
}
