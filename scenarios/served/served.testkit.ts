/** Clients of a served ensemble without sockets: bytes go in at a time, messages come out. */
import type { ClientMessage, ServerMessage } from '../../protocol/messages.ts';
import { NO_SESSION, ZXID_ZERO } from '../../protocol/ids.ts';
import type { ClientOp } from '../../protocol/op.ts';
import { encodeClientMessage, ServerMessageDecoder } from '../../protocol/wire/client-codec.ts';
import { ServedEnsemble, type ServedOptions } from './served-ensemble.ts';
import type { Arrival, Departure, ServedInput, SocketId } from './served-input.ts';

/** 2001-09-09T01:46:40Z. */
export const WALL_MS = 1_000_000_000_000;
export const ADDRESS = '127.0.0.1';

/** What a socket sees. */
class Seen {
  decoder = new ServerMessageDecoder();
  readonly messages: ServerMessage[] = [];
  /** All but bytes, in order: `closed`, `reset`, `malformed`, `full`, `room`. */
  readonly log: string[] = [];
  readonly peer: string;
  deaf = false;
  /** All bytes, whether or not they are looked at. */
  readonly bytes: Uint8Array[] = [];
  xid = 0;

  constructor(peer: string) {
    this.peer = peer;
  }
}

export class Table {
  readonly ensemble: ServedEnsemble;
  /** Everything that entered. */
  readonly inputs: ServedInput[] = [];
  private readonly seen = new Map<SocketId, Seen>();
  private nextFault = 1;

  constructor(options: Partial<ServedOptions> = {}) {
    this.ensemble = new ServedEnsemble({ voters: 1, seed: 'quiet', config: {}, wallMs: WALL_MS, ...options });
    if (!this.ensemble.settle()) throw new Error(this.ensemble.failure ?? 'the ensemble does not settle');
  }

  /** Something happens at a socket, now or `afterUs` from now. */
  arrive(socket: SocketId, arrival: Arrival, afterUs = 0): this {
    const { peer } = this.at(socket);
    return this.take({ kind: 'socket', atUs: this.ensemble.nowUs + afterUs, socket, peer, arrival });
  }

  open(socket: SocketId, server = '1', peer = ADDRESS): this {
    this.seen.set(socket, new Seen(peer));
    return this.arrive(socket, { kind: 'opened', server });
  }

  bytes(socket: SocketId, bytes: Uint8Array): this {
    return this.arrive(socket, { kind: 'bytes', bytes });
  }

  fault(line: string): this {
    return this.take({ kind: 'fault', atUs: this.ensemble.nowUs, id: `a${this.nextFault++}`, line });
  }

  private take(input: ServedInput): this {
    this.inputs.push(input);
    this.ensemble.take(input);
    return this.collect();
  }

  wait(us: number): this {
    this.ensemble.runTo(this.ensemble.nowUs + us);
    return this.collect();
  }

  private collect(): this {
    for (const { socket, departure } of this.ensemble.takeOutgoing()) this.depart(this.at(socket), departure);
    return this;
  }

  private depart(seen: Seen, departure: Departure): void {
    if (departure.kind !== 'bytes') {
      seen.log.push(departure.kind === 'closed' ? departure.reason : departure.kind);
      return;
    }
    seen.bytes.push(departure.bytes);
    if (seen.deaf) return;
    seen.decoder.push(departure.bytes);
    for (let next = seen.decoder.next(); next !== null; next = seen.decoder.next()) seen.messages.push(next);
  }

  /** A four-letter word will be sent, so text comes back. */
  asText(socket: SocketId): this {
    this.at(socket).decoder = new ServerMessageDecoder({ text: true });
    return this;
  }

  /** What comes for this socket is not looked at any more: its questions make no sense, nor do the answers. */
  deafen(socket: SocketId): this {
    this.at(socket).deaf = true;
    return this;
  }

  /** What the contract found until now, as sentences. */
  violations(): string[] {
    const broken = this.ensemble.resultsSoFar().filter(({ verdict }) => verdict === 'violation');
    return broken.map(({ finding, detail }) => `${finding?.signature ?? ''} | ${detail}`);
  }

  private at(socket: SocketId): Seen {
    const seen = this.seen.get(socket);
    if (seen === undefined) throw new Error(`nobody opened socket ${socket}`);
    return seen;
  }

  /** Bytes of a request; its reply will be understood. */
  request(socket: SocketId, op: ClientOp): Uint8Array {
    const seen = this.at(socket);
    seen.decoder.expect(++seen.xid, op.type);
    return encodeClientMessage({ type: 'REQUEST', xid: seen.xid, op });
  }

  /** The frames that came, as bytes behind their length. */
  frames(socket: SocketId): Uint8Array[] {
    const all = joined(...this.at(socket).bytes);
    const view = new DataView(all.buffer);
    const frames: Uint8Array[] = [];
    for (let at = 0; at + 4 <= all.length;) {
      const length = view.getInt32(at);
      frames.push(all.subarray(at + 4, at + 4 + length));
      at += 4 + length;
    }
    return frames;
  }

  messages(socket: SocketId): readonly ServerMessage[] {
    return this.at(socket).messages;
  }

  last(socket: SocketId): ServerMessage | undefined {
    return this.messages(socket).at(-1);
  }

  log(socket: SocketId): readonly string[] {
    return this.at(socket).log;
  }
}

export const connectMessage: Extract<ClientMessage, { type: 'CONNECT' }> = {
  type: 'CONNECT',
  lastZxidSeen: ZXID_ZERO,
  timeoutMs: 10_000,
  session: NO_SESSION,
  password: '',
  readOnly: false,
};

export const HANDSHAKE: Uint8Array = encodeClientMessage(connectMessage);

export function joined(...parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
