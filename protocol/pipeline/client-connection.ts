/** One connection of a client to a server, as the client port keeps it (NIOServerCnxn). */
import { ConnectionStats } from '../admin/server-stats.ts';
import { ErrorCode } from '../error-code.ts';
import { NO_SESSION, type SessionId } from '../ids.ts';
import type { ClientMessage } from '../messages.ts';
import type { ConnectionId, ProcessName } from '../process.ts';
import { ProvenIds } from '../session/auth-info.ts';
import { addressOf, certificateOf, portOf } from '../session/peer-address.ts';
import type { AuthSource } from '../store/acl-schemes.ts';
import { Ring } from '../std/ring.ts';

/**
 * Connections are looked at for silence on a grid of this width, and one without a session may be silent for as long
 * (zookeeper.nio.sessionlessCnxnTimeout).
 */
export const IDLE_GRID_US = 10_000_000;

/**
 * A moved session is told by closing its connection, and so is what the real server would not have survived:
 * SYSTEMERROR, which no server sends.
 */
export function isToldByHangingUp(err: ErrorCode): boolean {
  return err === ErrorCode.SESSIONMOVED || err === ErrorCode.SYSTEMERROR;
}

export class ClientConnection {
  readonly connection: ConnectionId;
  readonly peer: ProcessName;
  readonly address: string;
  readonly port: number;
  /** Subject of the certificate that the client has shown; null: none. */
  readonly certificate: string | null;
  /** `new` until the connect request, `opening` until it is answered. */
  phase: 'new' | 'opening' | 'open' = 'new';
  session: SessionId = NO_SESSION;
  /** Negotiated; before, how long a connection without a session may be silent. */
  timeoutMs = IDLE_GRID_US / 1000;
  /** Whether the connect request had the field `readOnly`, so that the answer has it. */
  knowsReadOnly = false;
  readonly proven: ProvenIds;
  /** Requests with an xid above 0 that were read and are not answered. */
  outstanding = 0;
  /** Reading has stopped: until the handshake is answered, or until replies drain. */
  isStopped = false;
  /** What waited is being read. */
  isResuming = false;
  /** What arrived since; in a real server it waits in the socket. */
  readonly unread = new Ring<ClientMessage>();
  /** When something last came or went. */
  private touchedUs: number;
  readonly stats: ConnectionStats;

  constructor(connection: ConnectionId, peer: ProcessName, now: { readonly nowUs: number; readonly wallMs: number }) {
    this.connection = connection;
    this.peer = peer;
    this.address = addressOf(peer);
    this.port = portOf(peer);
    this.certificate = certificateOf(peer);
    this.proven = new ProvenIds({ scheme: 'ip', id: this.address });
    if (this.certificate !== null) this.proven.add([{ scheme: 'x509', id: this.certificate }]);
    this.stats = new ConnectionStats(now.wallMs);
    this.touchedUs = now.nowUs;
  }

  /** What an auth packet may prove here. */
  authSource(superDigest: string): AuthSource {
    return { peerAddress: this.address, certificate: this.certificate, superDigest };
  }

  /** Something came or went. */
  touch(nowUs: number): void {
    this.touchedUs = nowUs;
  }

  /** When it is closed if nothing more goes either way. */
  get idleUntilUs(): number {
    return (Math.floor((this.touchedUs + this.timeoutMs * 1000) / IDLE_GRID_US) + 1) * IDLE_GRID_US;
  }
}
