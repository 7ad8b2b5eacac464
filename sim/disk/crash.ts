/** What a crash leaves: drawn per file and life of the file, so that other files have no influence. */
import type { StoredRecord } from '../../protocol/process.ts';
import type { Addresses, Decisions } from '../kernel/addresses.ts';
import type { Inode } from './inode.ts';

/** Parts of the decision. */
const EXTREME = 0;
const LOST = 1;
const TORN = 2;
const CUT = 3;

/** How many of `count` unsynced things are lost, from the end: often none, often all; quietly none. */
function lost(decisions: Decisions, n: number, count: number): number {
  if (count === 0) return 0;
  // Asked for even where the number is given: overrides may give one of the two, or both.
  const extreme = decisions.range(n, EXTREME, 'extreme', 3);
  const given = decisions.overridden(n, 'lost');
  if (given >= 0) {
    decisions.took(n, 'lost', given, -1);
    return Math.min(given, count);
  }
  if (extreme === 0) return 0;
  return extreme === 1 ? count : decisions.range(n, LOST, 'lost', count + 1);
}

/** How many of the unsynced directory changes are kept. */
export function crashJournal(addresses: Addresses, owner: string, entries: number): number {
  const decisions = addresses.of(`disk/${owner}/directory`);
  return entries - lost(decisions, decisions.begin(), entries);
}

/** Leaves of a file what a crash keeps; from then on that is durable. */
export function crashContent(addresses: Addresses, owner: string, inode: Inode): void {
  const decisions = addresses.of(`disk/${owner}/${inode.birth}`);
  const n = decisions.begin();
  if (inode.cut.length > 0 && decisions.range(n, CUT, 'cut', 2) === 1) {
    // The truncation never reached the disk, and so did nothing after it.
    keep(inode, inode.durable());
    return;
  }
  const unsynced = inode.records.length - inode.synced;
  const kept = inode.records.length - lost(decisions, n, unsynced);
  const next = inode.records[kept];
  const records = inode.records.slice(0, kept);
  if (next !== undefined && next.bytes > 1 && decisions.chance(n, TORN, 'torn', 300_000)) {
    records.push({ data: next.data, bytes: next.bytes >> 1, state: 'torn' });
  }
  keep(inode, records);
}

function keep(inode: Inode, records: StoredRecord[]): void {
  inode.records = records;
  inode.cut = [];
  inode.synced = records.length;
  inode.bytes = 0;
  for (const record of records) inode.bytes += record.bytes;
}
