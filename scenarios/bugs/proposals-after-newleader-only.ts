import { standardParts } from '../../protocol/parts.ts';
import type { LearnerHandler } from '../../protocol/zab/learner-handler.ts';
import { Proposals } from '../../protocol/zab/proposals.ts';
import { defineBug } from './bug.ts';

/** Sends proposals and commits to those alone that have acknowledged NEWLEADER. */
class LateProposals extends Proposals {
  protected override audience(): readonly LearnerHandler[] {
    return this.leader.forwarding.filter((handler) => handler.phase === 'SYNCED');
  }
}

/**
 *   leader     history to the learner: 1 2 3    4 proposed and committed    5 proposed
 *   learner    1 2 3 ......... ACK of NEWLEADER ..................................  5     where is 4?
 */
export const proposalsAfterNewleaderOnly = defineBug({
  id: 'G7',
  name: 'proposals-after-newleader-only',
  kind: 'textbook',
  title: 'what is proposed while a learner is synchronised never reaches it',
  phase: 'synchronization',
  story:
    'The leader proposes to those that have acknowledged NEWLEADER, as the specification of Zab once said. A learner whose ' +
    'history was put together before, and whose acknowledgement comes after, misses what was proposed in between.',
  versions: '',
  leftOut: '',
  breaks: 'P2 a log has a gap',
  properties: ['zab-prefix', 'tree-digests', 'zab-conversation', 'recovery-in-time', 'reads-consistent'],
  parts: { ...standardParts, createProposals: (leader) => new LateProposals(leader) },
});
