/**
 * The rare paths that campaigns are asked to reach. Names are stored in results and scenario files, so they change
 * only with a reason. Those under "told" are mark facts of a process itself; `marks.ts` derives the others.
 */
export const Mark = {
  // derived
  DIFF_FROM_DISK: 'sync: DIFF from the log on disk',
  TRUNC: 'sync: TRUNC',
  SNAP: 'sync: SNAP',
  SNAP_INTERRUPTED: 'SNAP interrupted',
  MINORITY_COMMITTED: 'a txn logged by a minority and later committed',
  MINORITY_TRUNCATED: 'a txn logged by a minority and later truncated',
  LEADER_COMMITS_UNSYNCED: 'a leader that commits before its own sync',
  GROUP_SYNC: 'a group sync of three or more',
  EMPTY_EPOCH: 'an epoch without a txn',
  EPOCH_EXHAUSTED: 'an epoch whose counter was used up',
  SLOT_OVERWRITTEN: 'an election slot overwritten',
  SESSION_EXPIRED: 'a session expired',
  SERVED_BY_OBSERVER: 'a client served by an observer',
  REFILLED: 'a container refilled before its deletion',
  QUOTA_EXCEEDED: 'a quota exceeded',
  PENDING_ACL: 'a write checked while a setACL is pending',
  PERSISTENT_AGAIN: 'a persistent watch that fired again',
  RECURSIVE_BELOW: 'a recursive watch that fired further down',
  MOVED_IN_FLIGHT: 'a request of a moved session refused',
  MULTI_FAILED: 'a multi that failed behind its first part',
  SEQUENCE_REUSED: 'a sequence number of a failed multi used again',
  DELETION_TOLD_ONCE: 'a deletion told once to two watches',
  // told
  TRUNC_THEN_DIFF: 'sync: TRUNC then DIFF',
  COMMIT_BEFORE_UPTODATE: 'NEWLEADER acknowledged and COMMIT before UPTODATE',
  SOFT_RESTART_WITH_QUEUE: 'soft restart with a queued log',
  TORN_TAIL: 'a torn tail cut',
  SESSION_MOVED: 'a session moved',
  CONTAINER_REAPED: 'a container reaped',
  TTL_OVER: 'a time to live over',
  EVENT_KEPT: 'an event kept from who may not read',
  WATCH_CAUGHT_UP: 'a watch fired by re-registration',
  HALF_OPEN: 'a half-open connection timed out',
} as const;

export type MarkName = (typeof Mark)[keyof typeof Mark];

export const markNames: readonly string[] = Object.values(Mark);
