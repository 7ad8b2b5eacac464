/** A client as thin as can be: a socket, bytes, and messages where a test wants them. */
import { connect, type Socket } from 'node:net';
import { NO_SESSION, ZXID_ZERO, type SessionId } from '../../protocol/ids.ts';
import type { ClientMessage, ServerMessage } from '../../protocol/messages.ts';
import type { ClientOp } from '../../protocol/op.ts';
import { encodeText } from '../../protocol/std/text-bytes.ts';
import { encodeClientMessage, ServerMessageDecoder } from '../../protocol/wire/client-codec.ts';

type Connected = Extract<ServerMessage, { type: 'CONNECTED' }>;
type Connect = Extract<ClientMessage, { type: 'CONNECT' }>;
export type Reply = Extract<ServerMessage, { type: 'REPLY' }>;

export function connectRequest(fields: Partial<Connect> = {}): Connect {
  return {
    type: 'CONNECT',
    lastZxidSeen: ZXID_ZERO,
    timeoutMs: 10_000,
    session: NO_SESSION,
    password: '',
    readOnly: false,
    ...fields,
  };
}

export const create = (path: string, flags = 0) =>
  ({
    type: 'create',
    path,
    data: encodeText('data'),
    acl: [{ perms: 31, scheme: 'world', id: 'anyone' }],
    flags,
  }) as const;
export const exists = (path: string) => ({ type: 'exists', path, watch: false }) as const;

export class RawClient {
  private readonly socket: Socket;
  private readonly decoder = new ServerMessageDecoder({ maxBuffer: 1_048_576 });
  private readonly bytes: Buffer[] = [];
  private ended = false;
  /** How the socket ended, as an error if it did so. */
  private error: NodeJS.ErrnoException | null = null;
  private wake: () => void = () => {};
  private xid = 0;

  /** Of a socket that is connected, whatever it speaks below. */
  constructor(socket: Socket) {
    this.socket = socket;
    socket.on('data', (chunk) => {
      this.bytes.push(chunk);
      this.decoder.push(chunk);
      this.wake();
    });
    socket.on('error', (error: NodeJS.ErrnoException) => (this.error = error));
    socket.on('close', () => {
      this.ended = true;
      this.wake();
    });
  }

  static async open(port: number): Promise<RawClient> {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('error', reject));
    return new RawClient(socket);
  }

  /** Connects and shakes hands. */
  static async session(port: number, fields: Partial<Connect> = {}): Promise<RawClient & { connected: Connected }> {
    const client = await RawClient.open(port);
    return Object.assign(client, { connected: await client.shakeHands(fields) });
  }

  send(...parts: readonly Uint8Array[]): void {
    for (const part of parts) this.socket.write(part);
  }

  stopReading(): void {
    this.socket.pause();
  }

  goOnReading(): void {
    this.socket.resume();
  }

  /** Sends nothing more; what comes is still read. */
  endWriting(): void {
    this.socket.end();
  }

  async shakeHands(fields: Partial<Connect> = {}): Promise<Connected> {
    this.send(encodeClientMessage(connectRequest(fields)));
    const answer = await this.next();
    if (answer.type !== 'CONNECTED') throw new Error(`not an answer to a handshake: ${answer.type}`);
    return answer;
  }

  /** The bytes of a request whose reply will be understood. */
  request(op: ClientOp): Uint8Array {
    const xid = op.type === 'ping' ? -2 : ++this.xid;
    this.decoder.expect(xid, op.type);
    return encodeClientMessage({ type: 'REQUEST', xid, op });
  }

  async ask(op: ClientOp): Promise<Reply> {
    this.send(this.request(op));
    return this.reply();
  }

  async reply(): Promise<Reply> {
    const message = await this.next();
    if (message.type !== 'REPLY') throw new Error(`not a reply: ${message.type}`);
    return message;
  }

  async next(): Promise<ServerMessage> {
    for (;;) {
      const message = this.decoder.next();
      if (message !== null) return message;
      if (this.ended) throw new Error('the server hung up');
      await new Promise<void>((resolve) => (this.wake = resolve));
    }
  }

  /** Waits for the end of the connection; all bytes that came. */
  async rest(): Promise<{ bytes: Buffer; error: string | null }> {
    while (!this.ended) await new Promise<void>((resolve) => (this.wake = resolve));
    return { bytes: Buffer.concat(this.bytes), error: this.error?.code ?? null };
  }

  /** Goes without a farewell: the other side gets a reset. */
  reset(): void {
    this.socket.resetAndDestroy();
  }

  close(): void {
    this.socket.destroy();
  }
}

export function sessionOf({ connected }: { connected: Connected }): { session: SessionId; password: string } {
  return { session: connected.session, password: connected.password };
}
