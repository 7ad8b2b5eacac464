/** Requests of a sequence as bytes, flaws included. */
import type { ClientOp, MultiPart } from '../../../protocol/op.ts';
import type { Zxid } from '../../../protocol/ids.ts';
import { encodeText } from '../../../protocol/std/text-bytes.ts';
import { encodeClientMessage } from '../../../protocol/wire/client-codec.ts';
import type { Flaw, Packet, StepMultiPart, StepOp } from './step.ts';

/** What operations name and the run knows. */
export interface Known {
  /** The last zxid before the sequence began. */
  readonly startZxid: number;
  /** The highest zxid this session has been told of. */
  readonly seenZxid: number;
}

/** Numbers that ZooKeeper's clients give to what is not counted. */
export const PING_XID = -2;
const AUTH_XID = -4;
const SET_WATCHES_XID = -8;

/** The xid an operation is sent with; `next` is that of a counted one. */
export function xidOf(op: StepOp, next: number): number {
  switch (op.type) {
    case 'ping':
      return PING_XID;
    case 'auth':
      return AUTH_XID;
    case 'setWatches':
    case 'setWatches2':
      return SET_WATCHES_XID;
    default:
      return next;
  }
}

/** What the reply is to be read as. */
export function answeredAs({ op, flaw }: Packet): ClientOp['type'] {
  if (flaw?.kind === 'opCode') return flaw.value === MULTI_READ ? 'multiRead' : 'multi';
  return op.type;
}
const MULTI_READ = 22;

/** A whole packet, its length in front. */
export function encodePacket(packet: Packet, xid: number, known: Known): Uint8Array {
  const frame = encodeClientMessage({ type: 'REQUEST', xid, op: clientOp(packet.op, known) });
  return packet.flaw === undefined ? frame : spoil(frame, packet.flaw);
}

function clientOp(op: StepOp, known: Known): ClientOp {
  switch (op.type) {
    case 'create':
    case 'create2':
    case 'createContainer':
    case 'createTTL':
    case 'setData':
      return { ...op, data: bytesOf(op.data) };
    case 'multi':
      return { type: 'multi', parts: op.parts.map(multiPart) };
    case 'auth':
      return { ...op, auth: bytesOf(op.auth) };
    case 'sasl':
      return { ...op, token: encodeText(op.token) };
    case 'setWatches':
    case 'setWatches2': {
      const { since, ...rest } = op;
      return { ...rest, relativeZxid: zxidSince(since, known) };
    }
    default:
      return op;
  }
}

function multiPart(part: StepMultiPart): MultiPart {
  return part.type === 'delete' || part.type === 'check' ? part : { ...part, data: bytesOf(part.data) };
}

function zxidSince(since: number | 'zero' | 'seen', known: Known): Zxid {
  if (since === 'zero') return 0 as Zxid;
  return (since === 'seen' ? known.seenZxid : known.startZxid + since) as Zxid;
}

function bytesOf(text: string | null): Uint8Array | null {
  return text === null ? null : encodeText(text);
}

const LENGTH_BYTES = 4;
const HEADER_BYTES = 8;

function spoil(frame: Uint8Array, flaw: Flaw): Uint8Array {
  const header = frame.subarray(LENGTH_BYTES, LENGTH_BYTES + HEADER_BYTES);
  const record = frame.subarray(LENGTH_BYTES + HEADER_BYTES);
  switch (flaw.kind) {
    case 'cut':
      return framed(header, record.subarray(0, Math.max(0, record.length - flaw.bytes)));
    case 'splice': {
      const at = Math.min(flaw.at, record.length);
      return framed(header, record.subarray(0, at), fromHex(flaw.insert), record.subarray(at + flaw.remove));
    }
    case 'opCode':
      return framed(header.subarray(0, 4), int(flaw.value), record);
    case 'short':
      return framed(concat([header, record]).subarray(0, flaw.bytes));
    case 'length':
      return concat([int(flaw.value), header, record]);
  }
}

function framed(...parts: readonly Uint8Array[]): Uint8Array {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  return concat([int(length), ...parts]);
}

function int(value: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setInt32(0, value);
  return bytes;
}

export function concat(parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}

export function fromHex(hex: string): Uint8Array {
  return new Uint8Array(Buffer.from(hex, 'hex'));
}
