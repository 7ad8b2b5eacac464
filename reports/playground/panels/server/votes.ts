/** The votes a server knows, its own first, and in words why one beats another: by epoch, then zxid, then number. */
import type { BallotState, ServerState, VoteState } from '../../../../sim/record/moment-state.ts';

/** What observers vote for. */
const NO_LEADER = 0;

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
  /** It votes for whom the server itself votes for. */
  readonly agrees: boolean;
  readonly changed: boolean;
}

export interface VoteRows {
  readonly rows: readonly VoteRow[];
  /** Why the better vote wins, for each vote that is another than the server's own; a sentence for each. */
  readonly reasons: readonly string[];
  /** How many vote as the server does, itself included. */
  readonly agreeing: number;
}

type Voting = Pick<ServerState, 'name' | 'role' | 'vote' | 'round' | 'received'>;

export function voteRows(server: Voting, before: Voting | null): VoteRows {
  const { vote, name, role, round, received } = server;
  if (vote === null) return { rows: [], reasons: [], agreeing: 0 };
  const sid = Number(name);
  // Observers ask and do not vote.
  const heard = received.filter((ballot) => ballot.sid !== sid && ballot.vote.leader !== NO_LEADER);
  const mine: BallotState = { sid, state: role, round, vote, why: '' };
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
  return { rows, reasons: reasonsOf(mine, heard), agreeing: rows.filter(({ agrees }) => agrees).length };
}

function ballotBefore(before: Voting, voter: number, sid: number): Omit<BallotState, 'why'> | null {
  if (voter !== sid) return before.received.find((ballot) => ballot.sid === voter) ?? null;
  return before.vote === null ? null : { sid, state: before.role, round: before.round, vote: before.vote };
}

type Ballot = Omit<BallotState, 'why'>;

function sameBallot(a: Ballot, b: Ballot | null): boolean {
  return b !== null && sameVote(a.vote, b.vote) && a.round === b.round && a.state === b.state;
}

function sameVote(a: VoteState, b: VoteState): boolean {
  return a.leader === b.leader && a.zxid === b.zxid && a.peerEpoch === b.peerEpoch;
}

/** Votes of an older round do not count, however good they are. */
function reasonsOf(mine: BallotState, heard: readonly BallotState[]): string[] {
  const others = heard.filter(({ round, vote }) => round >= mine.round && !sameVote(vote, mine.vote));
  const reasons = [...new Set(others.map(({ why }) => why))];
  const late = heard.filter(({ round }) => round < mine.round).map(({ sid }) => sid);
  if (late.length > 0)
    reasons.push(`votes of ${late.join(', ')} are of an earlier round and do not count in round ${mine.round}`);
  return reasons;
}
