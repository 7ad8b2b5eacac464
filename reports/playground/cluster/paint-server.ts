/** A server: its role as shape, letter, word and colour, its phase as a ring of four, its epoch, the end of its log. */
import type { LogCell } from '../../../sim/record/moment-state.ts';
import type { Painter } from '../../spacetime/painter.ts';
import { drawSign, roleSigns, type Shape } from '../../spacetime/signs.ts';
import { WORDS_GAP, WORDS_LINE, type ServerPlace } from './layout.ts';
import { phases, type RoleLetter, type SceneServer } from './scene.ts';
import { arc } from './strokes.ts';

const shapes: Readonly<Record<RoleLetter, Shape>> = {
  L: 'star',
  S: 'star',
  F: 'dot',
  O: 'diamond',
  E: 'half',
  '-': 'cross',
  P: 'bars',
};

/** Of the ring for what a server waits for: a whole turn. */
export const WAIT_TURN_US = 1_000_000;

export interface ServerLook {
  readonly compact: boolean;
  readonly atUs: number;
  readonly patterns: boolean;
}

export function paintServer(painter: Painter, server: SceneServer, place: ServerPlace, look: ServerLook): void {
  const { x, y, r } = place;
  paintBody(painter, server, x, y, r * 0.76, look.patterns);
  paintPhase(painter, server, x, y, r);
  paintWait(painter, server, x, y, r + 2, look.atUs);
  paintInside(painter, server, place, look.compact);
  if (look.compact) paintWordsBelow(painter, server, place);
  else paintWordsBeside(painter, server, place);
  paintBadges(painter, server, place, look.compact);
}

function paintBody(painter: Painter, server: SceneServer, x: number, y: number, r: number, patterns: boolean): void {
  const { ink } = roleSigns[server.letter];
  const isDown = server.letter === '-';
  const outline = { ink, width: server.letter === 'L' ? 3.5 : 2, ...(isDown ? { dash: [4, 4] } : {}) };
  const tint = isDown ? 0.05 : server.letter === 'L' ? 0.24 : 0.16;
  if (!server.voter) {
    const k = r * 1.16;
    const corners = [x, y - k, x + k, y, x, y + k, x - k, y];
    painter.polygon(corners, 'page', null);
    painter.polygon(corners, ink, outline, tint);
  } else {
    painter.circle(x, y, r, 'page', null);
    painter.circle(x, y, r, ink, outline, tint);
  }
  if (isDown) painter.lines(hatch(x, y, r * (server.voter ? 1 : 0.72), 7), { ink, width: 1.2, alpha: 0.55 });
  else if (patterns) painter.lines(patternOf(server.letter, x, y, r), { ink, width: 1.2, alpha: 0.55 });
}

/** Slanted lines inside a circle. */
function hatch(x: number, y: number, r: number, gap: number): number[] {
  const segments: number[] = [];
  for (let offset = -r + gap / 2; offset < r; offset += gap) {
    const half = Math.sqrt(Math.max(0, r * r - offset * offset));
    const [mx, my] = [offset * Math.SQRT1_2, offset * Math.SQRT1_2];
    const k = half * Math.SQRT1_2;
    segments.push(x + mx - k, y + my + k, x + mx + k, y + my - k);
  }
  return segments;
}

/** For those who see no difference between two colours. */
function patternOf(letter: RoleLetter, x: number, y: number, r: number): number[] {
  switch (letter) {
    case 'L':
    case 'S':
      return arc(x, y, r * 0.84, 0, 1);
    case 'E':
      return lines(x, y, r, 6, true);
    case 'O':
      return hatch(x, y, r * 0.7, 6);
    case 'P':
      return lines(x, y, r, 6, false);
    default:
      return [];
  }
}

function lines(x: number, y: number, r: number, gap: number, upright: boolean): number[] {
  const segments: number[] = [];
  for (let offset = -r + gap / 2; offset < r; offset += gap) {
    const half = Math.sqrt(Math.max(0, r * r - offset * offset));
    if (upright) segments.push(x + offset, y - half, x + offset, y + half);
    else segments.push(x - half, y + offset, x + half, y + offset);
  }
  return segments;
}

/** Four quarters from the top on: those it has been through, the one it is in, those to come. */
function paintPhase(painter: Painter, server: SceneServer, x: number, y: number, r: number): void {
  const { ink } = roleSigns[server.letter];
  const width = Math.max(2.5, r * 0.1);
  const gap = 0.02;
  phases.forEach((_, i) => {
    const stroke =
      i === server.phase
        ? { ink, width: width + 1 }
        : i < server.phase
          ? { ink, width, alpha: 0.4 }
          : { ink: 'grid' as const, width };
    painter.lines(arc(x, y, r * 0.92, i / 4 + gap, (i + 1) / 4 - gap), stroke);
  });
}

function paintWait(painter: Painter, { wait }: SceneServer, x: number, y: number, r: number, atUs: number): void {
  if (wait === null || wait.atUs <= atUs) return;
  const share = Math.min(1, (wait.atUs - atUs) / WAIT_TURN_US);
  painter.lines(arc(x, y, r, 0, share), { ink: 'faint', width: 1.4 });
  const end = share * 2 * Math.PI;
  painter.circle(x + r * Math.sin(end), y - r * Math.cos(end), 2, 'faint', null);
}

function paintInside(painter: Painter, server: SceneServer, { x, y, r }: ServerPlace, compact: boolean): void {
  const { ink } = roleSigns[server.letter];
  const isDown = server.letter === '-';
  const sign = { shape: shapes[server.letter], ink, words: '' };
  if (compact) {
    painter.text(x, y, server.name, {
      ink: isDown ? 'faint' : 'text',
      size: Math.round(r * 0.86),
      anchor: 'middle',
      bold: true,
    });
    painter.circle(x - r * 0.8, y - r * 0.8, r * 0.42, 'page', null);
    drawSign(painter, sign, x - r * 0.8, y - r * 0.8, r * 0.34);
    return;
  }
  drawSign(painter, sign, x, y - r * 0.47, r * (server.letter === 'L' ? 0.18 : 0.155));
  const size = Math.round(r * 0.58);
  painter.text(x, y + r * 0.05, server.name, { ink: isDown ? 'faint' : 'text', size, anchor: 'middle', bold: true });
  painter.text(x, y + r * 0.49, `E${server.epoch}`, {
    ink: isDown ? 'faint' : 'text',
    size: Math.max(10, Math.round(r * 0.28)),
    anchor: 'middle',
  });
}

const CELL = { width: 8, height: 11, gap: 2.5 };
const CELLS_SHOWN = 9;

function paintWordsBeside(painter: Painter, server: SceneServer, { x, r, words, wordsY }: ServerPlace): void {
  const { letter } = server;
  const anchor = words === 'left' ? 'end' : 'start';
  const at = words === 'left' ? x - r - WORDS_GAP : x + r + WORDS_GAP;
  const top = wordsY - WORDS_LINE;
  const size = Math.max(12, Math.min(14.5, Math.round(r * 0.36)));
  painter.text(at, top, roleSigns[letter].words, { ink: 'text', size, anchor, bold: true });
  painter.text(at, top + WORDS_LINE, detailOf(server), { ink: 'faint', size: size - 0.5, anchor });
  paintCells(painter, server.log, words === 'left' ? at - cellsWidth(server.log) : at, top + 2 * WORDS_LINE);
  server.forces.slice(0, 2).forEach(({ words: force }, i) => {
    painter.text(at, top + (3 + i) * WORDS_LINE, `⚡ ${force}`, { ink: 'fault', size: 11, anchor, bold: true });
  });
}

/** Last zxid, and which part of the way in or to what the server is. */
function detailOf({ letter, phase, zxid, serving }: SceneServer): string {
  if (letter === '-' || letter === 'S') return zxid;
  if (letter === 'E') return `${zxid} election`;
  return phase < 3 ? `${zxid} ${(phases[phase] ?? '').toLowerCase()}` : `${zxid}${serving ? ' serves' : ''}`;
}

function paintWordsBelow(painter: Painter, server: SceneServer, { x, y, r, words }: ServerPlace): void {
  const top = y + r + 10;
  const label = { size: 10, anchor: 'middle' } as const;
  if (words === 'letter') {
    painter.rect(x - 16, top - 6, 32, 12, 'page', null, 0.75);
    painter.text(x, top, `${server.letter} ${server.zxid}`, { ...label, ink: 'text' });
    return;
  }
  painter.rect(x - 29, top - 6, 58, 25, 'page', null, 0.75);
  painter.text(x, top, roleSigns[server.letter].words, { ...label, ink: 'text', bold: server.letter === 'L' });
  painter.text(x, top + 12, `E${server.epoch} ${server.zxid}`, { ...label, ink: 'faint' });
}

function shownCells(log: readonly LogCell[]): readonly LogCell[] {
  return log.slice(-CELLS_SHOWN);
}

function cellsWidth(log: readonly LogCell[]): number {
  return shownCells(log).length * (CELL.width + CELL.gap) - CELL.gap;
}

/** Filled: committed. Framed: on disk. Dotted: in memory only. A gap with a line: another epoch. */
export function paintCells(painter: Painter, log: readonly LogCell[], x: number, y: number): void {
  shownCells(log).forEach((cell, i, all) => {
    const left = x + i * (CELL.width + CELL.gap);
    const top = y - CELL.height / 2;
    const frame = cell.durable
      ? { ink: 'text' as const, width: 1.1 }
      : { ink: 'text' as const, width: 1.1, dash: [1.5, 1.5] };
    painter.rect(left, top, CELL.width, CELL.height, cell.applied ? 'committed' : 'page', frame);
    const before = all[i - 1];
    if (before !== undefined && epochOf(before) !== epochOf(cell)) {
      const at = left - CELL.gap / 2;
      painter.lines([at, top - 3, at, top + CELL.height + 3], { ink: 'text', width: 1.4 });
    }
  });
}

function epochOf({ zxid }: LogCell): string {
  return zxid.slice(0, zxid.indexOf(':'));
}

function paintBadges(painter: Painter, server: SceneServer, { x, y, r }: ServerPlace, compact: boolean): void {
  const k = r * 0.72;
  if (server.blamed.length > 0)
    drawSign(painter, { shape: 'bang', ink: 'violation', words: '' }, x + k, y - k, compact ? 5 : 7);
  if (server.forces.length > 0)
    drawSign(painter, { shape: 'bolt', ink: 'fault', words: '' }, x + k, y + k, compact ? 5 : 7);
}
