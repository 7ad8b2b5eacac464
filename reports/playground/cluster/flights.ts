/** Messages under way as they are drawn: where each is at a moment, which stand so near that they are one mark, who is on which line. */
import type { FlyingMessage } from '../../../sim/record/play.ts';
import type { Ink } from '../../spacetime/inks.ts';
import type { Shape } from '../../spacetime/signs.ts';
import type { Layout } from './layout.ts';
import type { Scene, SceneCut } from './scene.ts';

/** From edge to edge, a little to the right of the middle: those of the other direction are on the other side. */
export interface Line {
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
}

export type MotionState = 'moving' | 'held' | 'stopped';

/** One message, or several that are too near each other to be seen apart. */
export interface Mark {
  readonly messages: readonly FlyingMessage[];
  readonly x: number;
  readonly y: number;
  /** Where it goes, of length 1. */
  readonly dx: number;
  readonly dy: number;
  readonly state: MotionState;
  readonly sign: MessageSign;
  readonly label: string;
  /** It was sent in the event at the cursor. */
  readonly fresh: boolean;
}

export interface UsedLine {
  readonly from: string;
  readonly to: string;
  readonly line: Line;
  readonly election: boolean;
}

export interface Flights {
  readonly lines: readonly UsedLine[];
  readonly marks: readonly Mark[];
}

export interface MessageSign {
  readonly shape: Shape;
  readonly ink: Ink;
}

const OTHER: MessageSign = { shape: 'triangle', ink: 'message' };
const signs: Readonly<Record<string, MessageSign>> = {
  NOTIFICATION: { shape: 'half', ink: 'election' },
  PROPOSAL: { shape: 'diamond', ink: 'leading' },
  ACK: { shape: 'ring', ink: 'leading' },
  COMMIT: { shape: 'square', ink: 'committed' },
  INFORM: { shape: 'square', ink: 'committed' },
  PING: { shape: 'dot', ink: 'faint' },
};

export function signOf({ type, channel }: Pick<FlyingMessage, 'type' | 'channel'>): MessageSign {
  return signs[type] ?? (channel === 'client' ? { shape: 'triangle', ink: 'client' } : OTHER);
}

/** Pixels that two marks need between them. */
const APART = 15;
/** Where a message waits that does not move, as a share of its way: before what stops it. */
const PARKED = 0.4;
/** How far a line is from the straight one between two: votes are farther out than the rest. */
export const ASIDE = { straight: 0, quorum: 5, election: 12, client: 3 } as const;

/** `atUs`: the time that is shown. */
export function flightsOf(scene: Scene, layout: Layout, atUs: number): Flights {
  const lines: UsedLine[] = [];
  const marks: Mark[] = [];
  for (const group of groupedByLine(scene.messages)) {
    const [first] = group as [FlyingMessage];
    const election = isElection(first);
    const line = lineBetween(layout, first.from, first.to, asideOf(layout, first));
    if (line === null) continue;
    lines.push({ from: first.from, to: first.to, line, election });
    marks.push(...marksOn(line, group, scene, atUs));
  }
  return { lines, marks };
}

function isElection({ channel }: FlyingMessage): boolean {
  return channel === 'election';
}

function groupedByLine(messages: readonly FlyingMessage[]): FlyingMessage[][] {
  const groups = new Map<string, FlyingMessage[]>();
  for (const message of messages) {
    const key = `${message.from}>${message.to} ${String(isElection(message))}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [message]);
    else group.push(message);
  }
  return [...groups.values()];
}

function asideOf(layout: Layout, message: FlyingMessage): number {
  if (layout.clients.has(message.from) || layout.clients.has(message.to)) return ASIDE.client;
  return isElection(message) ? ASIDE.election : ASIDE.quorum;
}

/** Null when one of them has no place. */
export function lineBetween(layout: Layout, from: string, to: string, aside: number): Line | null {
  const a = layout.servers.get(from) ?? layout.clients.get(from);
  const b = layout.servers.get(to) ?? layout.clients.get(to);
  if (a === undefined || b === undefined) return null;
  const length = Math.hypot(b.x - a.x, b.y - a.y);
  if (length < 1) return null;
  const [dx, dy] = [(b.x - a.x) / length, (b.y - a.y) / length];
  const [ox, oy] = [-dy * aside, dx * aside];
  const [start, end] = [a.r + 3, Math.max(a.r + 4, length - b.r - 5)];
  return {
    x1: a.x + dx * start + ox,
    y1: a.y + dy * start + oy,
    x2: a.x + dx * end + ox,
    y2: a.y + dy * end + oy,
  };
}

/** Where a message is on its way, 0 to 1. */
export function shareOfWay({ sentUs, arrivesUs }: Pick<FlyingMessage, 'sentUs' | 'arrivesUs'>, atUs: number): number {
  if (arrivesUs < 0) return PARKED;
  if (arrivesUs <= sentUs) return 1;
  return Math.max(0, Math.min(1, (atUs - sentUs) / (arrivesUs - sentUs)));
}

export function motionOf(message: FlyingMessage): MotionState {
  if (message.can.includes('release')) return 'held';
  return message.arrivesUs < 0 ? 'stopped' : 'moving';
}

function marksOn(line: Line, messages: readonly FlyingMessage[], scene: Scene, atUs: number): Mark[] {
  const length = Math.hypot(line.x2 - line.x1, line.y2 - line.y1);
  const [dx, dy] = length < 1 ? [1, 0] : [(line.x2 - line.x1) / length, (line.y2 - line.y1) / length];
  const placed = messages.map((message) => ({ message, along: shareOfWay(message, atUs) * length }));
  // The one that is farthest first; of equals the one that was sent first.
  placed.sort((a, b) => b.along - a.along || a.message.sentUs - b.message.sentUs);
  const marks: Mark[] = [];
  for (let i = 0; i < placed.length;) {
    const front = placed[i] as (typeof placed)[number];
    let end = i + 1;
    while (end < placed.length && front.along - (placed[end] as (typeof placed)[number]).along < APART) end++;
    const crowd = placed.slice(i, end).map(({ message }) => message);
    marks.push({
      messages: crowd,
      x: line.x1 + dx * front.along,
      y: line.y1 + dy * front.along,
      dx,
      dy,
      state: crowd.map(motionOf).find((state) => state !== 'moving') ?? 'moving',
      sign: signOf(front.message),
      label: labelOf(crowd),
      fresh: crowd.some(({ sentEvent }) => sentEvent === scene.event),
    });
    i = end;
  }
  return marks;
}

/** `PROPOSAL 1:7`; of several `3 × ACK`, `INITIAL, 2 × NOTIFICATION`, `5 messages`. */
export function labelOf(messages: readonly FlyingMessage[]): string {
  const [first] = messages as [FlyingMessage];
  if (messages.length > 1) {
    const types = [...new Set(messages.map(({ type }) => type))];
    if (types.length > 2) return `${messages.length} messages`;
    const counted = types.map((type) => ({ type, count: messages.filter((each) => each.type === type).length }));
    return counted.map(({ type, count }) => (count === 1 ? type : `${count} × ${type}`)).join(', ');
  }
  const zxid = /(?<![0-9a-f:.])[0-9]+:[0-9a-f]+(?![0-9a-f:.])/.exec(first.text)?.[0] ?? '';
  return zxid === '' || zxid === '0:0' ? first.type : `${first.type} ${zxid}`;
}

/** What two have between them, where it is cut: in the middle if nothing passes, else on the side of what does not. */
export function cutLine(layout: Layout, { from, to, both }: SceneCut): Line | null {
  return lineBetween(layout, from, to, both ? ASIDE.straight : ASIDE.quorum);
}

export function middleOf({ x1, y1, x2, y2 }: Line): { readonly x: number; readonly y: number } {
  return { x: (x1 + x2) / 2, y: (y1 + y2) / 2 };
}
