/** What a role shows of itself to whoever looks at a run: plain data, a part of `inspect()`. */
import type { Epoch, ServerId, SessionId, Zxid } from '../ids.ts';
import type { SessionTracker } from '../session/session-tracker.ts';
import { Leader } from './leader.ts';
import { Learner } from './learner.ts';
import type { Role } from './role.ts';
import { Standalone } from './standalone.ts';

export interface TrackedPicture {
  readonly session: SessionId;
  /** Where its client is connected; null before its first request. */
  readonly owner: ServerId | null;
  readonly timeoutMs: number;
  readonly closing: boolean;
  /** Monotonic time at which its bucket expires, on the clock of the server that tracks it; -1 while none is set. */
  readonly dueUs: number;
}

export type RolePicture =
  | {
      readonly kind: 'leader';
      readonly phase: Leader['phase'];
      readonly epoch: Epoch;
      /** Who has said which epoch it accepted, accepted the new one, and acknowledged NEWLEADER. */
      readonly joined: readonly ServerId[];
      readonly epochAcks: readonly ServerId[];
      readonly newLeaderAcks: readonly ServerId[];
      readonly lastCommitted: Zxid;
      /** Proposed and not committed, the oldest first. */
      readonly outstanding: readonly { readonly zxid: Zxid; readonly acks: readonly ServerId[] }[];
      readonly learners: readonly { readonly sid: ServerId; readonly voter: boolean; readonly phase: string }[];
      readonly sessions: readonly TrackedPicture[];
    }
  | { readonly kind: 'learner'; readonly leader: ServerId; readonly phase: Learner['phase'] }
  | { readonly kind: 'standalone'; readonly sessions: readonly TrackedPicture[] };

export function rolePicture(role: Role | null): RolePicture | null {
  if (role instanceof Leader) {
    return {
      kind: 'leader',
      phase: role.phase,
      epoch: role.epoch,
      joined: role.joined.toArray(),
      epochAcks: role.epochAcks.toArray(),
      newLeaderAcks: role.newLeaderAcks.toArray(),
      lastCommitted: role.proposals.lastCommitted,
      outstanding: role.proposals.outstanding.toArray().map(({ txn, acks }) => ({
        zxid: txn.zxid,
        acks: acks.toArray(),
      })),
      learners: [...role.handlers.values()].map(({ sid, isVoter, phase }) => ({ sid, voter: isVoter, phase })),
      sessions: trackedPicture(role.requests.sessions),
    };
  }
  if (role instanceof Learner) return { kind: 'learner', leader: role.leader, phase: role.phase };
  if (role instanceof Standalone) return { kind: 'standalone', sessions: trackedPicture(role.requests.sessions) };
  return null;
}

function trackedPicture(tracker: SessionTracker): TrackedPicture[] {
  const due = new Map(tracker.buckets().flatMap(([dueUs, sessions]) => sessions.map((session) => [session, dueUs])));
  return [...tracker.all()].map(({ session, owner, timeoutMs, closing }) => ({
    session,
    owner,
    timeoutMs,
    closing,
    dueUs: due.get(session) ?? -1,
  }));
}
