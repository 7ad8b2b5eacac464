/**
 * Votes and their order. A vote names a leader and tells how recent that server's history is. Everybody adopts the
 * better of two votes, so a round ends when one vote has spread to a quorum; for that the order must be total, and
 * for safety its greatest vote must name a server whose history holds everything that was ever committed.
 */
import type { Epoch, ServerId, Zxid } from '../ids.ts';
import type { Notification, ServerState, Vote } from '../messages.ts';

/** Whether `candidate` is strictly better than `current`. */
export type VoteOrder = (candidate: Vote, current: Vote) => boolean;

/**
 * The newer currentEpoch wins, then the larger zxid, then the larger sid (FastLeaderElection.totalOrderPredicate).
 *
 * The epoch comes first although the zxid holds one: a server that joined epoch 5 and has logged nothing in it yet
 * may hold a larger committed history of epoch 4 than a server with a longer, uncommitted log of epoch 4. And every
 * comparison needs equality in all that comes before it: without that the relation has cycles and the election does
 * not end (ZOOKEEPER-1419).
 */
export function epochThenZxidThenSid(candidate: Vote, current: Vote): boolean {
  if (candidate.peerEpoch !== current.peerEpoch) return candidate.peerEpoch > current.peerEpoch;
  if (candidate.zxid !== current.zxid) return candidate.zxid > current.zxid;
  return candidate.leader > current.leader;
}

/** No server: a non-voter votes for it, in place of Long.MIN_VALUE. Smaller than every sid. */
export const NO_SERVER = 0 as ServerId;

/** The zxid of a server without a database: it may neither vote nor be voted for. */
export const NO_DATABASE = -1 as Zxid;

/** An observer's own ballot, worse than every voter's; peers answer it and never count it. */
export function blankVote(): Vote {
  return { leader: NO_SERVER, zxid: Number.MIN_SAFE_INTEGER as Zxid, peerEpoch: -1 as Epoch };
}

/** A vote as somebody cast it. */
export interface Ballot {
  readonly vote: Vote;
  /** The election round it was cast in. */
  readonly round: number;
  /** The caster's state; a server that looks means "I propose", the others "I have decided". */
  readonly state: ServerState;
}

export function ballotOf(notification: Notification): Ballot {
  return { vote: notification.vote, round: notification.electionEpoch, state: notification.state };
}

/**
 * Whether two ballots agree (Vote.equals). Among servers that have decided only leader and epoch count: the zxid
 * and the round under which each of them decided may differ although they follow one leader.
 */
export function agrees(a: Ballot, b: Ballot): boolean {
  if (a.vote.leader !== b.vote.leader || a.vote.peerEpoch !== b.vote.peerEpoch) return false;
  if (a.state !== 'LOOKING' && b.state !== 'LOOKING') return true;
  return a.vote.zxid === b.vote.zxid && a.round === b.round;
}
