/**
 * Messages between clients and servers as bytes, packet by packet: length, header, record.
 */
import type { CompatRelease } from '../compat.ts';
import type { ErrorCode } from '../error-code.ts';
import type { Zxid } from '../ids.ts';
import type { ClientMessage, ServerMessage } from '../messages.ts';
import type { ClientOp, OpResult, WatchEventType } from '../op.ts';
import { assertNever } from '../std/assert.ts';
import { Ring } from '../std/ring.ts';
import { encodeText } from '../std/text-bytes.ts';
import { readConnect, readConnected, writeConnect, writeConnected } from './connect-record.ts';
import { codeOfWord, wordOfCode } from './four-letter-word.ts';
import { FrameBuffer } from './frame-buffer.ts';
import { decodeJavaText } from './java-text.ts';
import { DEFAULT_MAX_BUFFER, JuteReader } from './jute-reader.ts';
import { JuteWriter } from './jute-writer.ts';
import { opCodeOf } from './op-code.ts';
import { readRequest, writeRequest } from './request-record.ts';
import { readResult, writeResult } from './result-record.ts';
import { WireError } from './wire-error.ts';

/** Numbers of requests that are not counted (ClientCnxn). */
const Xid = { NOTIFICATION: -1, PING: -2, AUTH: -4, SET_WATCHES: -8 } as const;

/** Watcher.Event.EventType. */
const eventTypes: readonly WatchEventType[] = ['NodeCreated', 'NodeDeleted', 'NodeDataChanged', 'NodeChildrenChanged'];
/** Watcher.Event.KeeperState.SyncConnected: the state in every event a server sends. */
const SYNC_CONNECTED = 3;

/** Scratch: filled and copied out within each call, so nothing survives in it. */
const writer = new JuteWriter();

/** A whole packet; a four-letter word is four bytes and nothing else. */
export function encodeClientMessage(message: ClientMessage): Uint8Array {
  const out = writer.reset();
  switch (message.type) {
    case 'REQUEST':
      out.int(message.xid).int(opCodeOf(message.op));
      writeRequest(out, message.op);
      return out.frame();
    case 'CONNECT':
      writeConnect(out, message);
      return out.frame();
    case 'COMMAND':
      out.int(codeOfWord(message.word));
      if (message.argument !== undefined) out.bigLong(BigInt(message.argument));
      return out.content();
    default:
      return assertNever(message);
  }
}

/** A whole packet; the answer to a four-letter word is its text and nothing else. */
export function encodeServerMessage(message: ServerMessage): Uint8Array {
  const out = writer.reset();
  switch (message.type) {
    case 'REPLY':
      out.int(message.xid).long(message.zxid).int(message.err);
      if (message.result !== null) writeResult(out, message.result);
      return out.frame();
    case 'EVENT':
      out.int(Xid.NOTIFICATION).long(message.zxid).int(0);
      out
        .int(1 + eventTypes.indexOf(message.event))
        .int(SYNC_CONNECTED)
        .ustring(message.path);
      return out.frame();
    case 'CONNECTED':
      writeConnected(out, message);
      return out.frame();
    case 'TEXT':
      return encodeText(message.text);
    default:
      return assertNever(message);
  }
}

export interface ClientDecoderOptions {
  /** jute.maxbuffer: the longest packet taken, in bytes. */
  readonly maxBuffer: number;
  /** Whose reading of what is seldom sent: see request-record.ts and multi-record.ts. */
  readonly compat: CompatRelease;
}

/**
 * The server's end of a client's connection. Throws WireError where the real server closes the connection without
 * an answer: a length out of bounds, a handshake, a header or an auth packet that ends too early. After that it is
 * of no more use.
 */
export class ClientMessageDecoder {
  private readonly frames: FrameBuffer;
  private readonly reader: JuteReader;
  private readonly compat: CompatRelease;
  /** `first`: nothing was taken yet. `word`: a four-letter word was, and the rest of the connection is ignored. */
  private phase: 'first' | 'requests' | 'word' = 'first';

  constructor(options: ClientDecoderOptions) {
    this.frames = new FrameBuffer(options.maxBuffer);
    this.reader = new JuteReader(this.frames.bytes, 0, 0, options.maxBuffer);
    this.compat = options.compat;
  }

  push(chunk: Uint8Array): void {
    if (this.phase !== 'word') this.frames.push(chunk);
  }

  /** The next message; null before all of it has arrived. */
  next(): ClientMessage | null {
    if (this.phase === 'word') return null;
    if (this.phase === 'first') {
      const code = this.frames.peek();
      const word = code === null ? null : wordOfCode(code);
      if (word !== null) {
        this.phase = 'word';
        return commandOf(word, this.frames.takeAll());
      }
    }
    if (!this.frames.next()) return null;
    const from = this.reader.over(this.frames.bytes, this.frames.start, this.frames.end);
    if (this.phase === 'first') {
      this.phase = 'requests';
      return readConnect(from);
    }
    const xid = from.int();
    return { type: 'REQUEST', xid, op: readRequest(from, from.int(), this.compat) };
  }
}

/** `bytes`: the word and what came with it, of which only `stmk` reads its eight bytes. */
function commandOf(word: string, bytes: Uint8Array): ClientMessage {
  if (word !== 'stmk' || bytes.length < 12) return { type: 'COMMAND', word };
  return { type: 'COMMAND', word, argument: String(new JuteReader(bytes, 4).bigLong()) };
}

export interface ServerDecoderOptions {
  /** The longest packet taken, in bytes; jute.maxbuffer of a client. */
  readonly maxBuffer?: number;
  /** The connection began with a four-letter word: all that comes is text. */
  readonly text?: boolean;
}

interface Expected {
  readonly xid: number;
  readonly op: ClientOp['type'];
}

/**
 * The client's end of a connection. A reply does not say what it answers: replies are read as those expected, first
 * in, first out. Those to pings, auth packets and setWatches have no record and need not be expected.
 */
export class ServerMessageDecoder {
  private readonly frames: FrameBuffer;
  private readonly reader: JuteReader;
  private readonly expected = new Ring<Expected>();
  private phase: 'first' | 'replies' | 'text';

  constructor(options: ServerDecoderOptions = {}) {
    const maxBuffer = options.maxBuffer ?? DEFAULT_MAX_BUFFER;
    this.frames = new FrameBuffer(maxBuffer);
    this.reader = new JuteReader(this.frames.bytes, 0, 0, maxBuffer);
    this.phase = options.text === true ? 'text' : 'first';
  }

  /** A request was sent; its reply is to be read as that of `op`. */
  expect(xid: number, op: ClientOp['type']): void {
    this.expected.push({ xid, op });
  }

  push(chunk: Uint8Array): void {
    this.frames.push(chunk);
  }

  /** The next message; null before all of it has arrived. Text comes as it arrives, in pieces. */
  next(): ServerMessage | null {
    if (this.phase === 'text') return this.nextText();
    if (!this.frames.next()) return null;
    const from = this.reader.over(this.frames.bytes, this.frames.start, this.frames.end);
    if (this.phase === 'first') {
      this.phase = 'replies';
      return readConnected(from);
    }
    const xid = from.int();
    const zxid = from.zxid();
    const err = from.int() as ErrorCode;
    if (xid === Xid.NOTIFICATION) return readEvent(from, zxid);
    return { type: 'REPLY', xid, zxid, err, result: this.readBody(from, xid, err) };
  }

  private readBody(from: JuteReader, xid: number, err: ErrorCode): OpResult | null {
    const first = this.expected.first();
    if (first?.xid === xid) this.expected.shift();
    else if (xid === Xid.PING || xid === Xid.AUTH || xid === Xid.SET_WATCHES) return null;
    else throw new WireError(`a reply to ${xid} where ${first === undefined ? 'none' : first.xid} is expected`);
    const hasBody = err === 0 || (first.op === 'multiRead' && from.remaining > 0);
    return hasBody ? readResult(from, first.op) : null;
  }

  private nextText(): ServerMessage | null {
    if (this.frames.pending === 0) return null;
    const bytes = this.frames.takeAll();
    return { type: 'TEXT', text: decodeJavaText(bytes, 0, bytes.length) };
  }
}

function readEvent(from: JuteReader, zxid: Zxid | -1): ServerMessage {
  const type = from.int();
  from.int();
  const event = eventTypes[type - 1];
  if (event === undefined) throw new WireError(`no watch event has type ${type}`);
  return { type: 'EVENT', event, path: from.text(), zxid };
}
