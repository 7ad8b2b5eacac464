/** What an event means: the one thing about it that somebody who learns Zab should know. */
import type { Fact } from '../../protocol/facts.ts';
import type { Input, Message, Plain } from '../../protocol/process.ts';
import type { MomentState, ServerState } from '../../sim/record/moment-state.ts';
import type { QuorumPicture } from '../../sim/record/play.ts';
import type { EventWitness } from './event-witness.ts';
import { factMeaning, weightOfFact } from './fact-meanings.ts';
import { faultMeaning } from './fault-meanings.ts';
import { messageMeaning } from './message-meanings.ts';

/** What a meaning may speak of. */
export interface Around {
  readonly state: MomentState;
  readonly quorums: QuorumPicture;
  /** Whose event it is; null: nobody's, or a client's. */
  readonly server: ServerState | null;
  /** `3 of 5`, `2 of 3 groups`. */
  readonly needs: string;
}

/** Empty where there is nothing to say. */
export function meaningOf(witness: EventWitness, state: MomentState, quorums: QuorumPicture): string {
  const process = witness.input?.process ?? witness.facts[0]?.process ?? witness.lives[0]?.process ?? null;
  const server = state.servers.find(({ name }) => name === process) ?? null;
  const around: Around = { state, quorums, server, needs: needsOf(quorums) };
  const fault = witness.faults[0];
  if (fault !== undefined) return faultMeaning(fault, around);
  const fact = weightiest(witness);
  if (fact !== null) {
    const meaning = factMeaning(fact, around);
    if (meaning !== '') return meaning;
  }
  const { input } = witness;
  return input === null ? lifeMeaning(witness) : inputMeaning(input.what, witness, around);
}

/** How many have to agree. */
function needsOf({ systems }: QuorumPicture): string {
  const [first] = systems;
  if (systems.length !== 1 || first?.groups.length !== 1) return systems.map(({ name }) => name).join(' and ');
  const voters = first.groups[0]?.members.length ?? 0;
  return `${Math.floor(voters / 2) + 1} of ${voters}`;
}

function weightiest({ facts }: EventWitness): Fact | null {
  let best: Fact | null = null;
  for (const { what } of facts) if (best === null || weightOfFact(what) > weightOfFact(best)) best = what;
  return best;
}

function lifeMeaning({ lives }: EventWitness): string {
  return lives[0]?.what.change === 'exited' ? 'A supervisor starts it again after a while.' : '';
}

function inputMeaning(input: Input, witness: EventWitness, around: Around): string {
  switch (input.kind) {
    case 'message':
      return messageMeaning(input.message, input.peer, around);
    case 'start':
      return around.server === null ? '' : 'It has nothing but its disk: it reads that first.';
    case 'opened':
      return input.channel === 'client'
        ? 'A client may speak to any server; it stays with this one until the connection breaks.'
        : 'What is sent on a connection arrives in order, or the connection breaks.';
    case 'closed':
      return closedMeaning(input, around);
    case 'timer':
      return timerMeaning(input.timer, around);
    case 'synced':
      return 'A crash now would keep it.';
    case 'diskError':
      return 'What the disk did not keep must not be promised to anybody.';
    case 'stage':
      return stageMeaning(witness, around);
    case 'request':
      return 'The client sends it to its server as soon as it is connected.';
    case 'contents':
    case 'writable':
      return '';
  }
}

function closedMeaning({ channel, peer }: Extract<Input, { readonly kind: 'closed' }>, { server }: Around): string {
  if (channel === 'client')
    return 'The session goes on: the client has until its time-out to come back, to any server.';
  if (channel === 'quorum' && server?.role === 'LOOKING')
    return `Without its leader, server ${peer}, it looks for a new one.`;
  return channel === 'quorum' ? 'A leader that loses too many of its followers must step down.' : '';
}

const timers: Readonly<Record<string, (around: Around) => string>> = {
  'election/quiet': ({ server, needs }) =>
    server?.role === 'LOOKING'
      ? 'It says its vote again: others may have been away.'
      : `Nobody contradicted the vote of a quorum (${needs}), so it counts.`,
  'leader/tick': ({ needs }) =>
    `It pings its followers, and makes sure that ${needs} are still with it, itself included.`,
  'leader/phase': ({ needs }) => `It waited for ${needs} in vain, and gives up its turn.`,
  'leader/sessions': () => 'Sessions of which nothing was heard for their time-out end here.',
  'learner/read': () => 'A leader that is silent for too long is taken for dead.',
  'clients/idle': () => "Connections that were silent for too long are closed; their sessions are the leader's affair.",
  alive: () => 'A ping keeps the session alive.',
  reconnect: () => 'It tries the next server of its list.',
};

function timerMeaning(timer: string, around: Around): string {
  return timers[timer]?.(around) ?? '';
}

/** A stage that sends is what it sends; the others say what they do by their facts. */
function stageMeaning({ outputs }: EventWitness, { needs }: Around): string {
  for (const { what } of outputs) {
    const message = (what as Plain as { readonly kind?: string; readonly message?: Message }).message;
    if (message?.type === 'PROPOSAL') return `It commits when ${needs} have it on disk.`;
    if (message?.type === 'COMMIT')
      return 'Followers apply what they have logged; the transaction itself is not sent again.';
    if (message?.type === 'INFORM') return 'Observers have no vote: they hear of a transaction when it is committed.';
    if (message?.type === 'UPTODATE') return 'From here on that follower may serve clients.';
    if (message?.type === 'NEWLEADER') return 'Whoever acknowledges it has the whole history of the new epoch on disk.';
    if (message?.type === 'PING') return 'Silence would be taken for death.';
  }
  return '';
}
