/** The votes a server knows, best first, and in words why one beats another: by epoch, then zxid, then number. */
import type { BallotState, ServerState, VoteState } from '../../../../sim/record/moment-state.ts';
import { byZxid } from '../zxid-words.ts';

export interface VoteRow {
  /** Who votes so; the server itself is `mine`. */
  readonly voter: number;
  readonly mine: boolean;
  readonly leader: number;
  readonly peerEpoch: number;
  readonly zxid: string;
  readonly round: number;
  /** LOOKING; or it has decided, and follows or leads. */
  readonly state: string;
  /** It votes as the server itself does. */
  readonly agrees: boolean;
  readonly changed: boolean;
}

export interface VoteRows {
  readonly rows: readonly VoteRow[];
  /** Why the best vote beats each other one that was cast; a sentence for each. */
  readonly reasons: readonly string[];
  /** How many vote as the server does, itself included. */
  readonly agreeing: number;
}

type Voting = Pick<ServerState, 'name' | 'role' | 'vote' | 'round' | 'received'>;

/** Positive when `a` is the better vote. */
export function compareVotes(a: VoteState, b: VoteState): number {
  return a.peerEpoch - b.peerEpoch || byZxid(a.zxid, b.zxid) || a.leader - b.leader;
}

/** `5 beats 2: same epoch, and its log ends later (1:4 is above 1:3)`. */
export function whyBetter(better: VoteState, worse: VoteState): string {
  const who = `${better.leader} beats ${worse.leader}`;
  if (better.peerEpoch !== worse.peerEpoch)
    return `${who}: it comes from a later epoch (${better.peerEpoch} is above ${worse.peerEpoch})`;
  if (byZxid(better.zxid, worse.zxid) !== 0)
    return `${who}: same epoch, and its log ends later (${better.zxid} is above ${worse.zxid})`;
  return `${who}: same epoch and same zxid, so the higher number wins`;
}

function sameVote(a: VoteState, b: VoteState): boolean {
  return compareVotes(a, b) === 0;
}

export function voteRows(server: Voting, before: Voting | null): VoteRows {
  const { vote, name, role, round, received } = server;
  if (vote === null) return { rows: [], reasons: [], agreeing: 0 };
  const sid = Number(name);
  const heard = received.filter((ballot) => ballot.sid !== sid);
  const mine: BallotState = { sid, state: role, round, vote };
  const all = [mine, ...[...heard].sort((a, b) => a.sid - b.sid)];
  const rows = all.map((ballot): VoteRow => {
    const { leader, peerEpoch, zxid } = ballot.vote;
    return {
      voter: ballot.sid,
      mine: ballot === mine,
      leader,
      peerEpoch,
      zxid,
      round: ballot.round,
      state: ballot.state,
      agrees: leader === vote.leader,
      changed: before !== null && !sameBallot(ballot, ballotBefore(before, ballot.sid, sid)),
    };
  });
  return { rows, reasons: reasonsOf(all), agreeing: rows.filter(({ agrees }) => agrees).length };
}

function ballotBefore(before: Voting, voter: number, sid: number): BallotState | null {
  if (voter !== sid) return before.received.find((ballot) => ballot.sid === voter) ?? null;
  return before.vote === null ? null : { sid, state: before.role, round: before.round, vote: before.vote };
}

function sameBallot(a: BallotState, b: BallotState | null): boolean {
  return b !== null && sameVote(a.vote, b.vote) && a.round === b.round && a.state === b.state;
}

/** Of the candidates of the newest round; those of older rounds do not count. */
function reasonsOf(all: readonly BallotState[]): string[] {
  const newest = Math.max(...all.map(({ round }) => round));
  const counted = all.filter(({ round }) => round === newest);
  const candidates: VoteState[] = [];
  for (const { vote } of counted) if (!candidates.some((each) => sameVote(each, vote))) candidates.push(vote);
  candidates.sort((a, b) => compareVotes(b, a));
  const [best, ...others] = candidates;
  const reasons = best === undefined ? [] : others.map((worse) => whyBetter(best, worse));
  const late = all.filter(({ round }) => round < newest).map(({ sid }) => sid);
  if (late.length > 0)
    reasons.push(`Votes of ${late.join(', ')} are of an earlier round and do not count in round ${newest}`);
  return reasons;
}
