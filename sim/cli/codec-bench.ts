/** What it costs to write and read the small packets of which most traffic consists. */
import type { SessionId, Zxid } from '../../protocol/ids.ts';
import type { ClientMessage, ServerMessage } from '../../protocol/messages.ts';
import { OPEN_ACL, type ClientOp, type OpResult } from '../../protocol/op.ts';
import type { Stat } from '../../protocol/store/stat.ts';
import {
  ClientMessageDecoder,
  encodeClientMessage,
  encodeServerMessage,
  ServerMessageDecoder,
} from '../../protocol/wire/client-codec.ts';

const DATA = Uint8Array.from({ length: 16 }, (_, i) => i);
const PATH = '/app/locks/node-0000000042';
const stat: Stat = {
  czxid: 0x100000001 as Zxid,
  mzxid: 0x200000003 as Zxid,
  ctime: 1700000000123,
  mtime: 1700000000456,
  version: 7,
  cversion: 4,
  aversion: 0,
  ephemeralOwner: '0x100012345678901' as SessionId,
  dataLength: 16,
  numChildren: 0,
  pzxid: 0x200000004 as Zxid,
};

const ops: readonly ClientOp[] = [
  { type: 'setData', path: PATH, data: DATA, version: -1 },
  { type: 'getData', path: PATH, watch: true },
  { type: 'exists', path: PATH, watch: false },
  { type: 'create', path: PATH, data: DATA, acl: OPEN_ACL, flags: 1 },
];
const results: readonly OpResult[] = [
  { type: 'setData', stat },
  { type: 'getData', data: DATA, stat },
  { type: 'exists', stat },
  { type: 'create', path: PATH },
];

export const requests: readonly ClientMessage[] = ops.map((op, i) => ({ type: 'REQUEST', xid: i + 1, op }));
export const replies: readonly ServerMessage[] = results.map((result, i) => ({
  type: 'REPLY',
  xid: i + 1,
  zxid: 0x200000004 as Zxid,
  err: 0,
  result,
}));

/** Writes each message so many times; returns a sum that keeps the work from being left out. */
export function encodeAll<T>(messages: readonly T[], encode: (message: T) => Uint8Array, times: number): number {
  let bytes = 0;
  for (let i = 0; i < times; i++) for (const message of messages) bytes += encode(message).length;
  return bytes;
}

const handshake = encodeClientMessage({
  type: 'CONNECT',
  lastZxidSeen: 0 as Zxid,
  timeoutMs: 1,
  session: '0x0' as SessionId,
  password: '',
});
const answer = encodeServerMessage({
  type: 'CONNECTED',
  timeoutMs: 1,
  session: '0x1' as SessionId,
  password: '',
});

/** Reads requests as they come from a socket, several packets in each piece. */
export function decodeRequests(times: number): number {
  const decoder = new ClientMessageDecoder({ maxBuffer: 0xfffff, compat: '3.9' });
  decoder.push(handshake);
  decoder.next();
  const piece = joined(requests.map(encodeClientMessage));
  let count = 0;
  for (let i = 0; i < times; i++) {
    decoder.push(piece);
    while (decoder.next() !== null) count++;
  }
  return count;
}

export function decodeReplies(times: number): number {
  const decoder = new ServerMessageDecoder();
  decoder.push(answer);
  decoder.next();
  const piece = joined(replies.map(encodeServerMessage));
  let count = 0;
  for (let i = 0; i < times; i++) {
    ops.forEach(({ type }, at) => decoder.expect(at + 1, type));
    decoder.push(piece);
    while (decoder.next() !== null) count++;
  }
  return count;
}

function joined(packets: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(packets.reduce((sum, packet) => sum + packet.length, 0));
  let at = 0;
  for (const packet of packets) {
    bytes.set(packet, at);
    at += packet.length;
  }
  return bytes;
}
