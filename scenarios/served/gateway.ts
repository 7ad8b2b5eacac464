/**
 * Where real clients of one address come into the world: a process named by that address, outside the network. It
 * turns what arrived at sockets (requests; their ids number the sockets) into connections and messages of the channel
 * `client`, and what servers send into bytes (replies with the socket's number; see `Departure`).
 *
 * Bytes are decoded as far as the connection takes messages. When it does not, because the server is paused or busy,
 * bytes wait undecoded, and beyond `FULL_BYTES` the socket is not to be read: the peer feels it as TCP's back-pressure.
 * What is no message ends the connection without an answer, as it does at a server of ZooKeeper.
 */
import { Channel, type ClientMessage, type ServerMessage } from '../../protocol/messages.ts';
import type { ConnectionId, Input, Message, Out, Process, ProcessName } from '../../protocol/process.ts';
import type { CompatRelease } from '../../protocol/compat.ts';
import { assertNever } from '../../protocol/std/assert.ts';
import { ClientMessageDecoder, encodeServerMessage } from '../../protocol/wire/client-codec.ts';
import { WireError } from '../../protocol/wire/wire-error.ts';
import type { GatewayEar } from './gateway-ear.ts';
import type { Arrival, Departure, EndReason, SocketId } from './served-input.ts';

export interface GatewayOptions {
  /** jute.maxbuffer. */
  readonly maxBuffer: number;
  readonly compat: CompatRelease;
  /** Hears every message; nobody unless said. */
  readonly ear?: GatewayEar;
}

/** Messages decoded in one step; then the connection is asked whether it takes more. */
const BATCH = 16;
/** Undecoded bytes of one socket beyond which it is not read; less than TCP itself holds back. */
export const FULL_BYTES = 262_144;

/** One socket. */
class Call {
  readonly socket: SocketId;
  readonly connection: ConnectionId;
  readonly decoder: ClientMessageDecoder;
  /** The connection was asked for room and has not answered yet. */
  waits = false;
  /** Bytes that came meanwhile. */
  waitingBytes = 0;
  /** The socket was told to stop. */
  full = false;

  constructor(socket: SocketId, connection: ConnectionId, options: GatewayOptions) {
    this.socket = socket;
    this.connection = connection;
    this.decoder = new ClientMessageDecoder(options);
  }
}

export class Gateway implements Process {
  private readonly peer: ProcessName;
  private readonly options: GatewayOptions;
  private readonly ear: GatewayEar | null;
  private readonly bySocket = new Map<SocketId, Call>();
  private readonly byConnection = new Map<ConnectionId, Call>();

  /** `peer`: the address it is named by. */
  constructor(peer: ProcessName, options: GatewayOptions) {
    this.peer = peer;
    this.options = options;
    this.ear = options.ear ?? null;
  }

  step(input: Input, out: Out): void {
    switch (input.kind) {
      case 'request':
        this.onArrival(input.id, input.request as Arrival, out);
        return;
      case 'message':
        this.onMessage(input.connection, input.message, out);
        return;
      case 'closed':
        this.onClosed(input.connection, input.reason, out);
        return;
      case 'writable':
        this.onWritable(input.connection, out);
        return;
      case 'start':
      case 'opened':
      case 'timer':
      case 'contents':
      case 'synced':
      case 'diskError':
      case 'stage':
        return;
      default:
        assertNever(input);
    }
  }

  inspect(): unknown {
    return {
      sockets: this.bySocket.size,
      waiting: [...this.bySocket.values()].filter((call) => call.waits).map((call) => call.socket),
    };
  }

  // --- from the socket -----------------------------------------------------------------------------------------

  private onArrival(socket: SocketId, arrival: Arrival, out: Out): void {
    if (arrival.kind === 'opened') {
      const call = new Call(socket, out.open(arrival.server, Channel.CLIENT), this.options);
      this.bySocket.set(socket, call);
      this.byConnection.set(call.connection, call);
      this.ear?.onOpened(socket, this.peer, arrival.server);
      return;
    }
    // What the peer sent before it heard that its connection is closed.
    const call = this.bySocket.get(socket);
    if (call === undefined) return;
    if (arrival.kind === 'bytes') this.onBytes(call, arrival.bytes, out);
    else {
      this.forget(call);
      out.close(call.connection);
    }
  }

  private onBytes(call: Call, bytes: Uint8Array, out: Out): void {
    call.decoder.push(bytes);
    if (!call.waits) {
      this.pass(call, out);
      return;
    }
    call.waitingBytes += bytes.length;
    if (call.full || call.waitingBytes <= FULL_BYTES) return;
    call.full = true;
    this.tell(call, { kind: 'full' }, out);
  }

  private onWritable(connection: ConnectionId, out: Out): void {
    const call = this.byConnection.get(connection);
    if (call === undefined) return;
    call.waits = false;
    this.pass(call, out);
    if (call.waits) return;
    call.waitingBytes = 0;
    if (!call.full) return;
    call.full = false;
    this.tell(call, { kind: 'room' }, out);
  }

  /** Sends the messages that are whole. The last one asks for room, so that one answer is awaited for all of them. */
  private pass(call: Call, out: Out): void {
    let broken = false;
    let message: ClientMessage | null = null;
    for (let sent = 0; sent < BATCH; sent++) {
      const next = nextMessage(call.decoder);
      if (next === 'malformed') broken = true;
      if (next === 'malformed' || next === null) break;
      this.ear?.onAsked(call.socket, next);
      if (message !== null) out.send(call.connection, message);
      message = next;
    }
    if (message !== null) {
      out.send(call.connection, message, true);
      call.waits = true;
    }
    if (broken) this.hangUp(call, out);
  }

  private hangUp(call: Call, out: Out): void {
    out.close(call.connection);
    this.end(call, 'malformed', out);
  }

  // --- from the server -----------------------------------------------------------------------------------------

  private onMessage(connection: ConnectionId, message: Message, out: Out): void {
    const call = this.byConnection.get(connection);
    if (call === undefined) return;
    this.ear?.onTold(call.socket, message as ServerMessage);
    this.tell(call, { kind: 'bytes', bytes: encodeServerMessage(message as ServerMessage) }, out);
  }

  private onClosed(connection: ConnectionId, reason: EndReason, out: Out): void {
    const call = this.byConnection.get(connection);
    if (call !== undefined) this.end(call, reason, out);
  }

  private end(call: Call, reason: EndReason, out: Out): void {
    this.forget(call);
    this.tell(call, { kind: 'closed', reason }, out);
  }

  private forget(call: Call): void {
    this.ear?.onEnded(call.socket);
    this.bySocket.delete(call.socket);
    this.byConnection.delete(call.connection);
  }

  private tell(call: Call, departure: Departure, out: Out): void {
    out.reply(call.socket, departure);
  }
}

function nextMessage(decoder: ClientMessageDecoder): ClientMessage | 'malformed' | null {
  try {
    return decoder.next();
  } catch (error) {
    if (error instanceof WireError) return 'malformed';
    throw error;
  }
}
