/** Where two branches part, in words on each side. */
import type { RunDifference } from '../../sim/record/play.ts';
import { describeOutput, describePlain } from '../../sim/record/trace-text.ts';
import { sentenceOf } from './captions.ts';
import type { EventWitness } from './event-witness.ts';
import type { Track } from './track.ts';

const ENDED = 'the run is over by then';

export function differenceOf(left: Track, right: Track): RunDifference {
  const parted = left.firstDifference(right);
  const event = parted ?? (left.length === right.length ? null : Math.min(left.length, right.length));
  if (event === null) return { event, left: '', right: '' };
  const [a, b] = [left, right].map((track) => (event < track.length ? track.at(event).witness : null)) as [
    EventWitness | null,
    EventWitness | null,
  ];
  const told = [a, b].map((witness) => (witness === null ? ENDED : sentenceOf(witness)));
  const [ours = '', theirs = ''] = told;
  if (ours !== theirs || a === null || b === null) return { event, left: ours, right: theirs };
  return { event, left: ownEffects(ours, a, b), right: ownEffects(theirs, b, a) };
}

/** Where the words are the same on both sides, what differs is told as it was recorded. */
function ownEffects(sentence: string, own: EventWitness, other: EventWitness): string {
  const theirs = effectsOf(other);
  const only = effectsOf(own).filter((effect) => !theirs.includes(effect));
  return only.length === 0 ? sentence : `${sentence} (${only.join(', ')})`;
}

function effectsOf({ outputs, facts }: EventWitness): string[] {
  return [
    ...outputs.map(({ what }) => describeOutput(what)),
    ...facts.map(({ what }) => `tells ${describePlain(what)}`),
  ];
}
