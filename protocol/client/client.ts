/**
 * A ZooKeeper client (ClientCnxn): one session, one connection at a time, requests pipelined in order.
 *
 *   idle ──request──▶ connecting ──opened──▶ handshake ──CONNECTED──▶ connected ──closeSession──▶ closing ──▶ idle
 *                        ▲   │                   │                       │
 *                        └─ waiting ◀── connection lost, refused or too slow
 *
 * It begins to connect when it starts. When a connection is lost the session lives on and the client tries the next
 * server; requests in flight are then unknown, for nobody can tell whether they happened, while those not yet sent
 * keep waiting. (The Java client fails both; only the waiting ones differ, and of these nothing ever left.) Only a
 * server can say that the session is expired; the client then begins a new one, without any watches.
 *
 * Timers: `connect` for opening and handshake, `reconnect`, `alive` for pings and the read time-out, `request` for
 * the oldest request. The last two are not reset at each message but look, when they fire, whether it is time.
 */
import { ErrorCode } from '../error-code.ts';
import { NO_SESSION, ZXID_ZERO, type SessionId, type Zxid } from '../ids.ts';
import { Channel, type ClientMessage, type ServerMessage } from '../messages.ts';
import type { AuthOp, ClientOp, UserOp } from '../op.ts';
import type { ConnectionId, Input, Out, Process, ProcessName } from '../process.ts';
import { checkClientConfig, inOneShape, type ClientConfig } from './client-config.ts';
import { ClientWatches } from './client-watches.ts';
import { HostProvider } from './host-provider.ts';
import { connectTimeoutUs, pingIdleUs, readTimeoutUs } from './keep-alive.ts';
import { PendingRequests, sentOnItsOwnAccount } from './pending.ts';
import { EVENT_ID, SESSION_ID, type EventNews, type SessionNews } from './outcome.ts';

type Reply = Extract<ServerMessage, { type: 'REPLY' }>;

export type ClientPhase = 'idle' | 'waiting' | 'connecting' | 'handshake' | 'connected' | 'closing';

const PING_XID = -2;
const AUTH_XID = -4;
const SET_WATCHES_XID = -8;

/** Makes the process of one client. */
export function createClient(config: ClientConfig): Process {
  return new Client(inOneShape(config));
}

export class Client implements Process {
  private readonly config: ClientConfig;
  private readonly hosts: HostProvider;
  private readonly watches = new ClientWatches();
  private readonly pending = new PendingRequests();
  /** What the application has proven, to be proven again on each connection (authInfo). */
  private auths: AuthOp[] = [];

  private phase: ClientPhase = 'idle';
  private connection: ConnectionId | null = null;
  private server: ProcessName | null = null;
  private requestTimerSet = false;
  private lastHeardUs = 0;
  private lastSentUs = 0;

  private session: SessionId = NO_SESSION;
  private password = '';
  /** The negotiated session time-out; until there is one, that asked for. */
  private timeoutMs: number;
  private xid = 0;
  /** Of the last reply that had one above 0: what this session has seen. Events and pings do not move it. */
  private lastZxid: Zxid = ZXID_ZERO;
  /** Where the session last lived. */
  private lastServer: ProcessName | null = null;

  constructor(config: ClientConfig) {
    checkClientConfig(config);
    this.config = config;
    this.hosts = new HostProvider(config);
    this.timeoutMs = config.sessionTimeoutMs;
  }

  step(input: Input, out: Out): void {
    const nowUs = input.monotonicUs;
    switch (input.kind) {
      case 'start':
        this.connect(out);
        return;
      case 'opened':
        if (input.incoming) out.close(input.connection);
        else if (input.connection === this.connection) this.onOpened(out, nowUs);
        return;
      case 'closed':
        if (input.connection === this.connection) this.onLost(out);
        return;
      case 'message':
        if (input.connection === this.connection) this.onMessage(input.message as ServerMessage, nowUs, out);
        return;
      case 'timer':
        this.onTimer(input.timer, nowUs, out);
        return;
      case 'request':
        this.onRequest(input.id, input.request as UserOp, nowUs, out);
        return;
      case 'writable':
      case 'contents':
      case 'synced':
      case 'diskError':
      case 'stage':
        return;
    }
  }

  inspect(): unknown {
    return {
      phase: this.phase,
      server: this.server,
      session: this.session,
      timeoutMs: this.timeoutMs,
      xid: this.xid,
      lastZxid: this.lastZxid,
      inFlight: this.pending.inFlight.length,
      queued: this.pending.waiting.length,
      watches: this.watches.size,
    };
  }

  // --- connection --------------------------------------------------------------------------------------------

  private connect(out: Out): void {
    const server = this.hosts.current(out);
    this.phase = 'connecting';
    this.server = server;
    this.connection = out.open(server, Channel.CLIENT);
    this.setConnectTimer(out);
  }

  private onOpened(out: Out, nowUs: number): void {
    this.phase = 'handshake';
    this.setConnectTimer(out);
    this.send(
      {
        type: 'CONNECT',
        lastZxidSeen: this.lastZxid,
        timeoutMs: this.config.sessionTimeoutMs,
        session: this.session,
        password: this.password,
        readOnly: false,
      },
      nowUs,
      out,
    );
  }

  private setConnectTimer(out: Out): void {
    out.setTimer('connect', connectTimeoutUs(this.timeoutMs, this.config.servers.length));
  }

  /** Gives the connection up from this side. */
  private disconnect(out: Out): void {
    if (this.connection !== null) out.close(this.connection);
    this.onLost(out);
  }

  private onLost(out: Out): void {
    const phase = this.phase;
    this.forgetConnection(out);
    this.pending.failSent(this.session, 'CONNECTIONLOSS', out);
    if (phase === 'closing') {
      this.endSession(out);
      return;
    }
    if (phase === 'connected') this.tellSession('disconnected', false, out);
    this.reconnect(out);
  }

  private forgetConnection(out: Out): void {
    this.connection = null;
    this.server = null;
    out.cancelTimer('connect');
    out.cancelTimer('alive');
  }

  private reconnect(out: Out): void {
    this.phase = 'waiting';
    out.setTimer('reconnect', this.hosts.turn(out));
  }

  private send(message: ClientMessage, nowUs: number, out: Out): void {
    this.lastSentUs = nowUs;
    out.send(this.connection as ConnectionId, message);
  }

  // --- messages ----------------------------------------------------------------------------------------------

  private onMessage(message: ServerMessage, nowUs: number, out: Out): void {
    this.lastHeardUs = nowUs;
    switch (message.type) {
      case 'CONNECTED':
        if (this.phase === 'handshake') this.onConnected(message, nowUs, out);
        return;
      case 'REPLY':
        if (message.xid === AUTH_XID) this.onAuthReply(message, out);
        else if (message.xid !== PING_XID) this.onReply(message, out);
        return;
      case 'EVENT':
        this.onEvent(message, out);
        return;
      case 'TEXT':
        // Answers a four-letter word, which this client never sends.
        return;
    }
  }

  private onConnected(message: Extract<ServerMessage, { type: 'CONNECTED' }>, nowUs: number, out: Out): void {
    if (message.timeoutMs <= 0) {
      this.onRefused(out);
      return;
    }
    const resumed = this.session !== NO_SESSION;
    if (resumed && this.lastServer !== this.server) out.fact({ type: 'mark', name: 'a session moved' });
    this.phase = 'connected';
    this.session = message.session;
    this.password = message.password;
    this.timeoutMs = message.timeoutMs;
    this.lastServer = this.server;
    this.hosts.succeeded();
    out.cancelTimer('connect');
    this.tellSession('connected', resumed, out);
    this.resumeSession(nowUs, out);
    this.flush(nowUs, out);
    this.setAliveTimer(nowUs, out);
  }

  /** What the connection before had, this one is to have: identities (the last first, as in Java), then watches. */
  private resumeSession(nowUs: number, out: Out): void {
    for (const auth of this.auths.toReversed()) {
      this.pending.auths.push(sentOnItsOwnAccount(AUTH_XID));
      this.request(AUTH_XID, auth, nowUs, out);
    }
    for (const op of this.watches.batches(this.lastZxid)) {
      this.pending.inFlight.push(sentOnItsOwnAccount(SET_WATCHES_XID));
      this.request(SET_WATCHES_XID, op, nowUs, out);
    }
  }

  /** The server does not know the session, or not any more. */
  private onRefused(out: Out): void {
    const connection = this.connection as ConnectionId;
    this.forgetConnection(out);
    out.close(connection);
    if (this.session !== NO_SESSION) {
      this.pending.failWaiting(this.session, 'SESSIONEXPIRED', out);
      this.tellSession('expired', false, out);
      this.forgetSession();
    }
    this.reconnect(out);
  }

  private onReply(message: Reply, out: Out): void {
    const pending = this.pending.inFlight.first();
    if (pending === undefined || pending.xid !== message.xid) {
      this.onDisorder(out);
      return;
    }
    this.pending.inFlight.shift();
    if (message.zxid > 0) this.lastZxid = message.zxid;
    if (pending.op === null) return;
    this.watches.enter(pending.op, message.err);
    this.pending.answered(pending, message, this.session, out);
    if (pending.op.type !== 'closeSession') return;
    const connection = this.connection as ConnectionId;
    this.forgetConnection(out);
    this.pending.failSent(this.session, 'CONNECTIONLOSS', out);
    out.close(connection);
    this.endSession(out);
  }

  private onDisorder(out: Out): void {
    out.fact({ type: 'mark', name: 'a reply out of order' });
    this.disconnect(out);
  }

  /** Auth packets are answered when they arrive, whatever else is on its way. */
  private onAuthReply(message: Reply, out: Out): void {
    const pending = this.pending.auths.shift();
    if (pending === undefined) {
      this.onDisorder(out);
      return;
    }
    this.pending.answered(pending, message, this.session, out);
    if (message.err === ErrorCode.AUTHFAILED) this.onAuthFailed(out);
  }

  /** The end of this client's session, though the server will only find out when its time is up. */
  private onAuthFailed(out: Out): void {
    const connection = this.connection as ConnectionId;
    this.forgetConnection(out);
    out.close(connection);
    this.pending.failSent(this.session, 'AUTHFAILED', out);
    this.pending.failWaiting(this.session, 'AUTHFAILED', out);
    this.tellSession('authFailed', false, out);
    this.forgetSession();
    this.phase = 'idle';
  }

  private onEvent(message: Extract<ServerMessage, { type: 'EVENT' }>, out: Out): void {
    if (message.zxid === -1) out.fact({ type: 'mark', name: 'a watch fired by re-registration' });
    if (!this.watches.fire(message.event, message.path)) return;
    const news: EventNews = {
      kind: 'event',
      session: this.session,
      event: message.event,
      path: message.path,
      zxid: message.zxid,
    };
    out.reply(EVENT_ID, news);
  }

  // --- requests ----------------------------------------------------------------------------------------------

  private onRequest(id: number, op: UserOp, nowUs: number, out: Out): void {
    const limitUs = this.config.requestTimeoutMs * 1000;
    this.pending.waiting.push({ id, op, deadlineUs: limitUs === 0 ? Infinity : nowUs + limitUs, xid: 0 });
    if (limitUs !== 0 && !this.requestTimerSet) this.setRequestTimer(limitUs, out);
    if (this.phase === 'connected') this.flush(nowUs, out);
    else if (this.phase === 'closing') this.flush(nowUs, out);
    else if (this.phase === 'idle') this.connect(out);
  }

  /** Sends what waits, in order. What follows a closeSession belongs to the next session, unless the client is careless. */
  private flush(nowUs: number, out: Out): void {
    while (this.phase === 'connected' || (this.phase === 'closing' && this.config.sendsBehindClose)) {
      const pending = this.pending.waiting.shift();
      if (pending === undefined) return;
      const op = pending.op as UserOp;
      if (op.type === 'auth') {
        this.auths.push(op);
        pending.xid = AUTH_XID;
        this.pending.auths.push(pending);
      } else {
        pending.xid = ++this.xid;
        this.pending.inFlight.push(pending);
      }
      if (op.type === 'closeSession') this.phase = 'closing';
      this.request(pending.xid, op, nowUs, out);
    }
  }

  private request(xid: number, op: ClientOp, nowUs: number, out: Out): void {
    this.send({ type: 'REQUEST', xid, op }, nowUs, out);
  }

  // --- session -----------------------------------------------------------------------------------------------

  /** The session was closed, or is given up because its closeSession went unanswered. */
  private endSession(out: Out): void {
    this.tellSession('closed', false, out);
    this.forgetSession();
    this.phase = 'idle';
    if (this.pending.waiting.length > 0) this.connect(out);
  }

  private forgetSession(): void {
    this.session = NO_SESSION;
    this.password = '';
    this.timeoutMs = this.config.sessionTimeoutMs;
    this.xid = 0;
    this.lastZxid = ZXID_ZERO;
    this.lastServer = null;
    this.watches.clear();
    this.auths = [];
  }

  private tellSession(state: SessionNews['state'], resumed: boolean, out: Out): void {
    const server = state === 'connected' ? this.server : null;
    const news: SessionNews = { kind: 'session', state, session: this.session, server, resumed };
    out.reply(SESSION_ID, news);
  }

  // --- timers ------------------------------------------------------------------------------------------------

  private onTimer(timer: string, nowUs: number, out: Out): void {
    switch (timer) {
      case 'connect':
        if (this.phase === 'connecting' || this.phase === 'handshake') this.disconnect(out);
        return;
      case 'reconnect':
        if (this.phase === 'waiting') this.connect(out);
        return;
      case 'alive':
        if (this.phase === 'connected' || this.phase === 'closing') this.onAlive(nowUs, out);
        return;
      case 'request':
        this.onRequestTimer(nowUs, out);
        return;
    }
  }

  private onAlive(nowUs: number, out: Out): void {
    if (nowUs - this.lastHeardUs >= readTimeoutUs(this.timeoutMs)) {
      this.disconnect(out);
      return;
    }
    if (nowUs - this.lastSentUs >= pingIdleUs(this.timeoutMs)) this.request(PING_XID, { type: 'ping' }, nowUs, out);
    this.setAliveTimer(nowUs, out);
  }

  private setAliveTimer(nowUs: number, out: Out): void {
    const silent = this.lastHeardUs + readTimeoutUs(this.timeoutMs);
    const idle = this.lastSentUs + pingIdleUs(this.timeoutMs);
    out.setTimer('alive', Math.max(1, Math.min(silent, idle) - nowUs));
  }

  private setRequestTimer(afterUs: number, out: Out): void {
    this.requestTimerSet = true;
    out.setTimer('request', Math.max(1, afterUs));
  }

  private onRequestTimer(nowUs: number, out: Out): void {
    this.requestTimerSet = false;
    this.pending.dropLate(this.session, nowUs, out);
    if (this.pending.oldestSentUs <= nowUs) this.onRequestTimeout(nowUs, out);
    const nextUs = this.pending.nextDeadlineUs;
    if (nextUs !== Infinity) this.setRequestTimer(nextUs - nowUs, out);
  }

  /** Somebody waited too long: those requests time out, and the connection is given up with all the others on it. */
  private onRequestTimeout(nowUs: number, out: Out): void {
    this.pending.failSentLate(this.session, nowUs, out);
    this.disconnect(out);
  }
}
