/** A link that was made elsewhere, or before: what of it still applies, and whether the run is the one it speaks of. */
import { LINK_DIGITS, type PlayLink } from '../../sim/record/play-link.ts';
import type { PlaySource } from '../../sim/record/play.ts';
import type { RunHost } from '../simulation.ts';
import { version } from '../version.ts';
import { CaseMaker, Refusal } from './case-of-play.ts';
import type { Track } from './track.ts';

/** The first digits of the fingerprint behind an event. */
export function printAt(track: Track, event: number): string {
  return track.at(event).simulation.world.fingerprint().slice(0, LINK_DIGITS);
}

export interface LeftOut {
  readonly line: string;
  readonly why: string;
}

/** The lines that can be read here. */
export function applicable(
  { base, lines }: PlaySource,
  host: Pick<RunHost, 'registry'>,
): { readonly lines: readonly string[]; readonly leftOut: readonly LeftOut[] } {
  const maker = new CaseMaker(base, host);
  const kept: string[] = [];
  const leftOut: LeftOut[] = [];
  for (const line of lines) {
    try {
      maker.lineAt(line, 0, 1);
      kept.push(line);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      leftOut.push({ line, why: error.message });
    }
  }
  return { lines: kept, leftOut };
}

/** What differs from what the link says, and what to choose. `ends`: events of a run that is over before the link's place. */
export function warningOf(link: PlayLink, leftOut: readonly LeftOut[], ends: number | null): string {
  const told: string[] = [];
  const made =
    link.version === version ? '' : `This link was made with zabsim ${link.version}, and this is ${version}. `;
  for (const { why } of leftOut.slice(0, 3)) told.push(`A line of it no longer applies and was left out: ${why}.`);
  if (leftOut.length > 3) told.push(`So were ${leftOut.length - 3} more.`);
  if (ends !== null) told.push(`The run ends after ${ends} events, before the place that the link points at.`);
  else told.push(`The run is not the one that the link was made of.`);
  const choice =
    link.version === version
      ? 'Go on with it as it is, or ask for the link again: a character of it may have been changed.'
      : `Go on with it as it is, or open it with zabsim ${link.version}.`;
  return `${made}${told.join(' ')} ${choice}`;
}
