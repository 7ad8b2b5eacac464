/**
 * A server that stands alone, and connections to it that say whatever a test likes: what the client port does, message
 * by message. Stages run and its disk answers at once, unless the disk is held.
 */
import { defaultConfig, type ServerConfig } from '../config.ts';
import { errorName } from '../error-code.ts';
import { NO_SESSION, serverId, ZXID_ZERO, type SessionId } from '../ids.ts';
import type { ClientMessage, ServerMessage } from '../messages.ts';
import type { ClientOp } from '../op.ts';
import type { ConnectionId, Input, Out, Process, ProcessName } from '../process.ts';
import { createServer } from '../server.ts';

type WithoutClocks<T> = T extends unknown ? Omit<T, 'monotonicUs' | 'wallMs'> : never;

export class LoneServer implements Out {
  readonly process: Process;
  nowUs = 0;
  /** The disk does not answer. */
  diskIsHeld = false;
  readonly facts: { readonly type: string }[] = [];
  private readonly due: WithoutClocks<Input>[] = [];
  private readonly synced: string[] = [];
  private readonly timers = new Map<string, number>();
  private readonly heard = new Map<ConnectionId, ServerMessage[]>();
  private readonly hungUp = new Set<ConnectionId>();
  private connections = 0;

  constructor(config: Partial<ServerConfig> = {}) {
    const members = [{ sid: serverId(1), type: 'participant' as const }];
    this.process = createServer({ ...defaultConfig(1, members), standalone: true, fourLetterWords: '*', ...config });
    this.step({ kind: 'start', files: [] });
  }

  // --- what connections do -------------------------------------------------------------------------------------

  /** A connection from that peer, which says these things at once. */
  connect(peer: ProcessName, ...messages: readonly ClientMessage[]): ConnectionId {
    const connection = ++this.connections;
    this.heard.set(connection, []);
    this.step({ kind: 'opened', connection, peer, channel: 'client', incoming: true });
    for (const message of messages) this.say(connection, message);
    return connection;
  }

  /** A connection with a new session. */
  session(peer: ProcessName, timeoutMs = 10_000): ConnectionId {
    const connection = this.connect(peer, hello({ timeoutMs }));
    this.hear(connection);
    return connection;
  }

  say(connection: ConnectionId, message: ClientMessage): void {
    if (this.hungUp.has(connection)) return;
    this.step({ kind: 'message', connection, peer: 'x', channel: 'client', message });
  }

  /** Requests, one after the other, with these xids. */
  ask(connection: ConnectionId, ...requests: readonly (readonly [xid: number, op: ClientOp])[]): void {
    for (const [xid, op] of requests) this.say(connection, { type: 'REQUEST', xid, op });
  }

  /** What the connection has heard since it was asked last, a line each; `closed` when the server hung up. */
  hear(connection: ConnectionId): string[] {
    const lines = this.heard.get(connection)?.map(lineOf) ?? [];
    this.heard.set(connection, []);
    if (this.hungUp.has(connection)) lines.push('closed');
    return lines;
  }

  /** The last messages themselves. */
  messages(connection: ConnectionId): readonly ServerMessage[] {
    return this.heard.get(connection) ?? [];
  }

  leave(connection: ConnectionId): void {
    this.step({ kind: 'closed', connection, peer: 'x', channel: 'client', reason: 'closed' });
  }

  /** The answer to a four-letter word. */
  word(word: string, argument?: string): string {
    const command = { type: 'COMMAND', word, ...(argument === undefined ? {} : { argument }) } as const;
    const connection = this.connect('c99', command);
    const text = this.messages(connection).map((message) => (message.type === 'TEXT' ? message.text : ''));
    return text.join('') + (this.hungUp.has(connection) ? '' : ' and the connection stays');
  }

  // --- the world -----------------------------------------------------------------------------------------------

  /** Time goes on, timer by timer. */
  advance(ms: number): void {
    const untilUs = this.nowUs + ms * 1000;
    for (;;) {
      const [name, atUs] = Array.from(this.timers).sort((a, b) => a[1] - b[1])[0] ?? ['', Infinity];
      if (atUs > untilUs) break;
      this.timers.delete(name);
      this.nowUs = Math.max(this.nowUs, atUs);
      this.step({ kind: 'timer', timer: name });
    }
    this.nowUs = untilUs;
  }

  /** What the disk owes it answers. */
  release(): void {
    this.diskIsHeld = false;
    for (const file of this.synced.splice(0)) this.due.push({ kind: 'synced', file });
    this.settle();
  }

  private step(event: WithoutClocks<Input>): void {
    this.due.push(event);
    this.settle();
  }

  private settle(): void {
    for (let event = this.due.shift(); event !== undefined; event = this.due.shift()) {
      const clocks = { monotonicUs: this.nowUs, wallMs: Math.floor(this.nowUs / 1000) };
      this.process.step({ ...event, ...clocks } as Input, this);
    }
  }

  open(): number {
    throw new Error('a server that stands alone opens no connections');
  }
  close(connection: ConnectionId): void {
    if (this.hungUp.has(connection)) throw new Error('a connection is closed once');
    this.hungUp.add(connection);
  }
  send(connection: ConnectionId, message: ServerMessage): void {
    if (this.hungUp.has(connection)) throw new Error('nothing is sent on a closed connection');
    this.heard.get(connection)?.push(message);
  }
  setTimer(timer: string, afterUs: number): void {
    this.timers.set(timer, this.nowUs + afterUs);
  }
  cancelTimer(timer: string): void {
    this.timers.delete(timer);
  }
  sync(file: string): void {
    if (this.diskIsHeld) this.synced.push(file);
    else this.due.push({ kind: 'synced', file });
  }
  handOver(stage: string, item: unknown): void {
    this.due.push({ kind: 'stage', stage, item });
  }
  fact(fact: { readonly type: string }): void {
    this.facts.push(fact);
  }
  choose(): number {
    return 0;
  }
  write = quiet;
  append = quiet;
  truncate = quiet;
  rename = quiet;
  remove = quiet;
  read = quiet;
  reply = quiet;
  exit(reason: string): never {
    throw new Error(`the server exits: ${reason}`);
  }
}

function quiet(): void {
  // Nothing a connection could see comes of it.
}

/** A connect request. */
export function hello(over: Partial<Extract<ClientMessage, { type: 'CONNECT' }>> = {}): ClientMessage {
  const fresh = { lastZxidSeen: ZXID_ZERO, timeoutMs: 10_000, session: NO_SESSION, password: '' };
  return { type: 'CONNECT', ...fresh, ...over };
}

function lineOf(message: ServerMessage): string {
  switch (message.type) {
    case 'CONNECTED': {
      const readOnly = message.readOnly === undefined ? '' : ` readOnly=${String(message.readOnly)}`;
      return `session ${message.session} for ${message.timeoutMs} ms${readOnly}`;
    }
    case 'REPLY': {
      const body = message.result === null ? '' : ` ${message.result.type}`;
      return `#${message.xid} zxid ${message.zxid} ${errorName(message.err)}${body}`;
    }
    case 'EVENT':
      return `event ${message.event} ${message.path} zxid ${message.zxid}`;
    case 'TEXT':
      return `text ${message.text}`;
  }
}

export const FIRST_SESSION = '0x100000000000000' as SessionId;
