/**
 * One connection of a real client, as the contract knows it: what it asked and what is still to be answered. Watches and
 * identities belong to it and not to the session, as they do at a server; so does the order of replies, for two
 * connections may hold one session at a time.
 */
import { NO_SESSION, ZXID_ZERO, type SessionId } from '../../protocol/ids.ts';
import type { ClientMessage } from '../../protocol/messages.ts';
import type { ProcessName } from '../../protocol/process.ts';
import type { SetWatchesOp } from '../../protocol/op.ts';
import { Ring } from '../../protocol/std/ring.ts';
import type { Operation } from '../contract/client-history.ts';
import { newSessionRecord, type SessionRecord } from '../contract/session-record.ts';
import { addressIds } from '../contract/proofs.ts';
import type { SocketId } from './served-input.ts';

/** What a reply is awaited for. */
export type Awaited =
  | { readonly kind: 'operation'; readonly xid: number; readonly operation: Operation }
  | { readonly kind: 'setWatches'; readonly xid: number; readonly op: SetWatchesOp }
  /** Answered at its turn; nothing is looked at but its zxid. */
  | { readonly kind: 'ping' | 'other'; readonly xid: number };

export class Talk {
  readonly socket: SocketId;
  readonly server: ProcessName;
  /** The session it is of, once that is known; NO_SESSION while it asks for a new one. */
  session: SessionId = NO_SESSION;
  /** Its connect request; null until it came. */
  greeting: Extract<ClientMessage, { type: 'CONNECT' }> | null = null;
  /** The handshake was answered by a session. */
  connected = false;
  /** Its session was on another connection at the same time: what came of requests of one may be told to the other. */
  isShared = false;
  /** What checks of order, watches and identities keep, under a name of this connection's own. */
  readonly record: SessionRecord;
  /** Answered in turn, in the order of the requests. */
  readonly inTurn = new Ring<Awaited>();
  /** Answered at once, whatever else waits: auth, SASL, and what no server knows. */
  readonly aside = new Ring<Awaited>();
  /** Counts its requests. */
  asked = 0;

  constructor(socket: SocketId, peer: ProcessName, server: ProcessName) {
    this.socket = socket;
    this.server = server;
    this.record = newSessionRecord(`connection ${socket}` as SessionId, ZXID_ZERO);
    this.record.client = peer;
    this.record.address = addressIds(peer);
    this.record.shownOn.push(ZXID_ZERO);
  }

  /** Operations without an answer. */
  get unanswered(): number {
    let count = this.aside.length;
    for (let index = 0; index < this.inTurn.length; index++) if (this.inTurn.at(index)?.kind !== 'ping') count++;
    return count;
  }
}
