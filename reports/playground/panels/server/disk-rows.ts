/** The files of a server in words: what each is for, and what a crash now would leave of it. */
import type { ServerState } from '../../../../sim/record/moment-state.ts';
import type { LogCellRow } from './log-cells.ts';

export interface DiskRow {
  readonly name: string;
  readonly about: string;
  readonly records: number;
  /** Of them, those that only lie in memory. */
  readonly unsynced: number;
  /** A crash now would leave not even the name. */
  readonly nameless: boolean;
  readonly changed: boolean;
}

type OnDisk = Pick<ServerState, 'files'>;

export function diskRows(server: OnDisk, before: OnDisk | null): DiskRow[] {
  return server.files.map((file) => {
    const old = before?.files.find(({ name }) => name === file.name);
    return {
      name: file.name,
      about: aboutFile(file.name),
      records: file.records,
      unsynced: file.records - Math.max(0, file.durable),
      nameless: file.durable < 0,
      changed: before !== null && (old === undefined || old.records !== file.records || old.durable !== file.durable),
    };
  });
}

function aboutFile(name: string): string {
  const zxid = /\.([0-9a-f]+)/.exec(name)?.[1];
  if (name.startsWith('log.')) return `transaction log, from ${zxidOfHex(zxid ?? '0')} on`;
  if (name.startsWith('snapshot'))
    return zxid === undefined ? 'snapshot' : `snapshot of the tree at ${zxidOfHex(zxid)}`;
  if (name.startsWith('acceptedEpoch')) return 'the epoch it has promised to follow';
  if (name.startsWith('currentEpoch')) return 'the epoch whose history it has';
  return '';
}

function zxidOfHex(hex: string): string {
  const value = hex.padStart(9, '0');
  return `${Number.parseInt(value.slice(0, -8), 16)}:${Number.parseInt(value.slice(-8), 16).toString(16)}`;
}

export function diskSummary(rows: readonly DiskRow[]): string {
  const unsynced = rows.reduce((sum, row) => sum + row.unsynced, 0);
  if (rows.length === 0) return 'nothing was ever written';
  return unsynced === 0 ? 'all of it is on disk' : `${countWords(unsynced, 'record')} only in memory`;
}

export function countWords(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** What a log has lost, as a sentence; empty when nothing. */
export function cutWords(cut: readonly Pick<LogCellRow, 'zxid'>[]): string {
  if (cut.length === 0) return '';
  return `gone since the moment before: ${cut.map(({ zxid }) => zxid).join(', ')}`;
}
