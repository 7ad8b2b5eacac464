/** Two runs side by side as text: the first event that differs on each, and how each came to that. */
import type { Difference, DifferenceSide, SideEvent } from '../../sim/record/difference.ts';
import type { Palette } from '../palette.ts';
import { zxidsReadable } from '../zxid-text.ts';
import { count } from './layout.ts';

/** What came of an event, before the rest is only counted. */
const EFFECTS = 6;

export function differenceText(difference: Difference, palette: Palette): string[] {
  const { equal, event, a, b } = difference;
  const heads = [`a  ${headOf(a)}`, `b  ${headOf(b)}`];
  if (equal) return [...heads, palette.good(`equal: ${count(a.events, 'event')} on both sides`)];
  const shared = a.causes.length > 0 && isSame(a.causes, b.causes);
  if (event === null) return [...heads, palette.bad('every event is equal, and the fingerprints differ')];
  return [
    ...heads,
    palette.strong(`the first event that differs is event ${event}`),
    ...sideLines('a', a),
    ...(shared ? [] : causeLines(a, palette)),
    ...sideLines('b', b),
    ...(shared ? ['both sides'] : []),
    ...causeLines(b, palette),
  ];
}

function isSame(a: readonly SideEvent[], b: readonly SideEvent[]): boolean {
  return a.length === b.length && a.every(({ event, text }, i) => event === b[i]?.event && text === b[i].text);
}

function headOf({ name, verdict, events }: DifferenceSide): string {
  return `${name}: ${verdict}, ${count(events, 'event')}`;
}

function sideLines(letter: string, { first }: DifferenceSide): string[] {
  if (first === null) return [`${letter}  the run has ended`];
  const more = first.effects.length - EFFECTS;
  return [
    `${letter}  ${lineOf(first)}`,
    ...first.effects.slice(0, EFFECTS).map((effect) => `     ${zxidsReadable(effect)}`),
    ...(more > 0 ? [`     and ${more} more`] : []),
  ];
}

function causeLines({ causes }: DifferenceSide, palette: Palette): string[] {
  return causes.map((cause) => palette.faint(`     caused by ${lineOf(cause)}`));
}

function lineOf({ event, atUs, text }: SideEvent): string {
  return `event ${event} at ${(atUs / 1e6).toFixed(6)} s, ${text === '' ? 'something from outside' : zxidsReadable(text)}`;
}
