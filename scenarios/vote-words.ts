/** Which of two votes is the better one, and why, as FastLeaderElection decides it. */
import { showZxid } from '../protocol/ids.ts';
import { epochThenZxidThenSid, NO_SERVER } from '../protocol/election/vote.ts';
import type { Vote } from '../protocol/messages.ts';

/** `5 beats 2: newer epoch (1 over 0)`. */
export function voteWords(theirs: Vote, own: Vote): string {
  if (theirs.leader === NO_SERVER) return 'an observer asks and does not vote';
  if (own.leader === NO_SERVER) return `${theirs.leader}: this server does not vote`;
  if (theirs.leader === own.leader && theirs.zxid === own.zxid && theirs.peerEpoch === own.peerEpoch)
    return 'the same vote';
  const wins = epochThenZxidThenSid(theirs, own);
  const [better, worse] = wins ? [theirs, own] : [own, theirs];
  return `${better.leader} beats ${worse.leader}: ${reasonOf(better, worse)}`;
}

function reasonOf(better: Vote, worse: Vote): string {
  if (better.peerEpoch !== worse.peerEpoch) return `newer epoch (${better.peerEpoch} over ${worse.peerEpoch})`;
  if (better.zxid !== worse.zxid) {
    return `same epoch, higher zxid (${showZxid(better.zxid)} over ${showZxid(worse.zxid)})`;
  }
  return `same epoch and zxid, higher number (${better.leader} over ${worse.leader})`;
}
