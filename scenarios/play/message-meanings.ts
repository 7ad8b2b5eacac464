/** What it means that a message arrives. */
import { showZxid } from '../../protocol/ids.ts';
import type { QuorumPacket } from '../../protocol/messages.ts';
import type { Message } from '../../protocol/process.ts';
import type { Around } from './meanings.ts';

export function messageMeaning(message: Message, peer: string, around: Around): string {
  const { server, needs } = around;
  switch (message.type) {
    case 'NOTIFICATION':
      return voteMeaning(peer, around);
    case 'ACK':
      return ackMeaning((message as Extract<QuorumPacket, { readonly type: 'ACK' }>).zxid, around);
    case 'FOLLOWERINFO':
      return `The leader chooses an epoch above all it hears of, when ${needs} have told theirs.`;
    case 'OBSERVERINFO':
      return 'An observer follows without a vote.';
    case 'LEADERINFO':
      return 'It accepts the epoch if it has accepted no newer one, and makes that durable before it says so.';
    case 'ACKEPOCH':
      return `A follower with a newer history than its leader's would end its turn; ${needs} must have none.`;
    case 'DIFF':
    case 'TRUNC':
    case 'SNAP':
      return 'Now it knows how it comes to the history of its leader.';
    case 'NEWLEADER':
      return 'It acknowledges when all it has got is on disk.';
    case 'UPTODATE':
      return `${needs} have the history of this epoch: it may be shown to clients.`;
    case 'PROPOSAL':
      return 'It must be on disk before it may be acknowledged.';
    case 'COMMIT':
      return `${needs} have it on disk: it can be applied.`;
    case 'INFORM':
      return 'It is committed: an observer applies it at once.';
    case 'PING':
      return server?.leading === null
        ? 'Its leader is alive.'
        : 'Its follower is alive, and so are the sessions that it tells of.';
    case 'REQUEST':
      return requestMeaning(message, around);
    case 'REPLY':
      return 'Answers come in the order in which a session asked.';
    case 'EVENT':
      return 'It comes before any answer that shows the change.';
    case 'CONNECT':
      if ((message as { readonly session?: string }).session !== '0x0')
        return 'Only the leader knows whether its session still lives.';
      return server?.leading === null
        ? 'A new session is a transaction like any write: the leader has to agree.'
        : 'A new session is a transaction like any write.';
    case 'CONNECTED':
      return 'The session lives as long as something is heard of it within its time-out, whichever server it is with.';
    case 'SYNC':
      return 'All that was committed before it was asked for has come by now.';
    case 'REVALIDATE':
      return 'Only the leader knows whether a session still lives.';
    default:
      return '';
  }
}

function voteMeaning(peer: string, { server }: Around): string {
  if (server === null) return '';
  if (server.role !== 'LOOKING') return 'It has decided already, and answers with what it decided.';
  const ballot = server.received.find(({ sid }) => String(sid) === peer);
  return ballot === undefined ? 'It does not count: another round, or no vote.' : `Votes are compared: ${ballot.why}.`;
}

function ackMeaning(zxid: number, { server, quorums, needs }: Around): string {
  if (server?.leading === null || server === null) return '';
  const shown = showZxid(zxid as Parameters<typeof showZxid>[0]);
  const { commit } = quorums;
  if (commit === null || commit.zxid !== shown)
    return 'It was enough without this one, or more before it are still waited for.';
  const more = commit.missing === 0 ? 'that is enough' : `it needs ${commit.missing} more`;
  return `${commit.members.length} have it on disk (${commit.members.join(', ')}), ${needs} must: ${more}.`;
}

function requestMeaning(message: Message, { server }: Around): string {
  const op = (message as { readonly op?: { readonly type: string } }).op;
  if (op === undefined) return 'A follower hands writes on: only the leader gives them their order.';
  if (op.type === 'ping') return 'It only says that the client is there.';
  const reads = /^(get|exists|whoAmI)/.test(op.type);
  if (reads) return 'This server answers from its own tree, which may be behind.';
  return server?.leading === null ? 'Writes go on to the leader.' : 'The leader gives it the next zxid.';
}
