/** What a client tells its application, through `reply`: one outcome per request, and news with negative ids. */
import type { ErrorCode } from '../error-code.ts';
import type { SessionId, Zxid } from '../ids.ts';
import type { OpResult, WatchEventType } from '../op.ts';

/** `reply` id of a watch event, of session news. */
export const EVENT_ID = -1;
export const SESSION_ID = -2;

export type Outcome =
  /** The server answered; `err` may be an error, which is an observation like any other. */
  | {
      readonly kind: 'answered';
      readonly session: SessionId;
      readonly xid: number;
      readonly zxid: Zxid;
      readonly err: ErrorCode;
      readonly result: OpResult | null;
    }
  /** It was sent and no answer came: it may have happened, once or not at all. */
  | {
      readonly kind: 'unknown';
      readonly session: SessionId;
      readonly xid: number;
      readonly why: 'CONNECTIONLOSS' | 'SESSIONEXPIRED' | 'OPERATIONTIMEOUT' | 'AUTHFAILED';
    }
  /** It never left the client: it did not and will not happen. */
  | {
      readonly kind: 'unsent';
      readonly session: SessionId;
      readonly why: 'SESSIONEXPIRED' | 'OPERATIONTIMEOUT' | 'AUTHFAILED';
    };

/** With EVENT_ID: a watch fired. */
export interface EventNews {
  readonly kind: 'event';
  readonly session: SessionId;
  readonly event: WatchEventType;
  readonly path: string;
  readonly zxid: Zxid | -1;
}

/** With SESSION_ID: the connection's state changed (KeeperState). */
export interface SessionNews {
  readonly kind: 'session';
  /**
   * `authFailed`: an auth packet was refused. The client gives the session up; the server keeps it, with its ephemerals,
   * until its time is up.
   */
  readonly state: 'connected' | 'disconnected' | 'expired' | 'closed' | 'authFailed';
  readonly session: SessionId;
  /** The name of the server, null when not connected. */
  readonly server: string | null;
  /** With `connected`: this session was here before and came back, perhaps to another server. */
  readonly resumed: boolean;
}
