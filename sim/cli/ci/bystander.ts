/**
 * A session that goes on working while others attack the ports: it reads a node with a watch, writes it, is told of that,
 * and reads what it wrote. Whatever else happens at the port, it must not feel it.
 */
import { connect, type Socket } from 'node:net';
import { NO_SESSION, ZXID_ZERO } from '../../../protocol/ids.ts';
import type { ServerMessage } from '../../../protocol/messages.ts';
import type { ClientOp } from '../../../protocol/op.ts';
import { encodeText } from '../../../protocol/std/text-bytes.ts';
import { encodeClientMessage, ServerMessageDecoder } from '../../../protocol/wire/client-codec.ts';

export const HOST = '127.0.0.1';
/** No answer may take longer. */
export const HANG_MS = 20_000;
/** Between two rounds: the attack is what keeps the server busy. */
const REST_MS = 5;

export const HANDSHAKE = encodeClientMessage({
  type: 'CONNECT',
  lastZxidSeen: ZXID_ZERO,
  timeoutMs: 4000,
  session: NO_SESSION,
  password: '',
  readOnly: false,
});

const acl = [{ perms: 31, scheme: 'world', id: 'anyone' }];
const data = encodeText('n-1');

type Reply = Extract<ServerMessage, { type: 'REPLY' }>;

export function openSocket(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: HOST, noDelay: true });
    socket.once('connect', () => {
      socket.removeAllListeners('error').on('error', () => {});
      resolve(socket);
    });
    socket.once('error', reject);
  });
}

/** Nobody waits for an answer any more. */
class Stopped extends Error {}

export class Bystander {
  answers = 0;
  slowestMs = 0;
  /** What it felt; null while all is as it must be. */
  failure: Error | null = null;
  private readonly name: string;
  private readonly socket: Socket;
  private readonly decoder = new ServerMessageDecoder();
  private wake: () => void = () => {};
  private xid = 0;
  private stopped = false;
  private working: Promise<void> = Promise.resolve();

  private constructor(name: string, socket: Socket) {
    this.name = name;
    this.socket = socket;
    socket.on('data', (chunk) => {
      this.decoder.push(chunk);
      this.wake();
    });
    socket.on('close', () => {
      if (!this.stopped) this.failure ??= this.felt('was cut off');
      this.wake();
    });
  }

  /** Has a session and its node, and works from here on until it is stopped. */
  static async start(port: number, name: string): Promise<Bystander> {
    const started = new Bystander(name, await openSocket(port));
    started.socket.write(HANDSHAKE);
    const hello = await started.next();
    if (hello.type !== 'CONNECTED' || hello.timeoutMs === 0) throw started.felt('was given no session');
    await started.ask({ type: 'create', path: `/${name}`, data, acl, flags: 0 });
    started.working = started.work().catch((error: unknown) => {
      if (!(error instanceof Stopped)) started.failure ??= error as Error;
    });
    return started;
  }

  /** Resolves when it does no more. */
  async stop(): Promise<void> {
    this.stopped = true;
    this.socket.destroy();
    await this.working;
  }

  private async work(): Promise<void> {
    const path = `/${this.name}`;
    for (let n = 0; !this.stopped; n++) {
      const read = await this.ask({ type: 'getData', path, watch: true });
      const got = read !== null && 'data' in read ? read.data : null;
      if (got === null || Buffer.compare(got, encodeText(`n${n - 1}`)) !== 0)
        throw this.felt('read what it had not written');
      const xid = this.send({ type: 'setData', path, data: encodeText(`n${n}`), version: n });
      const event = await this.next();
      if (event.type !== 'EVENT' || event.event !== 'NodeDataChanged' || event.path !== path) {
        throw this.felt(`was told ${show(event)} in place of its watch`);
      }
      await this.answerTo(xid);
      await new Promise((resolve) => setTimeout(resolve, REST_MS));
    }
  }

  private send(op: ClientOp): number {
    const xid = ++this.xid;
    this.decoder.expect(xid, op.type);
    this.socket.write(encodeClientMessage({ type: 'REQUEST', xid, op }));
    return xid;
  }

  private ask(op: ClientOp): Promise<Reply['result']> {
    return this.answerTo(this.send(op));
  }

  private async answerTo(xid: number): Promise<Reply['result']> {
    const reply = await this.next();
    if (reply.type !== 'REPLY' || reply.xid !== xid || reply.err !== 0) throw this.felt(`was answered ${show(reply)}`);
    this.answers++;
    return reply.result;
  }

  private async next(): Promise<ServerMessage> {
    const begun = performance.now();
    for (;;) {
      const message = this.decoder.next();
      const waitedMs = performance.now() - begun;
      this.slowestMs = Math.max(this.slowestMs, waitedMs);
      if (message !== null) return message;
      if (this.stopped) throw new Stopped();
      if (this.failure !== null) throw this.failure;
      if (waitedMs > HANG_MS) throw this.felt('waits too long for an answer');
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, HANG_MS);
        this.wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  }

  private felt(what: string): Error {
    return new Error(`the session ${this.name} beside the attack ${what}`);
  }
}

function show(message: ServerMessage): string {
  return JSON.stringify(message, (_key, value: unknown) =>
    typeof value === 'bigint' ? `0x${value.toString(16)}` : value,
  );
}
