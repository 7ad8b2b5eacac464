/**
 * A client that costs as little as it can, so that what is measured is the server: requests are written in advance,
 * replies are told apart by their lengths, and only their headers are looked at.
 */
import { connect, type Socket } from 'node:net';
import { NO_SESSION, ZXID_ZERO, type SessionId } from '../../../protocol/ids.ts';
import type { ClientOp } from '../../../protocol/op.ts';
import { encodeText } from '../../../protocol/std/text-bytes.ts';
import { encodeClientMessage, ServerMessageDecoder } from '../../../protocol/wire/client-codec.ts';

const HOST = '127.0.0.1';
const LENGTH_BYTES = 4;
/** Of a reply, behind its length: xid, zxid, err. */
const ERR_AT = 12;
const CONNECT_MS_MAX = 5_000;
const ANSWER_MS_MAX = 5_000;
const SESSION_TIMEOUT_MS = 30_000;

export const acl = [{ perms: 31, scheme: 'world', id: 'anyone' }];
export const someData = encodeText('x'.repeat(100));

export interface Identity {
  readonly session: SessionId;
  readonly password: string;
}

export class PipelinedClient {
  identity: Identity = { session: NO_SESSION, password: '' };
  private readonly socket: Socket;
  private buffered: Buffer = Buffer.alloc(0);
  private xid = 0;
  /** Told of every reply: its error code. */
  private onReply: (err: number) => void = () => {};
  private onClose: (error: Error) => void = () => {};

  private constructor(socket: Socket) {
    this.socket = socket;
  }

  /** Rejects when nobody listens, the handshake takes too long, or the server hangs up on it. */
  static async open(port: number, identity: Identity | null = null): Promise<PipelinedClient> {
    const socket = connect({ port, host: HOST, noDelay: true });
    const client = new PipelinedClient(socket);
    try {
      await client.shakeHands(identity);
    } catch (error) {
      socket.destroy();
      throw error;
    }
    return client;
  }

  private shakeHands(identity: Identity | null): Promise<void> {
    const { socket } = this;
    const decoder = new ServerMessageDecoder();
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error('no answer to the handshake')), CONNECT_MS_MAX);
      const failed = (error: Error): void => {
        clearTimeout(timer);
        this.onClose(error);
        reject(error);
      };
      socket.on('error', failed);
      socket.on('close', () => failed(new Error('the server hung up')));
      socket.on('connect', () =>
        socket.write(
          encodeClientMessage({
            type: 'CONNECT',
            lastZxidSeen: ZXID_ZERO,
            timeoutMs: SESSION_TIMEOUT_MS,
            session: identity?.session ?? NO_SESSION,
            password: identity?.password ?? '',
            readOnly: false,
          }),
        ),
      );
      const onHello = (chunk: Buffer): void => {
        decoder.push(new Uint8Array(chunk));
        const message = decoder.next();
        if (message?.type !== 'CONNECTED') return;
        clearTimeout(timer);
        socket.off('data', onHello);
        if (message.timeoutMs === 0) {
          reject(new Error('the session has expired'));
          return;
        }
        this.identity = { session: message.session, password: message.password };
        socket.on('data', (more) => this.take(more));
        resolve();
      };
      socket.on('data', onHello);
    });
  }

  private take(chunk: Buffer): void {
    const bytes = this.buffered.length === 0 ? chunk : Buffer.concat([this.buffered, chunk]);
    let at = 0;
    while (at + LENGTH_BYTES <= bytes.length) {
      const end = at + LENGTH_BYTES + bytes.readInt32BE(at);
      if (end > bytes.length) break;
      const err = bytes.readInt32BE(at + LENGTH_BYTES + ERR_AT);
      at = end;
      this.onReply(err);
    }
    this.buffered = bytes.subarray(at);
  }

  /** One request; its error code. Rejects when the connection ends or has ended, or nothing comes. */
  ask(op: ClientOp): Promise<number> {
    return new Promise((resolve, reject) => {
      if (this.socket.destroyed) {
        reject(new Error('the connection has ended'));
        return;
      }
      const timer = setTimeout(() => reject(new Error('no answer')), ANSWER_MS_MAX);
      this.onReply = (err) => {
        clearTimeout(timer);
        resolve(err);
      };
      this.onClose = (error) => {
        clearTimeout(timer);
        reject(error);
      };
      this.socket.write(encodeClientMessage({ type: 'REQUEST', xid: ++this.xid, op }));
    });
  }

  /** Keeps `depth` requests on their way for so long; answers per second. Rejects when one is not answered by OK. */
  rate(op: ClientOp, depth: number, windowMs: number): Promise<number> {
    const request = Buffer.from(encodeClientMessage({ type: 'REQUEST', xid: 0, op }));
    let answered = 0;
    let under = 0;
    let asking = true;
    return new Promise((resolve, reject) => {
      const begun = performance.now();
      let elapsedMs = 0;
      const send = (count: number): void => {
        const many = Buffer.alloc(request.length * count);
        for (let index = 0; index < count; index++) {
          request.copy(many, index * request.length);
          many.writeInt32BE(++this.xid, index * request.length + LENGTH_BYTES);
        }
        under += count;
        this.socket.write(many);
      };
      this.onClose = reject;
      let refill = 0;
      this.onReply = (err) => {
        if (err !== 0) reject(new Error(`${op.type} was answered with the error ${err}`));
        under--;
        if (asking) {
          answered++;
          elapsedMs = performance.now() - begun;
          asking = elapsedMs < windowMs;
        }
        if (asking) {
          // Replies that come together are answered together.
          if (refill++ === 0) {
            queueMicrotask(() => {
              const count = refill;
              refill = 0;
              if (asking) send(count);
              else if (under === 0) resolve((1000 * answered) / elapsedMs);
            });
          }
        } else if (under === 0) resolve((1000 * answered) / elapsedMs);
      };
      send(depth);
    });
  }

  close(): void {
    this.onClose = () => {};
    this.socket.destroy();
  }
}
