/** One client at a time, and by hand everything around it. */
import type { ErrorCode } from '../error-code.ts';
import { makeZxid, type SessionId } from '../ids.ts';
import type { ServerMessage } from '../messages.ts';
import type { UserOp } from '../op.ts';
import type { CloseReason, ConnectionId, Input, Message, Out, Process } from '../process.ts';
import { createClient } from './client.ts';
import { defaultClientConfig, type ClientConfig } from './client-config.ts';

export const SESSION = '0x100000000000001' as SessionId;
export const PASSWORD = '00112233445566778899aabbccddeeff';
export const SET: UserOp = { type: 'setData', path: '/a', data: null, version: -1 };

/** Writes down, one line each, what a client does; plays its timers by hand. */
export class Bench implements Out {
  lines: string[] = [];
  timers = new Map<string, number>();
  nowUs = 0;
  private connections = 0;
  private readonly client: Process;

  constructor(config: Partial<ClientConfig> = {}) {
    this.client = createClient({ ...defaultClientConfig('c1', ['1', '2', '3']), sessionTimeoutMs: 6000, ...config });
    this.step({ kind: 'start', files: [] });
  }

  // what the client does
  open(to: string): ConnectionId {
    this.lines.push(`open ${to} as ${++this.connections}`);
    return this.connections;
  }
  close(connection: ConnectionId): void {
    this.lines.push(`close ${connection}`);
  }
  send(connection: ConnectionId, message: Message): void {
    this.lines.push(`${connection}< ${show(message)}`);
  }
  setTimer(timer: string, afterUs: number): void {
    this.timers.set(timer, this.nowUs + afterUs);
  }
  cancelTimer(timer: string): void {
    this.timers.delete(timer);
  }
  reply(id: number, value: unknown): void {
    this.lines.push(`reply ${id}: ${show(value as object)}`);
  }
  choose(): number {
    return 0;
  }
  fact(fact: unknown): void {
    this.lines.push(`fact ${show(fact as object)}`);
  }
  write = unused;
  append = unused;
  sync = unused;
  truncate = unused;
  rename = unused;
  remove = unused;
  read = unused;
  handOver = unused;
  exit = unused;

  // what happens to it
  opened(connection: ConnectionId): string[] {
    return this.step({ kind: 'opened', connection, peer: 's', channel: 'client', incoming: false });
  }
  called(connection: ConnectionId): string[] {
    return this.step({ kind: 'opened', connection, peer: 's', channel: 'client', incoming: true });
  }
  closed(connection: ConnectionId, reason: CloseReason = 'reset'): string[] {
    return this.step({ kind: 'closed', connection, peer: 's', channel: 'client', reason });
  }
  hears(connection: ConnectionId, message: ServerMessage): string[] {
    return this.step({ kind: 'message', connection, peer: 's', channel: 'client', message });
  }
  asks(id: number, request: UserOp): string[] {
    return this.step({ kind: 'request', id, request });
  }
  /** Moves time to the earliest timer and plays it. */
  tick(): string[] {
    const [name, atUs] = Array.from(this.timers).sort((a, b) => a[1] - b[1])[0] ?? ['none', 0];
    this.timers.delete(name);
    this.nowUs = atUs;
    return this.step({ kind: 'timer', timer: name });
  }
  answers(connection: ConnectionId, xid: number, counter: number, err: ErrorCode = 0): string[] {
    return this.hears(connection, { type: 'REPLY', xid, zxid: makeZxid(1, counter), err, result: null });
  }
  /** As far as a session on connection 1. */
  connected(): this {
    this.opened(1);
    this.hears(1, { type: 'CONNECTED', timeoutMs: 6000, session: SESSION, password: PASSWORD });
    this.drain();
    return this;
  }
  drain(): string[] {
    const lines = this.lines;
    this.lines = [];
    return lines;
  }
  inspect(): unknown {
    return this.client.inspect();
  }

  private step(input: DistributiveOmit<Input, 'monotonicUs' | 'wallMs'>): string[] {
    this.client.step({ ...input, monotonicUs: this.nowUs, wallMs: 0 } as Input, this);
    return this.drain();
  }
}

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

function unused(): never {
  throw new Error('a client has no disk, no stages and does not exit');
}

/** `TYPE field=value …`, leaving out what is empty. */
export function show(value: object): string {
  const words = Object.entries(value).map(([name, field]) =>
    name === 'type' || name === 'kind'
      ? String(field)
      : `${name}=${typeof field === 'object' ? JSON.stringify(field) : String(field)}`,
  );
  return words.join(' ');
}
