/** What is known of one session, from its client and from the committed history. */
import type { EventNews } from '../../protocol/client/outcome.ts';
import { ZXID_ZERO, type SessionId, type Zxid } from '../../protocol/ids.ts';
import type { AuthId } from '../../protocol/op.ts';
import type { ProcessName } from '../../protocol/process.ts';
import type { Operation } from './client-history.ts';
import type { Proof } from './proofs.ts';

/** An event made by setWatches, and when it came. */
export interface CaughtUp {
  readonly news: EventNews;
  /** The last committed transaction when it came: its server was not further. */
  readonly upTo: Zxid;
  readonly atUs: number;
  readonly event: number;
}

export interface SessionRecord {
  readonly session: SessionId;
  /** Null until some client was given it. */
  client: ProcessName | null;
  /** No later reply can show less than this, normalised: the replay waits for it. */
  bound: Zxid;
  /** Whether its client may still get replies. */
  open: boolean;
  /** Its closeSession is committed; null before. */
  closed: Zxid | null;
  /** The zxid and xid of its last reply, as they were sent. */
  lastReply: Zxid;
  lastXid: number;
  /** The last watch event with a zxid on the present connection. */
  lastEvent: Zxid;
  /** Counts the connections of the session, from 0. */
  connection: number;
  /** Per connection, the largest zxid its replies showed, normalised. */
  readonly shownOn: Zxid[];
  /** The connection of the last reply the replay has passed. */
  replayedConnection: number;
  /** The largest cxid of an update that took effect, as far as the replay is. */
  lastDone: number;
  /** Updates without an answer, by xid. */
  readonly unknown: Map<number, Operation>;
  /** Where its client comes from, as an id. */
  address: readonly AuthId[];
  /** What its client has proven beside, in the order of the calls. */
  readonly proofs: Proof[];
  /** Events of setWatches since the last reply: the next reply bounds when they were made. */
  caughtUp: CaughtUp[];
}

export function newSessionRecord(session: SessionId, bound: Zxid): SessionRecord {
  return {
    session,
    client: null,
    bound,
    open: true,
    closed: null,
    lastReply: ZXID_ZERO,
    lastXid: 0,
    lastEvent: ZXID_ZERO,
    connection: 0,
    shownOn: [],
    replayedConnection: 0,
    lastDone: 0,
    unknown: new Map(),
    address: [],
    proofs: [],
    caughtUp: [],
  };
}
