/** One event in one plain sentence, and what it means. */
import type { MomentState } from '../../sim/record/moment-state.ts';
import type { QuorumPicture } from '../../sim/record/play.ts';
import type { EventWitness } from './event-witness.ts';
import { meaningOf } from './meanings.ts';
import { deedsOf, givenOf, whoIs } from './deeds.ts';

export interface Caption {
  readonly what: string;
  readonly meaning: string;
}

/** Beyond so many deeds of one event the rest is a number. */
const DEEDS_MOST = 3;

export function captionOf(witness: EventWitness, state: MomentState, quorums: QuorumPicture): Caption {
  if (witness.event < 0) return { what: 'Nothing has happened yet.', meaning: 'Every server is about to start.' };
  return { what: sentenceOf(witness), meaning: meaningOf(witness, state, quorums) };
}

export function sentenceOf(witness: EventWitness): string {
  const { input, faults } = witness;
  const deeds = deedsOf(witness);
  const more = deeds.length - DEEDS_MOST;
  const told = [
    ...deeds.slice(0, DEEDS_MOST),
    ...(more > 0 ? [`did ${more} ${more === 1 ? 'thing' : 'things'} more`] : []),
  ];
  if (faults.length > 0) {
    const strikes = faults.map(({ kind, text, effective }) => {
      const what = kind === 'undo' ? `"${text}" is over` : `"${text}" strikes`;
      return effective ? what : `${what}, without effect`;
    });
    const subject = witness.lives[0]?.process ?? witness.facts[0]?.process ?? null;
    const rest = told.length === 0 || subject === null ? '' : `; ${whoIs(subject)} ${listed(told)}`;
    return `The fault ${strikes.join(', ')}${rest}.`;
  }
  if (input === null) {
    const asked = witness.requests[0];
    if (asked !== undefined) return `${upper(whoIs(asked.process))} is asked by its application.`;
    const life = witness.lives[0];
    if (life !== undefined) return `${upper(whoIs(life.process))} ${listed(told)}.`;
    return 'Something of the simulation itself happens, which no server sees.';
  }
  const subject = upper(whoIs(input.process));
  const given = givenOf(input.what);
  return told.length === 0 ? `${subject} ${given}.` : `${subject} ${given}: it ${listed(told)}.`;
}

function listed(deeds: readonly string[]): string {
  if (deeds.length < 2) return deeds[0] ?? 'does nothing';
  return `${deeds.slice(0, -1).join(', ')} and ${deeds.at(-1) ?? ''}`;
}

function upper(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
