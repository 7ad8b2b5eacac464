/** The sign of each kind of event and of each role: shape and letter first, colour beside them. */
import type { MarkKind } from '../../sim/record/event-columns.ts';
import type { LaneSpan } from '../../sim/record/report-data.ts';
import type { Ink } from './inks.ts';
import type { Painter } from './painter.ts';

export type Shape =
  'dot' | 'ring' | 'square' | 'frame' | 'diamond' | 'triangle' | 'star' | 'cross' | 'bars' | 'half' | 'bolt' | 'bang';

export interface Sign {
  readonly shape: Shape;
  readonly ink: Ink;
  readonly words: string;
}

export const markSigns: Readonly<Record<MarkKind, Sign>> = {
  none: { shape: 'dot', ink: 'message', words: 'event' },
  other: { shape: 'dot', ink: 'text', words: 'something told' },
  propose: { shape: 'diamond', ink: 'leading', words: 'proposes' },
  log: { shape: 'frame', ink: 'text', words: 'logs, in memory' },
  sync: { shape: 'square', ink: 'text', words: 'durable' },
  ack: { shape: 'ring', ink: 'leading', words: 'acknowledges' },
  commit: { shape: 'square', ink: 'committed', words: 'commits' },
  apply: { shape: 'dot', ink: 'committed', words: 'applies' },
  vote: { shape: 'half', ink: 'looking', words: 'elects' },
  lead: { shape: 'star', ink: 'leading', words: 'leads' },
  follow: { shape: 'dot', ink: 'following', words: 'follows, in sync' },
  look: { shape: 'half', ink: 'looking', words: 'looks for a leader' },
  epoch: { shape: 'triangle', ink: 'leading', words: 'epoch' },
  start: { shape: 'triangle', ink: 'committed', words: 'starts, recovers' },
  crash: { shape: 'cross', ink: 'fault', words: 'crashes, exits' },
  pause: { shape: 'bars', ink: 'fault', words: 'pauses' },
  resume: { shape: 'triangle', ink: 'committed', words: 'goes on' },
  ask: { shape: 'ring', ink: 'client', words: 'asks' },
  hear: { shape: 'dot', ink: 'client', words: 'hears' },
  session: { shape: 'frame', ink: 'client', words: 'session' },
  watch: { shape: 'frame', ink: 'observing', words: 'watch' },
};

export interface RoleSign {
  readonly letter: string;
  readonly glyph: string;
  readonly words: string;
  readonly ink: Ink;
  /** Its lane in text. */
  readonly line: string;
  /** Thickness of its lane. */
  readonly width: number;
  readonly dash: readonly number[] | null;
}

export const roleSigns: Readonly<Record<LaneSpan['role'], RoleSign>> = {
  L: { letter: 'L', glyph: '★', words: 'LEADING', ink: 'leading', line: '┃', width: 7, dash: null },
  F: { letter: 'F', glyph: '●', words: 'FOLLOWING', ink: 'following', line: '│', width: 4, dash: null },
  O: { letter: 'O', glyph: '◇', words: 'OBSERVING', ink: 'observing', line: '│', width: 4, dash: null },
  E: { letter: 'E', glyph: '◐', words: 'LOOKING', ink: 'looking', line: '┊', width: 2, dash: null },
  S: { letter: 'S', glyph: '★', words: 'STANDALONE', ink: 'leading', line: '┃', width: 7, dash: null },
  '-': { letter: '-', glyph: '✕', words: 'DOWN', ink: 'down', line: ' ', width: 1, dash: [2, 5] },
  P: { letter: 'P', glyph: '‖', words: 'PAUSED', ink: 'down', line: '╎', width: 5, dash: [3, 3] },
};

/** Around a point, `r` pixels to each side. */
export function drawSign(painter: Painter, { shape, ink }: Sign, x: number, y: number, r: number, alpha = 1): void {
  const outline = { ink: 'outline' as const, width: 1, alpha };
  const own = { ink, width: 1.8, alpha };
  switch (shape) {
    case 'dot':
      painter.circle(x, y, r * 0.8, ink, outline, alpha);
      return;
    case 'ring':
      painter.circle(x, y, r * 0.85, 'page', own, alpha);
      return;
    case 'square':
      painter.rect(x - r * 0.8, y - r * 0.8, r * 1.6, r * 1.6, ink, outline, alpha);
      return;
    case 'frame':
      painter.rect(x - r * 0.75, y - r * 0.75, r * 1.5, r * 1.5, 'page', own, alpha);
      return;
    case 'diamond':
      painter.polygon([x, y - r, x + r, y, x, y + r, x - r, y], ink, outline, alpha);
      return;
    case 'triangle':
      painter.polygon([x - r * 0.8, y - r * 0.9, x + r, y, x - r * 0.8, y + r * 0.9], ink, outline, alpha);
      return;
    case 'star':
      painter.polygon(star(x, y, r * 1.35), ink, outline, alpha);
      return;
    case 'cross': {
      const k = r * 0.85;
      painter.lines([x - k, y - k, x + k, y + k, x - k, y + k, x + k, y - k], { ink, width: 2.6, alpha });
      return;
    }
    case 'bars':
      painter.lines([x - r / 2, y - r, x - r / 2, y + r, x + r / 2, y - r, x + r / 2, y + r], {
        ink,
        width: 2.4,
        alpha,
      });
      return;
    case 'half':
      painter.circle(x, y, r * 0.85, 'page', { ink: 'outline', width: 1, alpha }, alpha);
      painter.polygon(
        [x, y - r * 0.85, x, y + r * 0.85, x - r * 0.6, y + r * 0.6, x - r * 0.85, y, x - r * 0.6, y - r * 0.6],
        ink,
        null,
        alpha,
      );
      return;
    case 'bolt':
      painter.polygon(
        [
          x + r * 0.3,
          y - r * 1.3,
          x - r * 0.7,
          y + r * 0.2,
          x - r * 0.05,
          y + r * 0.2,
          x - r * 0.3,
          y + r * 1.3,
          x + r * 0.8,
          y - r * 0.3,
          x + r * 0.1,
          y - r * 0.3,
        ],
        ink,
        outline,
        alpha,
      );
      return;
    case 'bang': {
      const k = r * 1.1;
      painter.circle(x, y, r * 1.7, 'page', { ink, width: 2.4, alpha }, alpha);
      painter.lines(
        [x - k * 0.7, y - k * 0.7, x + k * 0.7, y + k * 0.7, x - k * 0.7, y + k * 0.7, x + k * 0.7, y - k * 0.7],
        { ink, width: 3, alpha },
      );
      return;
    }
  }
}

/** Directions of the five tips, from the top on; a sine would differ between engines. */
const TIPS: readonly (readonly [number, number])[] = [
  [0, -1],
  [0.951, -0.309],
  [0.588, 0.809],
  [-0.588, 0.809],
  [-0.951, -0.309],
];
/** Of the corners between two tips; the sum of two neighbouring directions is 1.618 long. */
const INNER = 0.42 / 1.618;

function star(x: number, y: number, r: number): number[] {
  return TIPS.flatMap(([dx, dy], i) => {
    const [nx, ny] = TIPS[(i + 1) % TIPS.length] as readonly [number, number];
    return [x + dx * r, y + dy * r, x + (dx + nx) * r * INNER, y + (dy + ny) * r * INNER];
  });
}
