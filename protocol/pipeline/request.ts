/** Requests on their way through a server's pipeline. */
import type { ErrorCode } from '../error-code.ts';
import type { ServerId, SessionId } from '../ids.ts';
import type { Op } from '../op.ts';
import type { ConnectionId } from '../process.ts';
import type { AuthInfo } from '../session/auth-info.ts';

/** A request of a client connected to this server. */
export interface LocalRequest {
  /** -1 for what the server asks itself: the closeSession of an expired session. */
  readonly connection: ConnectionId;
  readonly session: SessionId;
  readonly cxid: number;
  readonly op: Op;
  /** What the connection had proven when this arrived. */
  readonly auth: AuthInfo;
  /** When it arrived; microseconds of the monotonic clock. */
  readonly arrivedUs: number;
  /** What it is refused with, by the leader's prep or before; answered in its turn, without a transaction. */
  readonly refused?: ErrorCode;
  /** It was refused before any pipeline: the answer's zxid is 0 (zookeeper.enableEagerACLCheck). */
  readonly refusedEagerly?: boolean;
}

/** The same request, to be answered with this error in its turn. */
export function refusedWith(request: LocalRequest, refused: ErrorCode): LocalRequest {
  const { connection, session, cxid, op, auth, arrivedUs } = request;
  return { connection, session, cxid, op, auth, arrivedUs, refused };
}

/** A request at the leader's door to the pipeline: its own client's, or one that a learner forwarded. */
export interface LeaderRequest {
  readonly session: SessionId;
  readonly cxid: number;
  readonly op: Op;
  readonly auth: AuthInfo;
  /** The server whose client asks; null: when the request arrived, its session had moved on from there. */
  readonly owner: ServerId | null;
  /** Null when it was forwarded. */
  readonly local: LocalRequest | null;
  /** The learner's connection it came by; -1 for the leader's own. */
  readonly learner: ConnectionId;
}
