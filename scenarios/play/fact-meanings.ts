/** What a fact of a server means. */
import type { Fact, FactType } from '../../protocol/facts.ts';
import { showZxid } from '../../protocol/ids.ts';
import type { Around } from './meanings.ts';

/** Of several facts of one event, the one to speak of: those at the front before those behind. */
const order: readonly FactType[] = [
  'refused',
  'established',
  'elected',
  'committed',
  'sessionExpired',
  'proposed',
  'truncated',
  'snapshotInstalled',
  'syncPlan',
  'newLeaderAcked',
  'upToDate',
  'epochAcked',
  'acceptedEpoch',
  'currentEpoch',
  'watchFired',
  'roleEnded',
  'acked',
  'synced',
  'applied',
  'sessionOpened',
  'watchArmed',
  'logged',
  'recovered',
  'fastForwarded',
  'unusedNode',
  'snapshotBegun',
  'snapshotDone',
  'role',
];

export function weightOfFact({ type }: Fact): number {
  const at = order.indexOf(type);
  return at < 0 ? -1 : order.length - at;
}

export function factMeaning(fact: Fact, around: Around): string {
  const { needs, server } = around;
  switch (fact.type) {
    case 'role':
      return roleMeaning(fact, around);
    case 'roleEnded':
      return 'It serves nobody now, and looks for a leader again with all that is in its log.';
    case 'recovered':
      return 'This is all it knows: what was not on disk is gone.';
    case 'acceptedEpoch':
      return `It follows nobody of an epoch below ${fact.epoch} any more, not even after a crash.`;
    case 'currentEpoch':
      return `Its history is now that of epoch ${fact.epoch}; in an election this counts before its zxid.`;
    case 'epochAcked':
      return server?.leading === null || server === null
        ? 'With its promise it says how new its own history is.'
        : `When ${needs} have promised, no older leader can get a quorum again.`;
    case 'elected':
      return `${needs} vote for server ${fact.leader}: nobody else can get as many. Whether it may lead shows next.`;
    case 'syncPlan':
      return syncMeaning(fact);
    case 'established':
      return `${listed(fact.quorum.map(String))} have its history on disk: from now on it takes writes.`;
    case 'newLeaderAcked':
      return 'It has the whole history of the leader on disk.';
    case 'upToDate':
      return 'It may serve clients now.';
    case 'proposed':
      return `It needs ${needs} acknowledgements. ${othersWords(around)}`.trimEnd();
    case 'logged':
      return 'It is in memory and in the page cache; a crash now could lose it.';
    case 'synced':
      return 'A crash now would keep it.';
    case 'acked':
      return ackedMeaning(showZxid(fact.zxid), around);
    case 'committed':
      return `${listed(fact.acks.map(String))} have it on disk: every quorum of the future has one of them, so it is never lost.`;
    case 'applied':
      return server?.leading === null
        ? 'Whoever reads at this server sees it now.'
        : 'Whoever reads at the leader sees it now.';
    case 'fastForwarded':
      return 'What was logged and not yet applied counts in the next election, committed or not.';
    case 'truncated':
      return 'What was cut was never committed: its leader had no quorum for it.';
    case 'snapshotInstalled':
      return 'Its own history was too far away; it has that of its leader now.';
    case 'snapshotBegun':
    case 'snapshotDone':
      return 'A snapshot spares it the replay of its whole log after a crash.';
    case 'sessionOpened':
      return 'Only the leader decides when a session ends.';
    case 'sessionExpired':
      return 'Its ephemeral znodes are deleted by a transaction of their own, like any write.';
    case 'unusedNode':
      return 'The leader has it deleted, like any write.';
    case 'watchArmed':
      return 'A watch belongs to this connection, at this server.';
    case 'watchFired':
      return 'The client hears of the change before it can read it.';
    case 'refused':
      return 'Whoever does not keep to the protocol is not listened to.';
    case 'sessionTouched':
    case 'sessionMoved':
    case 'sessionClosed':
    case 'queueOverwritten':
    case 'mark':
      return '';
  }
}

function roleMeaning(fact: Extract<Fact, { readonly type: 'role' }>, { needs }: Around): string {
  if (fact.state === 'LOOKING')
    return 'It votes for itself first, and for whoever is better as soon as it hears of one.';
  if (fact.state === 'STANDALONE') return 'It is an ensemble of one: its own disk decides.';
  const leads = fact.state === 'LEADING';
  switch (fact.phase) {
    case 'DISCOVERY':
      return leads
        ? `It is only elected. It needs to hear from ${needs} which epochs they know, to choose a newer one.`
        : 'It tells its leader which epoch it has accepted.';
    case 'SYNCHRONIZATION':
      return leads
        ? `${needs} accepted its epoch, and none of them has a newer history. Now it brings them to its own.`
        : 'Before it serves it gets the history of its leader.';
    case 'BROADCAST':
      return leads ? 'It takes writes now.' : 'It logs what is proposed, and applies what is committed.';
    case 'ELECTION':
      return '';
  }
}

function syncMeaning({ mode }: Extract<Fact, { readonly type: 'syncPlan' }>): string {
  switch (mode) {
    case 'DIFF':
      return 'The learner lacks nothing but the end: it gets that.';
    case 'TRUNC':
      return 'The learner has logged what was never committed: it has to cut that off.';
    case 'SNAP':
      return 'The learner is too far away for single transactions: it gets the whole tree.';
  }
}

/** Who cannot help just now. */
function othersWords({ state }: Around): string {
  const away = state.servers.filter(({ voter, life, role }) => voter && (life !== 'up' || role === 'LOOKING'));
  const [first] = away;
  if (first === undefined) return '';
  if (away.length > 1) return `Servers ${listed(away.map(({ name }) => name))} cannot help now.`;
  const why = first.life === 'up' ? 'is still looking' : first.life === 'down' ? 'is down' : 'is paused';
  return `Server ${first.name} ${why}, so it cannot help.`;
}

function ackedMeaning(zxid: string, { server, needs, quorums }: Around): string {
  const { commit } = quorums;
  const own = server?.leading !== null && server !== null;
  if (!own) return 'It will keep it through any crash.';
  if (commit === null || commit.zxid !== zxid) return 'Its own disk counts like any other.';
  return `Its own disk counts like any other: ${listed(commit.members)} have it now, ${needs} must.`;
}

export function listed(names: readonly string[]): string {
  return names.length < 2 ? (names[0] ?? 'nobody') : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;
}
