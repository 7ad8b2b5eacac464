/**
 * A run in columns: one line for each event that means something, one column for each server, the terminal's twin of the
 * space-time diagram with its signs and colours. The column of the server whose doing it is shows how it stands then: its
 * role (★ L leads, ● F follows, ◇ O observes, ◐ E: in an election, ✕ is down), its epoch, and the last zxid of its log and
 * of its tree; the others show their lanes, and ✔ where they were counted in a quorum. Faults take the whole line.
 * Nothing is told by colour alone. The narrower the terminal, the less is in the cells.
 */
import type { ChronicleEntry } from '../../sim/record/chronicle.ts';
import type { Palette } from '../palette.ts';
import type { Ink } from '../spacetime/inks.ts';
import { roleSigns } from '../spacetime/signs.ts';
import { count } from './layout.ts';
import { cellForms, Standings, type CellForm } from './standings.ts';

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
const CELL_MOST = '●F12 12:1ff/12:1fe'.length;
const TIME = '1180.07'.length;
/** Room for words that is better than more in the cells. */
const WORDS_GOOD = 30;
/** With less, words have lines of their own. */
const WORDS_LEAST = 16;
const COUNTED = '✔';
const FAULT = '↯';

/** What is printed in one way. */
interface Piece {
  readonly text: string;
  readonly ink?: Ink;
}

interface Layout {
  readonly servers: readonly string[];
  readonly form: CellForm;
  readonly cell: number;
  readonly time: number;
  readonly width: number;
  /** For words beside the cells; 0: they have lines of their own. */
  readonly room: number;
}

export function columnsText(entries: readonly ChronicleEntry[], options: ColumnsOptions, palette: Palette): string[] {
  const { servers, weight = 2, until = Infinity } = options;
  const shown = entries.filter((entry) => entry.weight >= weight);
  const before = shown.filter((entry) => entry.event <= until);
  const layout = layoutOf(before, servers, Math.max(options.width, WIDTH_LEAST));
  const { time, cell, width } = layout;
  const head = ['ms'.padStart(time), ...servers.map((name) => name.padEnd(cell))].join(' ');
  const lines = legend(before, layout).map((line) => palette.faint(line));
  lines.push(palette.strong(cut(head.trimEnd(), width)));
  const standings = new Standings();
  for (const group of grouped(before)) {
    for (const line of linesOf(group, layout, standings)) lines.push(painted(line, width, palette));
  }
  const rest = shown.length - before.length;
  if (rest > 0) lines.push(palette.faint(`${' '.repeat(time)} and ${count(rest, 'line')} behind it`));
  return lines;
}

/** As much in the cells as leaves good room for words. */
function layoutOf(entries: readonly ChronicleEntry[], servers: readonly string[], width: number): Layout {
  const time = entries.reduce((most, { atUs }) => Math.max(most, timeText(atUs).length), TIME);
  const names = Math.max(2, ...servers.map(({ length }) => length));
  const layouts = cellForms.map((form): Layout => {
    const cell = Math.max(names, Math.min(CELL_MOST, longestCell(entries, form)));
    return { servers, form, cell, time, width, room: width - time - 1 - servers.length * (cell + 1) };
  });
  const chosen = layouts.find(({ room }) => room >= WORDS_GOOD) ?? (layouts[layouts.length - 1] as Layout);
  return chosen.room >= WORDS_LEAST ? chosen : { ...chosen, room: 0 };
}

function longestCell(entries: readonly ChronicleEntry[], form: CellForm): number {
  const standings = new Standings();
  let most = 0;
  for (const entry of entries) {
    standings.take(entry);
    if (entry.process !== null) most = Math.max(most, standings.cellOf(entry.process, form).length);
  }
  return most;
}

/** The signs that occur, and what they mean. */
function legend(entries: readonly ChronicleEntry[], { width }: Layout): string[] {
  const roles = new Set(entries.map(({ strip }) => strip?.role));
  if (entries.some(({ what }) => what === 'paused')) roles.add('P' as never);
  const signs = (['L', 'S', 'F', 'O', 'E', '-', 'P'] as const).filter((role) => roles.has(role as never));
  const items = signs.map((role) => `${roleSigns[role].glyph} ${roleSigns[role].words}`);
  const isSmall = entries.some(({ strip }) => strip?.serving === false && strip.role !== 'E' && strip.role !== '-');
  if (isSmall) items.push('small letter: does not serve yet');
  if (entries.some(({ quorum }) => quorum !== undefined)) items.push(`${COUNTED} counted in the quorum`);
  return packed(items, width, '  ');
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

function linesOf(group: readonly ChronicleEntry[], layout: Layout, standings: Standings): Piece[][] {
  const { servers, cell, room, width, time } = layout;
  const last = group[group.length - 1] as ChronicleEntry;
  const at = `${timeText(last.atUs).padStart(time)} `;
  if (last.kind === 'fault') {
    const texts = `${FAULT} ${group.map(({ text }) => text).join(', ')} `;
    return wrapped([texts], width - at.length).map((text, i) => [
      { text: i === 0 ? at : ' '.repeat(at.length) },
      { text: text.padEnd(servers.length * (cell + 1) - 1, '─'), ink: 'fault' },
    ]);
  }
  for (const entry of group) standings.take(entry);
  const { process } = last;
  const counted = new Set(group.flatMap(({ quorum }) => quorum ?? []));
  const cells = servers.map((name) =>
    name === process && last.strip !== null
      ? stateCell(name, layout, standings)
      : laneCell(name, layout, standings, counted.has(name)),
  );
  const lanes = servers.map((name) => laneCell(name, layout, standings, false));
  const who = process === null || servers.includes(process) ? '' : `${process}: `;
  const words = wrapped(wordsOf(group), (room === 0 ? width - at.length - 2 : room) - who.length);
  const blank = { text: ' '.repeat(at.length) };
  if (room === 0)
    return [[{ text: at }, ...cells.flat()], ...words.map((text) => [blank, { text: `  ${who}${text}` }])];
  return words.map((text, i) => [
    i === 0 ? { text: at } : blank,
    ...(i === 0 ? cells : lanes).flat(),
    { text: `${i === 0 ? who : ' '.repeat(who.length)}${text}` },
  ]);
}

function stateCell(name: string, { form, cell }: Layout, standings: Standings): Piece[] {
  return [{ text: `${fit(standings.cellOf(name, form), cell)} `, ink: standings.signOf(name).ink }];
}

function laneCell(name: string, { cell }: Layout, standings: Standings, counted: boolean): Piece[] {
  const { line, ink } = standings.signOf(name);
  if (!counted) return [{ text: `${line.padEnd(cell)} `, ink }];
  return [
    { text: line, ink },
    { text: `${COUNTED.padEnd(cell - 1)} `, ink: 'committed' },
  ];
}

/** Whom a server follows is said by whom it elects, and that it looks for a leader by how its role ended. */
function wordsOf(group: readonly ChronicleEntry[]): string[] {
  const telling = group.filter(({ what }) => what !== 'role');
  const names = telling.map(({ what }) => what);
  const implied = names.includes('elected') || names.includes('roleEnded') || names.includes('recovered');
  return (implied ? telling : group).map(({ text }) => text);
}

/** As many to a line as there is room for; what is too long for one goes on in the next. */
function wrapped(texts: readonly string[], room: number): string[] {
  return packed(texts, room, ', ').flatMap((text) =>
    text.length <= room ? [text] : packed(text.split(' '), room, ' '),
  );
}

/** As many to a line as there is room for, one at least. */
function packed(texts: readonly string[], room: number, between: string): string[] {
  const lines: string[] = [];
  for (const text of texts) {
    const last = lines[lines.length - 1];
    if (last !== undefined && last.length + text.length + between.length <= room) {
      lines[lines.length - 1] = `${last}${between}${text}`;
    } else lines.push(text);
  }
  return lines;
}

function timeText(atUs: number): string {
  return (atUs / 1000).toFixed(2);
}

function fit(text: string, width: number): string {
  return text.length > width ? `${text.slice(0, width - 1)}~` : text.padEnd(width);
}

function cut(text: string, width: number): string {
  return text.length > width ? `${text.slice(0, width - 1)}~` : text;
}

/** Colours are put on when the line has its length. */
function painted(pieces: readonly Piece[], width: number, palette: Palette): string {
  const line = cut(
    pieces
      .map(({ text }) => text)
      .join('')
      .trimEnd(),
    width,
  );
  let at = 0;
  return pieces
    .map(({ text, ink }) => {
      const part = line.slice(at, at + text.length);
      at += text.length;
      return ink === undefined || part.trim() === '' ? part : palette.ink(ink, part);
    })
    .join('');
}
