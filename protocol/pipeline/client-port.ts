/**
 * The client port: connections, the session handshake, and what is sent back (NIOServerCnxn, NIOServerCnxnFactory and
 * the connection part of ZooKeeperServer). A connection belongs to one session; watches belong to connections.
 *
 * A server that serves nobody (LOOKING, or not yet up to date) hangs up at the first request, and so does one that is
 * behind what the client has seen: it must never show a session an older state.
 *
 * Reading from a connection stops until its handshake is answered, and while the server has too many requests in process
 * and this connection has a part in it. What arrives in the meantime waits here.
 */
import { ServerStats } from '../admin/server-stats.ts';
import { sessionTimeoutBounds, votersOf } from '../config.ts';
import { ErrorCode } from '../error-code.ts';
import { NO_SESSION, serverId, ZXID_ZERO, type ServerId, type SessionId, type Zxid } from '../ids.ts';
import type { ClientMessage, ServerMessage } from '../messages.ts';
import type { AuthId, AuthOp, ClientOp, OpResult } from '../op.ts';
import type { ConnectionId, ProcessName } from '../process.ts';
import { firstSessionId, nextSessionId, passwordOf } from '../session/session-id.ts';
import { NO_AUTH } from '../store/acl.ts';
import { authenticate } from '../store/acl-schemes.ts';
import type { FiredWatch } from '../watch/watch-table.ts';
import type { QuorumPeer } from '../zab/peer.ts';
import type { Role } from '../zab/role.ts';
import { ClientConnection, IDLE_GRID_US, isToldByHangingUp } from './client-connection.ts';
import { eagerAclError } from './eager-acl.ts';
import { refusedWith, type LocalRequest } from './request.ts';
import { AUTH_OP_CODE, undecodableHangsUp, undecodableTakesZxid } from './undecodable.ts';

/** Closes connections that were silent for too long. */
export const IDLE_TIMER = 'clients/idle';
/** A ping is answered with this xid, whatever it came with. */
const PING_XID = -2;
const NO_ZXID = -1 as Zxid;
const LONE_SID = serverId(1);

type ConnectRequest = Extract<ClientMessage, { type: 'CONNECT' }>;

export class ClientPort {
  private readonly peer: QuorumPeer;
  private readonly connections = new Map<ConnectionId, ClientConnection>();
  private readonly bySession = new Map<SessionId, ConnectionId>();
  private readonly byAddress = new Map<string, number>();
  private nextSession: SessionId = NO_SESSION;
  /** Requests of clients that went into the pipeline and have not come out of it. */
  inProcess = 0;
  private readonly inProcessMax: number;
  private idleTimerIsSet = false;
  stats = new ServerStats(0);

  constructor(peer: QuorumPeer) {
    this.peer = peer;
    this.inProcessMax = outstandingLimit(peer);
  }

  /** A role begins: what was counted in the last one counts no more. */
  begin(): void {
    this.inProcess = 0;
    this.stats = new ServerStats(this.peer.nowUs);
  }

  // --- connections ---------------------------------------------------------------------------------------------

  onOpened(connection: ConnectionId, peer: ProcessName): void {
    const client = new ClientConnection(connection, peer, this.peer);
    const { maxClientCnxns } = this.peer.config;
    const ofAddress = this.byAddress.get(client.address) ?? 0;
    if (maxClientCnxns > 0 && ofAddress >= maxClientCnxns) {
      this.peer.out.close(connection);
      return;
    }
    this.byAddress.set(client.address, ofAddress + 1);
    this.connections.set(connection, client);
    this.armIdleTimer();
  }

  onClosed(connection: ConnectionId): void {
    this.forget(connection);
  }

  private armIdleTimer(): void {
    if (this.idleTimerIsSet) return;
    this.idleTimerIsSet = true;
    this.peer.out.setTimer(IDLE_TIMER, IDLE_GRID_US - (this.peer.nowUs % IDLE_GRID_US));
  }

  /** A connection that is closed for its silence leaves its session alone. */
  onIdleTimer(): void {
    this.idleTimerIsSet = false;
    for (const client of [...this.connections.values()]) {
      if (client.idleUntilUs <= this.peer.nowUs) this.close(client);
    }
    if (this.connections.size > 0) this.armIdleTimer();
  }

  onMessage(connection: ConnectionId, message: ClientMessage): void {
    const client = this.connections.get(connection);
    if (client === undefined) return;
    client.touch(this.peer.nowUs);
    if (client.isStopped) client.unread.push(message);
    else this.read(client, message);
  }

  /** Reading goes on, until it stops again. */
  private resume(client: ClientConnection): void {
    client.isStopped = false;
    if (client.isResuming) return;
    client.isResuming = true;
    for (let next = client.unread.shift(); next !== undefined; next = client.unread.shift()) {
      this.read(client, next);
      if (client.isStopped || !this.connections.has(client.connection)) break;
    }
    client.isResuming = false;
  }

  private read(client: ClientConnection, message: ClientMessage): void {
    client.stats.received++;
    this.stats.received++;
    const role = this.peer.serving;
    if (message.type === 'COMMAND' && client.phase === 'new') {
      this.answerWord(client, message);
      return;
    }
    if (role === null) this.close(client);
    else if (message.type === 'CONNECT' && client.phase === 'new') this.onConnect(client, message, role);
    else if (message.type === 'REQUEST' && client.phase === 'open') this.onRequest(client, message, role);
    else this.close(client);
  }

  private answerWord(client: ClientConnection, command: Extract<ClientMessage, { type: 'COMMAND' }>): void {
    client.isStopped = true;
    const text = this.peer.admin.answer(command);
    if (text !== null) this.send(client, { type: 'TEXT', text });
    this.close(client);
  }

  // --- handshake -----------------------------------------------------------------------------------------------

  private onConnect(client: ClientConnection, request: ConnectRequest, role: Role): void {
    if (request.lastZxidSeen > this.peer.database.lastProcessedZxid) {
      this.close(client);
      return;
    }
    const { minMs, maxMs } = sessionTimeoutBounds(this.peer.config);
    client.timeoutMs = Math.min(Math.max(request.timeoutMs, minMs), maxMs);
    client.knowsReadOnly = request.readOnly !== undefined;
    client.phase = 'opening';
    client.isStopped = true;
    if (request.session === NO_SESSION) {
      this.bind(client, this.newSession());
      this.submit(client, role, { xid: 0, op: { type: 'createSession', timeoutMs: client.timeoutMs } });
      return;
    }
    const other = this.connectionOf(request.session);
    if (other !== null) this.close(other);
    this.bind(client, request.session);
    if (request.password !== passwordOf(request.session)) this.answerHandshake(client.session, false);
    else role.revalidate(client.session, client.timeoutMs);
  }

  private bind(client: ClientConnection, session: SessionId): void {
    client.session = session;
    this.bySession.set(session, client.connection);
  }

  private newSession(): SessionId {
    this.nextSession =
      this.nextSession === NO_SESSION
        ? firstSessionId(this.sidInSessions, Math.floor(this.peer.nowUs / 1000))
        : nextSessionId(this.nextSession);
    return this.nextSession;
  }

  /** A server that stands alone is number 1 there. */
  private get sidInSessions(): ServerId {
    const { config } = this.peer;
    return config.standalone ? LONE_SID : config.sid;
  }

  /** The handshake's end: the session is this connection's, or it is gone. */
  answerHandshake(session: SessionId, valid: boolean): void {
    const client = this.connectionOf(session);
    if (client === null || client.phase !== 'opening') return;
    const readOnly = client.knowsReadOnly ? { readOnly: false } : {};
    if (!valid) {
      this.send(client, { type: 'CONNECTED', timeoutMs: 0, session: NO_SESSION, password: '', ...readOnly });
      this.close(client);
      return;
    }
    client.phase = 'open';
    const { timeoutMs } = client;
    this.send(client, { type: 'CONNECTED', timeoutMs, session, password: passwordOf(session), ...readOnly });
    this.resume(client);
  }

  // --- requests ------------------------------------------------------------------------------------------------

  private onRequest(
    client: ClientConnection,
    { xid, op }: { readonly xid: number; readonly op: ClientOp },
    role: Role,
  ): void {
    if (xid > 0) {
      client.outstanding++;
      if (this.isOverLimit) client.isStopped = true;
    }
    if (op.type === 'auth') {
      this.onAuth(client, xid, op);
      return;
    }
    if (op.type === 'sasl') {
      // No SASL is set up here: no token comes back (ZooKeeperServer.processSasl).
      this.reply(client, xid, ZXID_ZERO, ErrorCode.OK, { type: 'sasl', token: null });
      return;
    }
    if (op.type === 'undecodable' && op.opCode === AUTH_OP_CODE) {
      this.close(client);
      return;
    }
    // A request of a session that is closing or gone is dropped without an answer; its connection ends with it.
    if (!role.touch(client.session, client.timeoutMs)) return;
    if (op.type === 'unknown') {
      // Not in its turn: whatever the connection still waits for, it will not hear.
      this.refuse(client, xid, NO_ZXID, ErrorCode.UNIMPLEMENTED);
      return;
    }
    this.submit(client, role, { xid, op });
  }

  private submit(
    client: ClientConnection,
    role: Role,
    { xid, op }: { readonly xid: number; readonly op: LocalRequest['op'] },
  ): void {
    const { connection, session } = client;
    const { nowUs } = this.peer;
    const request = { connection, session, cxid: xid, op, auth: client.proven.info, arrivedUs: nowUs };
    this.inProcess++;
    const { compat, config, database } = this.peer;
    if (op.type === 'undecodable' && undecodableHangsUp(op, compat, config.standalone)) {
      role.submit(refusedWith(request, ErrorCode.SYSTEMERROR));
      return;
    }
    if (op.type === 'undecodable' && !undecodableTakesZxid(op, compat)) {
      role.submit(refusedWith(request, ErrorCode.MARSHALLINGERROR));
      return;
    }
    const err =
      config.enableEagerAclCheck && !config.standalone ? eagerAclError(database.tree, request, compat) : ErrorCode.OK;
    role.submit(err === ErrorCode.OK ? request : { ...request, refused: err, refusedEagerly: true });
  }

  /** Answered at once, outside the pipeline; no sign of life of the session. */
  private onAuth(client: ClientConnection, xid: number, op: AuthOp): void {
    const ids = authenticate(op, client.authSource(this.peer.config.superDigest));
    if (ids === null) {
      this.refuse(client, xid, ZXID_ZERO, ErrorCode.AUTHFAILED);
      return;
    }
    client.proven.add(ids);
    this.reply(client, xid, ZXID_ZERO, ErrorCode.OK, null);
  }

  /** The last word on this connection. */
  private refuse(client: ClientConnection, xid: number, zxid: Zxid, err: ErrorCode): void {
    this.send(client, { type: 'REPLY', xid, zxid, err, result: null });
    this.close(client);
  }

  /** The request is out of the pipeline, whether or not anybody waits for its answer. */
  finished(request: LocalRequest): void {
    if (request.connection >= 0) this.inProcess--;
  }

  private get isOverLimit(): boolean {
    return this.inProcess > this.inProcessMax;
  }

  // --- answers -------------------------------------------------------------------------------------------------

  /** Answers a request, unless its connection is gone. */
  answer(request: LocalRequest, err: ErrorCode, result: OpResult | null): void {
    const client = this.connections.get(request.connection);
    if (client === undefined) return;
    if (isToldByHangingUp(err)) {
      this.close(client);
      return;
    }
    const zxid = request.refusedEagerly === true ? ZXID_ZERO : this.peer.database.lastProcessedZxid;
    this.count(client, request, zxid, err);
    const isPong = request.op.type === 'ping' && err === ErrorCode.OK;
    this.reply(client, isPong ? PING_XID : request.cxid, zxid, err, result);
  }

  /** The session of a connect request is created. */
  sessionCreated(request: LocalRequest): void {
    const client = this.connections.get(request.connection);
    if (client !== undefined) this.count(client, request, this.peer.database.lastProcessedZxid, ErrorCode.OK);
    this.answerHandshake(request.session, true);
  }

  private count(client: ClientConnection, request: LocalRequest, zxid: Zxid, err: ErrorCode): void {
    const nowMs = Math.floor(this.peer.nowUs / 1000);
    const latencyMs = nowMs - Math.floor(request.arrivedUs / 1000);
    this.stats.latency.add(latencyMs);
    client.stats.answered(request, err, zxid, nowMs, latencyMs);
  }

  private reply(client: ClientConnection, xid: number, zxid: Zxid, err: ErrorCode, result: OpResult | null): void {
    this.send(client, { type: 'REPLY', xid, zxid, err, result });
    if (xid <= 0) return;
    client.outstanding--;
    if (client.isStopped && client.phase === 'open' && (client.outstanding <= 0 || !this.isOverLimit)) {
      this.resume(client);
    }
  }

  /** Sends watch events; `zxid` is the change's, or -1 for those that setWatches found out. */
  notify(fired: readonly FiredWatch[], zxid: Zxid | -1): void {
    for (const { connection, event, path, modes } of fired) {
      const client = this.connections.get(connection);
      if (client === undefined) continue;
      this.send(client, { type: 'EVENT', event, path, zxid: this.peer.compat.eventsCarryZxid ? zxid : -1 });
      this.peer.out.fact({
        type: 'watchFired',
        session: client.session,
        event,
        path,
        modes,
        zxid: this.peer.database.lastProcessedZxid,
        caughtUp: zxid === -1,
      });
    }
  }

  // --- what others ask -----------------------------------------------------------------------------------------

  sessionOf(connection: ConnectionId): SessionId {
    return this.connections.get(connection)?.session ?? NO_SESSION;
  }

  /** Whose session each open connection is. */
  sessions(): { readonly client: ProcessName; readonly session: SessionId }[] {
    const open = [...this.connections.values()].filter(({ phase }) => phase === 'open');
    return open.map(({ peer, session }) => ({ client: peer, session }));
  }

  /** What the connection has proven by now. */
  authOf(connection: ConnectionId): readonly AuthId[] {
    return this.connections.get(connection)?.proven.info.ids ?? NO_AUTH;
  }

  isOpen(connection: ConnectionId): boolean {
    return this.connections.has(connection);
  }

  get size(): number {
    return this.connections.size;
  }

  /** In the order they were accepted. */
  all(): IterableIterator<ClientConnection> {
    return this.connections.values();
  }

  // --- ends ----------------------------------------------------------------------------------------------------

  /** The session has ended: its client, if it is here, is hung up on without a word. */
  sessionClosed(session: SessionId): void {
    const client = this.connectionOf(session);
    if (client !== null) this.close(client);
  }

  closeAll(): void {
    for (const client of [...this.connections.values()]) this.close(client);
  }

  private connectionOf(session: SessionId): ClientConnection | null {
    const connection = this.bySession.get(session);
    return connection === undefined ? null : (this.connections.get(connection) ?? null);
  }

  private send(client: ClientConnection, message: ServerMessage): void {
    client.stats.sent++;
    this.stats.sent++;
    client.touch(this.peer.nowUs);
    this.peer.out.send(client.connection, message);
  }

  private close(client: ClientConnection): void {
    this.forget(client.connection);
    this.peer.out.close(client.connection);
  }

  private forget(connection: ConnectionId): void {
    const client = this.connections.get(connection);
    if (client === undefined) return;
    this.connections.delete(connection);
    if (this.bySession.get(client.session) === connection) this.bySession.delete(client.session);
    const ofAddress = (this.byAddress.get(client.address) ?? 1) - 1;
    if (ofAddress > 0) this.byAddress.set(client.address, ofAddress);
    else this.byAddress.delete(client.address);
    this.peer.watches.drop(connection);
  }
}

/** Of this server: leaders and followers of an ensemble share the limit. */
function outstandingLimit({ config, learnerType }: QuorumPeer): number {
  const voters = votersOf(config).length;
  const shares = learnerType === 'participant' && voters > 2 ? voters - 1 : 1;
  return Math.floor(config.globalOutstandingLimit / shares);
}
