/**
 * A run in columns: one line for each event that means something, one column for each server. The column of the server
 * whose doing it is shows how it stands then: its role (L leads, F follows, O observes, E: in an election, - is down), its
 * epoch, and the last zxid of its log and of its tree; small letters while it does not serve. Faults take the whole line.
 */
import type { ChronicleEntry, ServerStrip } from '../../sim/record/chronicle.ts';
import type { Palette } from '../palette.ts';
import { count } from './layout.ts';

export interface ColumnsOptions {
  /** In the order of their columns. */
  readonly servers: readonly string[];
  /** Of the terminal; longer lines are cut. */
  readonly width: number;
  /** Events from here on are only counted; the finding's, where there is one. */
  readonly until?: number;
  /** Entries that weigh less are left out; 2 unless said. */
  readonly weight?: number;
}

const WIDTH_LEAST = 40;
const CELL = 'F12 12:1f/12:1f'.length;
const CELL_LEAST = 'F1 1:1'.length;
const TIME = '1180.07'.length;

export function columnsText(entries: readonly ChronicleEntry[], options: ColumnsOptions, palette: Palette): string[] {
  const { servers, weight = 2, until = Infinity } = options;
  const shown = entries.filter((entry) => entry.weight >= weight);
  const before = shown.filter((entry) => entry.event <= until);
  const width = Math.max(options.width, WIDTH_LEAST);
  const cell = cellWidth(before, servers.length, width);
  const head = ['ms'.padStart(TIME), ...servers.map((name) => name.padEnd(cell))].join(' ');
  const up = new Set<string>();
  const lines = [palette.strong(head.trimEnd())];
  for (const group of grouped(before)) lines.push(...linesOf(group, servers, { cell, width, up }, palette));
  const rest = shown.length - before.length;
  if (rest > 0) lines.push(palette.faint(`${' '.repeat(TIME)} and ${count(rest, 'line')} behind it`));
  return lines;
}

/** As wide as the widest state, as far as there is room for that and for some words. */
function cellWidth(entries: readonly ChronicleEntry[], columns: number, width: number): number {
  const longest = entries.reduce((most, { strip }) => Math.max(most, strip === null ? 0 : stripText(strip).length), 0);
  const room = Math.floor((width * 3) / 4 / Math.max(1, columns)) - 1;
  return Math.max(CELL_LEAST, Math.min(CELL, longest, room));
}

/** What one process does in one event is one line. */
function grouped(entries: readonly ChronicleEntry[]): ChronicleEntry[][] {
  const groups: ChronicleEntry[][] = [];
  for (const entry of entries) {
    const last = groups[groups.length - 1];
    const first = last?.[0];
    if (last !== undefined && first?.event === entry.event && first.process === entry.process) last.push(entry);
    else groups.push([entry]);
  }
  return groups;
}

interface Layout {
  readonly cell: number;
  readonly width: number;
  /** Servers that are up. */
  readonly up: Set<string>;
}

function linesOf(
  group: readonly ChronicleEntry[],
  servers: readonly string[],
  { cell, width, up }: Layout,
  palette: Palette,
): string[] {
  const last = group[group.length - 1] as ChronicleEntry;
  const time = (last.atUs / 1000).toFixed(2).padStart(TIME);
  if (last.kind === 'fault') {
    const texts = group.map(({ text }) => text).join(', ');
    return [palette.bad(cut(`${time} ${`-- ${texts} `.padEnd(servers.length * (cell + 1), '-')}`, width))];
  }
  const { process, strip } = last;
  if (process !== null && strip !== null) {
    if (strip.role === '-') up.delete(process);
    else up.add(process);
  }
  const lane = (name: string): string => fit(up.has(name) ? '|' : '', cell);
  const state = (name: string): string =>
    name === process && strip !== null ? fit(stripText(strip), cell) : lane(name);
  const who = process === null || servers.includes(process) ? '' : `${process}: `;
  const room = width - TIME - 1 - servers.length * (cell + 1);
  const [first = '', ...more] = packed(wordsOf(group), room - who.length);
  return [
    cut(`${time} ${servers.map(state).join(' ')} ${who}${first}`, width),
    ...more.map((words) => cut(`${' '.repeat(TIME)} ${servers.map(lane).join(' ')} ${who}${words}`, width)),
  ];
}

/** Whom a server follows is said by whom it elects, and that it looks for a leader by how its role ended. */
function wordsOf(group: readonly ChronicleEntry[]): string[] {
  const telling = group.filter(({ what }) => what !== 'role');
  const names = telling.map(({ what }) => what);
  const implied = names.includes('elected') || names.includes('roleEnded') || names.includes('recovered');
  return (implied ? telling : group).map(({ text }) => text);
}

/** As many to a line as there is room for, one at least. */
function packed(texts: readonly string[], room: number): string[] {
  const lines: string[] = [];
  for (const text of texts) {
    const last = lines[lines.length - 1];
    if (last !== undefined && last.length + text.length + 2 <= room) lines[lines.length - 1] = `${last}, ${text}`;
    else lines.push(text);
  }
  return lines;
}

/** `L3 3:1f/3:1e`; one zxid where log and tree end alike. */
function stripText({ role, epoch, serving, logged, applied }: ServerStrip): string {
  const letter = serving || role === 'E' || role === '-' ? role : role.toLowerCase();
  return `${letter}${epoch} ${logged}${logged === applied ? '' : `/${applied}`}`;
}

function fit(text: string, width: number): string {
  return text.length > width ? `${text.slice(0, width - 1)}~` : text.padEnd(width);
}

function cut(text: string, width: number): string {
  const line = text.trimEnd();
  return line.length > width ? `${line.slice(0, width - 1)}~` : line;
}
