/**
 * The client port: connections, the session handshake, and what is sent back (NIOServerCnxn and the connection part
 * of ZooKeeperServer). A connection belongs to one session; watches belong to connections.
 *
 * A server that serves nobody (LOOKING, or not yet up to date) hangs up at once, and so does one that is behind what
 * the client has seen: it must never show a session an older state.
 */
import { sessionTimeoutBounds } from '../config.ts';
import { ErrorCode } from '../error-code.ts';
import { NO_SESSION, type SessionId, type Zxid } from '../ids.ts';
import type { ClientMessage, ServerMessage } from '../messages.ts';
import type { OpResult } from '../op.ts';
import type { ConnectionId, ProcessName } from '../process.ts';
import { authInfo, type AuthInfo } from '../session/auth-info.ts';
import { addressOf } from '../session/peer-address.ts';
import { firstSessionId, nextSessionId, passwordOf } from '../session/session-id.ts';
import type { FiredWatch } from '../watch/watch-table.ts';
import type { QuorumPeer } from '../zab/peer.ts';

interface ClientConnection {
  readonly connection: ConnectionId;
  session: SessionId;
  timeoutMs: number;
  phase: 'new' | 'opening' | 'open';
  auth: AuthInfo;
}

export class ClientPort {
  private readonly peer: QuorumPeer;
  private readonly connections = new Map<ConnectionId, ClientConnection>();
  private readonly bySession = new Map<SessionId, ConnectionId>();
  private nextSession: SessionId = NO_SESSION;

  constructor(peer: QuorumPeer) {
    this.peer = peer;
  }

  onOpened(connection: ConnectionId, peer: ProcessName): void {
    this.connections.set(connection, {
      connection,
      session: NO_SESSION,
      timeoutMs: 0,
      phase: 'new',
      auth: authInfo([{ scheme: 'ip', id: addressOf(peer) }]),
    });
  }

  onClosed(connection: ConnectionId): void {
    this.forget(connection);
  }

  onMessage(connection: ConnectionId, message: ClientMessage): void {
    const client = this.connections.get(connection);
    if (client === undefined) return;
    const role = this.peer.serving;
    if (role === null) {
      this.close(connection);
      return;
    }
    if (message.type === 'CONNECT') {
      this.onConnect(client, message);
      return;
    }
    if (message.type === 'COMMAND') {
      this.close(connection);
      return;
    }
    if (client.phase !== 'open') {
      this.close(connection);
      return;
    }
    // A request of a session that is closing or gone is dropped without an answer; its connection ends with it.
    if (!role.touch(client.session, client.timeoutMs)) return;
    role.submit({ connection, session: client.session, cxid: message.xid, op: message.op, auth: client.auth });
  }

  private onConnect(client: ClientConnection, request: Extract<ClientMessage, { type: 'CONNECT' }>): void {
    const role = this.peer.serving;
    if (role === null || client.phase !== 'new' || request.lastZxidSeen > this.peer.database.lastProcessedZxid) {
      this.close(client.connection);
      return;
    }
    const { minMs, maxMs } = sessionTimeoutBounds(this.peer.config);
    client.timeoutMs = Math.min(Math.max(request.timeoutMs, minMs), maxMs);
    client.phase = 'opening';
    if (request.session === NO_SESSION) {
      client.session = this.newSession();
      this.bySession.set(client.session, client.connection);
      const op = { type: 'createSession', timeoutMs: client.timeoutMs } as const;
      role.submit({ connection: client.connection, session: client.session, cxid: 0, op, auth: client.auth });
      return;
    }
    const other = this.bySession.get(request.session);
    if (other !== undefined) this.close(other);
    client.session = request.session;
    this.bySession.set(client.session, client.connection);
    if (request.password !== passwordOf(request.session)) this.answerHandshake(client.session, false);
    else role.revalidate(client.session, client.timeoutMs);
  }

  private newSession(): SessionId {
    this.nextSession =
      this.nextSession === NO_SESSION
        ? firstSessionId(this.peer.config.sid, Math.floor(this.peer.nowUs / 1000))
        : nextSessionId(this.nextSession);
    return this.nextSession;
  }

  /** The handshake's end: the session is this connection's, or it is gone. */
  answerHandshake(session: SessionId, valid: boolean): void {
    const client = this.connectionOf(session);
    if (client === null || client.phase !== 'opening') return;
    if (valid) {
      client.phase = 'open';
      const password = passwordOf(session);
      this.send(client.connection, { type: 'CONNECTED', timeoutMs: client.timeoutMs, session, password });
    } else {
      this.send(client.connection, { type: 'CONNECTED', timeoutMs: 0, session: NO_SESSION, password: '' });
      this.close(client.connection);
    }
  }

  /** Answers a request, unless its connection is gone. A moved session is told by hanging up. */
  reply(connection: ConnectionId, xid: number, zxid: Zxid, err: ErrorCode, result: OpResult | null): void {
    if (!this.connections.has(connection)) return;
    if (err === ErrorCode.SESSIONMOVED) this.close(connection);
    else this.send(connection, { type: 'REPLY', xid, zxid, err, result });
  }

  /** Sends watch events; `zxid` is the change's, or -1 for those that setWatches found out. */
  notify(fired: readonly FiredWatch[], zxid: Zxid | -1): void {
    for (const { connection, event, path } of fired) {
      const client = this.connections.get(connection);
      if (client === undefined) continue;
      this.send(connection, { type: 'EVENT', event, path, zxid });
      this.peer.out.fact({
        type: 'watchFired',
        session: client.session,
        event,
        path,
        zxid: this.peer.database.lastProcessedZxid,
        caughtUp: zxid === -1,
      });
    }
  }

  sessionOf(connection: ConnectionId): SessionId {
    return this.connections.get(connection)?.session ?? NO_SESSION;
  }

  isOpen(connection: ConnectionId): boolean {
    return this.connections.has(connection);
  }

  /** The session has ended: its client, if it is here, is hung up on without a word. */
  sessionClosed(session: SessionId): void {
    const client = this.connectionOf(session);
    if (client !== null) this.close(client.connection);
  }

  closeAll(): void {
    for (const connection of [...this.connections.keys()]) this.close(connection);
  }

  get count(): number {
    return this.connections.size;
  }

  private connectionOf(session: SessionId): ClientConnection | null {
    const connection = this.bySession.get(session);
    return connection === undefined ? null : (this.connections.get(connection) ?? null);
  }

  private send(connection: ConnectionId, message: ServerMessage): void {
    this.peer.out.send(connection, message);
  }

  private close(connection: ConnectionId): void {
    if (!this.connections.has(connection)) return;
    this.forget(connection);
    this.peer.out.close(connection);
  }

  private forget(connection: ConnectionId): void {
    const client = this.connections.get(connection);
    if (client === undefined) return;
    this.connections.delete(connection);
    if (this.bySession.get(client.session) === connection) this.bySession.delete(client.session);
    this.peer.watches.drop(connection);
  }
}
