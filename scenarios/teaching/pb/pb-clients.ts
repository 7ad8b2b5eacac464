/**
 * Where clients come in at a server of the teaching protocol: the connections and sessions of ZooKeeper's clients, as far as
 * such a client needs them. Sessions never expire and watches are not kept.
 */
import { sessionTimeoutBounds, type ServerConfig } from '../../../protocol/config.ts';
import { ErrorCode } from '../../../protocol/error-code.ts';
import { NO_SESSION, type SessionId, type Zxid } from '../../../protocol/ids.ts';
import type { ClientMessage, ServerMessage } from '../../../protocol/messages.ts';
import type { ClientOp, OpResult, ReadOp, WriteOp } from '../../../protocol/op.ts';
import type { ConnectionId, Out } from '../../../protocol/process.ts';
import { firstSessionId, nextSessionId, passwordOf } from '../../../protocol/session/session-id.ts';
import type { DataTree } from '../../../protocol/store/data-tree.ts';
import { readOp } from '../../../protocol/store/read.ts';

const PING_XID = -2;

interface PbConnection {
  session: SessionId;
  timeoutMs: number;
  /** Requests without a reply, in the order in which they came. A read is done when those before it are. */
  readonly waiting: Waiting[];
}

interface Waiting {
  readonly xid: number;
  readonly read: ReadOp | null;
  reply: { readonly err: ErrorCode; readonly result: OpResult | null } | null;
}

/** Whom a write is to be answered to: a connection here, or the other server, which forwarded it. */
export type Asker =
  | { readonly kind: 'client'; readonly connection: ConnectionId; readonly xid: number }
  | { readonly kind: 'server'; readonly ticket: number };

/** A write on its way. */
export interface Asked {
  readonly session: SessionId;
  readonly cxid: number;
  readonly op: WriteOp;
  readonly asker: Asker;
}

/** What the door asks of its server. */
export interface PbHouse {
  readonly config: ServerConfig;
  readonly tree: DataTree;
  readonly isServing: boolean;
  readonly nowUs: number;
  write(asked: Asked, out: Out): void;
}

export class PbClients {
  private readonly house: PbHouse;
  private readonly connections = new Map<ConnectionId, PbConnection>();
  /** What came while the server did not know yet what it is. */
  private unread: { readonly connection: ConnectionId; readonly message: ClientMessage }[] = [];
  private lastSession: SessionId = NO_SESSION;

  constructor(house: PbHouse) {
    this.house = house;
  }

  get size(): number {
    return this.connections.size;
  }

  opened(connection: ConnectionId): void {
    this.connections.set(connection, { session: NO_SESSION, timeoutMs: 0, waiting: [] });
  }

  closed(connection: ConnectionId): void {
    this.connections.delete(connection);
  }

  /** Hangs up: the client will find out, and not know what became of what it had asked. */
  hangUp(connection: ConnectionId, out: Out): void {
    if (this.connections.delete(connection)) out.close(connection);
  }

  onMessage(connection: ConnectionId, message: ClientMessage, out: Out): void {
    const client = this.connections.get(connection);
    if (client === undefined) return;
    if (!this.house.isServing) this.unread.push({ connection, message });
    else if (message.type === 'COMMAND') this.hangUp(connection, out);
    else if (message.type === 'CONNECT') this.connect(connection, client, message, out);
    else this.request(connection, client, message.xid, message.op, out);
  }

  /** The server serves from now on. */
  readOn(out: Out): void {
    const { unread } = this;
    this.unread = [];
    for (const { connection, message } of unread) this.onMessage(connection, message, out);
  }

  private connect(
    connection: ConnectionId,
    client: PbConnection,
    request: Extract<ClientMessage, { type: 'CONNECT' }>,
    out: Out,
  ): void {
    const { minMs, maxMs } = sessionTimeoutBounds(this.house.config);
    client.timeoutMs = Math.min(Math.max(request.timeoutMs, minMs), maxMs);
    if (request.session !== NO_SESSION) {
      client.session = request.session;
      this.welcome(connection, client, this.house.tree.sessions.has(request.session), out);
      return;
    }
    client.session = this.newSession();
    const op = { type: 'createSession', timeoutMs: client.timeoutMs } as const;
    this.write(connection, client, 0, op, out);
  }

  private newSession(): SessionId {
    const { config, nowUs } = this.house;
    this.lastSession =
      this.lastSession === NO_SESSION
        ? firstSessionId(config.sid, Math.floor(nowUs / 1000))
        : nextSessionId(this.lastSession);
    return this.lastSession;
  }

  private welcome(connection: ConnectionId, client: PbConnection, known: boolean, out: Out): void {
    const { session, timeoutMs } = client;
    if (known) {
      const password = passwordOf(session);
      this.send(connection, { type: 'CONNECTED', timeoutMs, session, password, readOnly: false }, out);
      return;
    }
    this.send(connection, { type: 'CONNECTED', timeoutMs: 0, session: NO_SESSION, password: '', readOnly: false }, out);
    this.hangUp(connection, out);
  }

  private request(connection: ConnectionId, client: PbConnection, xid: number, op: ClientOp, out: Out): void {
    switch (op.type) {
      case 'ping':
        this.reply(connection, PING_XID, ErrorCode.OK, null, out);
        return;
      case 'exists':
      case 'getData':
      case 'getChildren':
      case 'getChildren2':
        client.waiting.push({ xid, read: op, reply: null });
        break;
      case 'create':
      case 'create2':
      case 'delete':
      case 'setData':
      case 'multi':
      case 'closeSession':
        client.waiting.push({ xid, read: null, reply: null });
        this.write(connection, client, xid, op, out);
        break;
      case 'sync':
        client.waiting.push({ xid, read: null, reply: { err: ErrorCode.OK, result: { type: 'sync', path: op.path } } });
        break;
      case 'setWatches':
      case 'setWatches2':
        client.waiting.push({ xid, read: null, reply: { err: ErrorCode.OK, result: null } });
        break;
      default:
        client.waiting.push({ xid, read: null, reply: { err: ErrorCode.UNIMPLEMENTED, result: null } });
    }
    this.flush(connection, client, out);
  }

  /** Replies come in the order of the requests. Each server answers reads from what it has itself. */
  private flush(connection: ConnectionId, client: PbConnection, out: Out): void {
    for (let next = client.waiting[0]; next !== undefined; next = client.waiting[0]) {
      const reply = next.read === null ? next.reply : readOp(this.house.tree, next.read);
      if (reply === null) return;
      client.waiting.shift();
      this.reply(connection, next.xid, reply.err, reply.result, out);
    }
  }

  private write(connection: ConnectionId, client: PbConnection, xid: number, op: WriteOp, out: Out): void {
    const { session } = client;
    const asked: Asked = { session, cxid: xid, op, asker: { kind: 'client', connection, xid } };
    this.house.write(asked, out);
  }

  /** The write of a client here is done. */
  answer({ asker, op }: Asked, err: ErrorCode, result: OpResult | null, out: Out): void {
    if (asker.kind !== 'client') return;
    const { connection, xid } = asker;
    const client = this.connections.get(connection);
    if (client === undefined) return;
    if (op.type === 'createSession') {
      this.welcome(connection, client, true, out);
      return;
    }
    const waiting = client.waiting.find((each) => each.xid === xid);
    if (waiting !== undefined) waiting.reply = { err, result };
    this.flush(connection, client, out);
  }

  private reply(connection: ConnectionId, xid: number, err: ErrorCode, result: OpResult | null, out: Out): void {
    const zxid: Zxid = this.house.tree.lastProcessedZxid;
    this.send(connection, { type: 'REPLY', xid, zxid, err, result }, out);
  }

  private send(connection: ConnectionId, message: ServerMessage, out: Out): void {
    out.send(connection, message);
  }
}
