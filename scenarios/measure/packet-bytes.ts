/**
 * How long a packet between servers is as ZooKeeper writes it (QuorumPacket in zookeeper.jute), without what TCP and IP
 * add.
 */
import type { QuorumPacket } from '../../protocol/messages.ts';
import { encodeQuorumPacket } from '../../protocol/wire/quorum-codec.ts';

/** type, zxid, the length of the data, and of the empty list of identities. */
export const HEADER_BYTES = 4 + 8 + 4 + 4;
/** TxnHeader. */
const TXN_BYTES = 32;
/** sessionId, cxid and type in front of a forwarded request. */
const FORWARDED_BYTES = 8 + 4 + 4;
/** A session and its time-out in the answer to a ping. */
export const TOUCHED_BYTES = 8 + 4;

export function packetBytes(packet: QuorumPacket): number {
  return encodeQuorumPacket(packet).length;
}

/** setData of a path of `path` characters and `data` bytes: its PROPOSAL, and the REQUEST that forwards it. */
export function setDataBytes(path: number, data: number): { readonly proposal: number; readonly request: number } {
  const body = 4 + path + 4 + data + 4;
  return { proposal: HEADER_BYTES + TXN_BYTES + body, request: HEADER_BYTES + FORWARDED_BYTES + body };
}
