/** What an event means: the one thing about it that somebody who learns Zab should know. */
import type { MomentState } from '../../sim/record/moment-state.ts';
import type { QuorumPicture } from '../../sim/record/play.ts';
import type { EventWitness } from './event-witness.ts';

export function meaningOf(_witness: EventWitness, _state: MomentState, _quorums: QuorumPicture): string {
  return '';
}
