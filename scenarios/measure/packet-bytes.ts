/**
 * How long a packet between servers is as ZooKeeper writes it (QuorumPacket in zookeeper.jute), without what TCP and IP add.
 * Packets that bring a learner up to date count by their headers only.
 */
import type { ForwardedRequest, QuorumPacket } from '../../protocol/messages.ts';
import type { MultiPart } from '../../protocol/op.ts';
import type { Txn } from '../../protocol/txn.ts';

/** type, zxid, the length of the data, and of the empty list of identities. */
export const HEADER_BYTES = 4 + 8 + 4 + 4;
/** TxnHeader and TxnDigest. */
const TXN_BYTES = 32 + 12;
/** What a log record has around its transaction: both of these, and the byte at its end. */
const RECORD_BYTES = TXN_BYTES + 1;
/** sessionId, cxid and type in front of a forwarded request. */
const FORWARDED_BYTES = 8 + 4 + 4;
/** A session and its time-out in the answer to a ping. */
export const TOUCHED_BYTES = 8 + 4;
const MULTI_HEADER_BYTES = 4 + 1 + 4;

export function packetBytes(packet: QuorumPacket): number {
  switch (packet.type) {
    case 'PROPOSAL':
    case 'INFORM':
      return HEADER_BYTES + txnBytes(packet.txn);
    case 'REQUEST':
      return HEADER_BYTES + FORWARDED_BYTES + requestBytes(packet.request.op);
    case 'PING':
      return HEADER_BYTES + TOUCHED_BYTES * packet.touched.length;
    case 'REVALIDATE':
      return HEADER_BYTES + 8 + (packet.valid === null ? 4 : 1);
    default:
      return HEADER_BYTES;
  }
}

function txnBytes(txn: Txn): number {
  return txn.bytes - RECORD_BYTES + TXN_BYTES;
}

function requestBytes(op: ForwardedRequest['op']): number {
  switch (op.type) {
    case 'create': {
      const acl = op.acl.reduce((sum, { scheme, id }) => sum + 4 + 4 + scheme.length + 4 + id.length, 4);
      return textBytes(op.path) + bufferBytes(op.data) + acl + 4;
    }
    case 'delete':
      return textBytes(op.path) + 4;
    case 'setData':
      return textBytes(op.path) + bufferBytes(op.data) + 4;
    case 'multi':
      return op.parts.reduce((sum, part) => sum + MULTI_HEADER_BYTES + partBytes(part), MULTI_HEADER_BYTES);
    case 'sync':
      return textBytes(op.path);
    case 'createSession':
      return 4;
    case 'closeSession':
      return 0;
  }
}

function partBytes(part: MultiPart): number {
  return part.type === 'check' ? textBytes(part.path) + 4 : requestBytes(part);
}

function textBytes(text: string): number {
  return 4 + text.length;
}

function bufferBytes(data: Uint8Array | null): number {
  return 4 + (data?.length ?? 0);
}

/** setData of a path of `path` characters and `data` bytes: its PROPOSAL, and the REQUEST that forwards it. */
export function setDataBytes(path: number, data: number): { readonly proposal: number; readonly request: number } {
  const body = 4 + path + 4 + data + 4;
  return { proposal: HEADER_BYTES + TXN_BYTES + body, request: HEADER_BYTES + FORWARDED_BYTES + body };
}
