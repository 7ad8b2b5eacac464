/**
 * Where everybody stands: voters on a ring, observers in a row below the line of those without a vote, clients outside beside
 * their server. Places depend on who there is and on the room, never on what they do, so that nothing jumps while somebody
 * steps; of the clients only the server they are with moves them.
 */
import { distanceToSegment } from './geometry.ts';

export interface Room {
  readonly width: number;
  readonly height: number;
}

export interface Seats extends Room {
  readonly voters: readonly string[];
  readonly observers: readonly string[];
  /** Those there are, with the server they are with. */
  readonly clients: readonly { readonly name: string; readonly server: string | null }[];
}

/** Where the words of a server stand: beside it, away from the middle; below it where there is little room; `letter`: and few. */
export type WordSide = 'left' | 'right' | 'below' | 'letter';

export interface ServerPlace {
  readonly x: number;
  readonly y: number;
  readonly r: number;
  readonly words: WordSide;
  /** Middle of its words. */
  readonly wordsY: number;
}

export interface ClientPlace {
  readonly x: number;
  readonly y: number;
  readonly r: number;
  /** Where its name stands. */
  readonly above: boolean;
}

export interface Layout extends Room {
  /** Little room: short words below each server, no log. */
  readonly compact: boolean;
  readonly servers: ReadonlyMap<string, ServerPlace>;
  readonly clients: ReadonlyMap<string, ClientPlace>;
  /** Height of the line above the observers; null without any. */
  readonly voteLine: number | null;
}

interface Measures {
  readonly compact: boolean;
  /** So little room that a letter stands for the role. */
  readonly tiny: boolean;
  readonly r: number;
  /** From the middle of a server to its clients; below it the words may be in between. */
  readonly reachUp: number;
  readonly reachDown: number;
  readonly clientR: number;
  /** Between clients of one server. */
  readonly clientGap: number;
  /** From the middle of a server to the end of its words. */
  readonly side: number;
  /** Between two servers, at least. */
  readonly apart: number;
}

const EDGE = 6;
/** Room for words beside a server, and below it. */
export const WORDS_WIDTH = 104;
export const WORDS_GAP = 9;
const WORDS_BELOW = 27;
export const WORDS_LINE = 15;
/** For the name of a client. */
const NAME = 12;
/** Beside one that is with nobody: its name and how it is. */
const LONE_NAME = 112;
/** A ring that is much wider than high looks like two rows. */
const WIDEST = 2.6;
/** On a phone there is more height than width. */
const TALLEST = 1.4;
/** Radius of a server, with words beside it and below it. */
const SIZE = { full: { least: 26, most: 60 }, compact: { least: 9, most: 26 } } as const;

/** As large as there is room for; with words beside the servers if they fit, else below them. */
export function layoutOf(seats: Seats): Layout {
  const wanted =
    Math.min(seats.width, seats.height) * (seats.voters.length + seats.observers.length > 6 ? 0.064 : 0.082);
  for (const compact of seats.width < 560 ? [true] : [false, true]) {
    const { least, most } = SIZE[compact ? 'compact' : 'full'];
    for (let r = Math.max(least, Math.min(most, Math.round(wanted))); r >= least; r--) {
      const measures = measuresOf(seats, compact, r);
      const servers = serverPlaces(seats, measures);
      if (standApart(servers, measures.apart)) return filled(seats, servers, measures);
    }
  }
  return rowLayout(seats);
}

/** In a strip without room for a ring: all in one row, and who has no vote at its end, told by its shape. */
function rowLayout(seats: Seats): Layout {
  const { width, height, voters, observers } = seats;
  const names = [...voters, ...observers];
  const each = (width - 2 * EDGE) / names.length;
  const measures = measuresOf(seats, true, Math.max(5, Math.min(16, each / 2 - 6, height / 9)));
  const { up, down } = margins(seats, measures);
  const y = Math.max(measures.r + EDGE, Math.min((up + height - down) / 2, height - measures.r - EDGE));
  const places = names.map((name, i): [string, ServerPlace] => [
    name,
    placed(EDGE + each * (i + 0.5), y, measures, each < 62 ? 'letter' : 'below'),
  ]);
  const servers = new Map(places);
  const { compact } = measures;
  return { width, height, compact, servers, clients: clientPlaces(seats, servers, measures), voteLine: null };
}

function measuresOf({ width, height, voters, observers }: Seats, compact: boolean, r: number): Measures {
  const tiny = compact && voters.length + observers.length > 6 && Math.min(width, height) < 360;
  const flight = Math.max(compact ? 16 : 26, Math.min(compact ? 26 : 50, height * 0.075));
  return {
    compact,
    tiny,
    r,
    reachUp: r + flight,
    reachDown: r + flight + (compact ? (tiny ? 4 : WORDS_BELOW - 10) : 0),
    clientR: compact ? 5 : 7,
    clientGap: compact ? 24 : 34,
    side: compact ? EDGE + Math.max(r, 26) : EDGE + r + WORDS_GAP + WORDS_WIDTH,
    apart: 2 * r + (compact ? 12 : 26),
  };
}

/** From the middle of the highest server to the upper edge, and of the lowest to the lower one. */
function margins(
  { clients }: Seats,
  { compact, tiny, r, reachUp, reachDown, clientR }: Measures,
): { up: number; down: number } {
  const words = compact ? r + (tiny ? 16 : WORDS_BELOW) : r + 4;
  if (clients.length === 0) return { up: EDGE + r, down: EDGE + words };
  return { up: loneRow(clientR) + reachUp + clientR + NAME, down: EDGE + Math.max(words, reachDown + clientR + NAME) };
}

/** At the upper edge stand the clients that are with nobody. */
function loneRow(clientR: number): number {
  return EDGE + 2 * clientR;
}

function rowHeight(seats: Seats, measures: Measures): number {
  if (seats.observers.length === 0) return 0;
  const { compact, r } = measures;
  // Beside them there is room for their clients, where words are beside them too.
  return r + 14 + (compact ? margins(seats, measures).down : EDGE + r + 4);
}

function serverPlaces(seats: Seats, measures: Measures): Map<string, ServerPlace> {
  const { width, height, voters } = seats;
  const { compact, r, side } = measures;
  const { up, down } = margins(seats, measures);
  const servers = new Map<string, ServerPlace>();
  const bottom = height - rowHeight(seats, measures) - down;
  ring(servers, voters, measures, { left: side, top: up, right: width - side, bottom });
  for (const [name, x] of observerColumns(seats, measures, servers)) {
    const y = height - (compact ? down : EDGE + r + 4);
    servers.set(name, placed(x, y, measures, compact ? belowWords(measures) : 'right'));
  }
  return servers;
}

function belowWords({ tiny }: Measures): WordSide {
  return tiny ? 'letter' : 'below';
}

/** In a row around the middle, moved to where the fewest voters stand in the way to any other. */
function observerColumns(
  { width, height, observers }: Seats,
  { compact, r, reachUp, clientGap }: Measures,
  voters: ReadonlyMap<string, ServerPlace>,
): [string, number][] {
  const [left, right] = compact ? [r + 14, r + 14] : [reachUp + clientGap / 2, r + WORDS_GAP + WORDS_WIDTH];
  const apart = Math.min((width - left - right - 2 * EDGE) / Math.max(1, observers.length - 1), left + right + 16);
  const span = apart * (observers.length - 1);
  const columns = (shift: number): [string, number][] =>
    observers.map((name, i) => [name, (left + width - right) / 2 + shift - span / 2 + i * apart]);
  const rest = Math.max(0, (width - left - right - span) / 2 - EDGE);
  let [best, least] = [columns(0), Infinity];
  for (let step = 0; step <= 20; step++) {
    for (const shift of step === 0 ? [0] : [(rest * step) / 20, (-rest * step) / 20]) {
      const row = columns(shift);
      const inWay = row.reduce((sum, [, x]) => sum + crossed([...voters.values()], x, height - r, r), 0);
      if (inWay < least) [best, least] = [row, inWay];
    }
  }
  return best;
}

/** How often one voter stands between a place and another voter. */
function crossed(voters: readonly ServerPlace[], x: number, y: number, r: number): number {
  let count = 0;
  for (const to of voters) {
    for (const other of voters) {
      if (other !== to && distanceToSegment(other.x, other.y, x, y, to.x, to.y) < r + 6) count++;
    }
  }
  return count;
}

/** And nobody on the words of another. */
function standApart(servers: ReadonlyMap<string, ServerPlace>, apart: number): boolean {
  const all = [...servers.values()];
  return all.every((a) =>
    all.every((b) => {
      if (a === b) return true;
      const { x, y, width, height } = wordsBox(a);
      const [nearX, nearY] = [Math.max(x, Math.min(b.x, x + width)), Math.max(y, Math.min(b.y, y + height))];
      const onWords = a.words !== 'letter' && Math.hypot(nearX - b.x, nearY - b.y) < b.r;
      return !onWords && Math.hypot(a.x - b.x, a.y - b.y) >= apart;
    }),
  );
}

function filled(seats: Seats, servers: Map<string, ServerPlace>, measures: Measures): Layout {
  const { width, height, observers } = seats;
  const voteLine = observers.length === 0 ? null : height - rowHeight(seats, measures) + 6;
  const { compact } = measures;
  return { width, height, compact, servers, clients: clientPlaces(seats, servers, measures), voteLine };
}

interface Frame {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** From the top on, clockwise; an even number has two at the top. It fills its frame, within reason. */
function ring(servers: Map<string, ServerPlace>, names: readonly string[], measures: Measures, frame: Frame): void {
  const turn = names.length % 2 === 0 ? Math.PI / names.length : 0;
  const angles = names.map((_, i) => (2 * Math.PI * i) / names.length - turn);
  const across = spread(angles.map(Math.sin), frame.left, frame.right);
  const down = spread(
    angles.map((angle) => -Math.cos(angle)),
    frame.top,
    frame.bottom,
  );
  const scale = Math.max(0, Math.min(across.scale, (down.scale === Infinity ? across.scale : down.scale) * WIDEST));
  const tall = Math.max(0, Math.min(down.scale, scale * TALLEST));
  names.forEach((name, i) => {
    const dx = Math.sin(angles[i] as number);
    const dy = -Math.cos(angles[i] as number);
    const words = measures.compact ? belowWords(measures) : dx < -0.01 ? 'left' : 'right';
    const [x, y] = [across.at(dx, scale), down.at(dy, tall)];
    servers.set(name, placed(x, y, measures, words, names.length < 3 ? 0 : dy));
  });
}

/** How far apart values may be drawn so that they fill from `low` to `high`, and where each is, around the middle. */
function spread(
  values: readonly number[],
  low: number,
  high: number,
): { readonly scale: number; at(value: number, scale: number): number } {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const middle = (least + most) / 2;
  const scale = most - least < 1e-9 ? Infinity : (high - low) / (most - least);
  // Of equal values any scale is right, and none moves them.
  const at = (value: number, by: number): number => (low + high) / 2 + (scale === Infinity ? 0 : (value - middle) * by);
  return { scale, at };
}

/** `height`: -1 of one at the top, 1 of one at the bottom; words go out of the way of what passes through the middle. */
function placed(x: number, y: number, { r }: Measures, words: WordSide, height = 0): ServerPlace {
  const wordsY =
    words === 'below' || words === 'letter'
      ? y + r + WORDS_BELOW / 2 + 1
      : y + (height < -0.2 ? -0.42 : height > 0.2 ? 0.42 : 0) * r;
  return { x, y, r, words, wordsY };
}

function clientPlaces(
  { width, voters, clients }: Seats,
  servers: ReadonlyMap<string, ServerPlace>,
  { reachUp, reachDown, clientR, clientGap }: Measures,
): Map<string, ClientPlace> {
  const places = new Map<string, ClientPlace>();
  const of = (server: string | null): typeof clients => clients.filter((client) => client.server === server);
  const heights = voters.map((name) => (servers.get(name) as ServerPlace).y);
  // In the middle of the height there is more room above, where no words are.
  const middle = (Math.min(...heights) + Math.max(...heights)) / 2 + 1;
  for (const [server, { x, y, words }] of servers) {
    const mine = of(server);
    if (words === 'right' && !voters.includes(server)) {
      mine.forEach(({ name }, i) => {
        const at = y + (i - (mine.length - 1) / 2) * Math.min(26, (1.8 * (reachUp - clientR)) / mine.length);
        places.set(name, { x: x - reachUp, y: at, r: clientR, above: i * 2 < mine.length });
      });
      continue;
    }
    const above = y <= middle;
    const gap = Math.min(clientGap, (width - 2 * (clientR + EDGE)) / Math.max(1, mine.length - 1));
    const span = gap * (mine.length - 1);
    const first = Math.max(clientR + EDGE, Math.min(x - span / 2, width - clientR - EDGE - span));
    mine.forEach(({ name }, i) => {
      places.set(name, { x: first + i * gap, y: above ? y - reachUp : y + reachDown, r: clientR, above });
    });
  }
  const lone = of(null);
  const apart = Math.min(2 * clientR + LONE_NAME, (width - 2 * EDGE) / Math.max(1, lone.length));
  lone.forEach(({ name }, i) => {
    places.set(name, { x: EDGE + clientR + i * apart, y: EDGE + clientR, r: clientR, above: false });
  });
  return places;
}

/** Where the words of a server stand. */
export function wordsBox({ x, y, r, words, wordsY }: ServerPlace): {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
} {
  if (words === 'letter') return { x: x - 16, y: y + r + 3, width: 32, height: 13 };
  if (words === 'below') return { x: x - 30, y: y + r + 3, width: 60, height: 26 };
  return {
    x: words === 'left' ? x - r - WORDS_GAP - WORDS_WIDTH : x + r + WORDS_GAP,
    y: wordsY - WORDS_LINE * 1.5,
    width: WORDS_WIDTH,
    height: WORDS_LINE * 3,
  };
}
