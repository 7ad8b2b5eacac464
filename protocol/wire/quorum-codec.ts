/**
 * Packets between leader and learners: QuorumPacket {int type, long zxid, buffer data, vector<Id> authinfo}, with the
 * numbers of Leader and, in `data`, what ZooKeeper puts there. What ZooKeeper does not have:
 *
 * - SNAPCHUNK and SNAPEND: there a snapshot follows SNAP as one stream, here in packets.
 * - CONFIRM and CONFIRMED (`syncMode` quorum), the ticket in place of the zxid.
 * - ACKEPOCH's floor, eight more bytes of data; the time-out in the answer to REVALIDATE, four more.
 *
 * What is not here: the configuration's text in NEWLEADER.
 */
import type { CompatRelease } from '../compat.ts';
import { epochOf, makeZxid, type Epoch, type Zxid } from '../ids.ts';
import type { ForwardedRequest, QuorumPacket, QuorumPacketType } from '../messages.ts';
import { isWrite, type Op, type SyncOp, type WriteOp } from '../op.ts';
import { authInfo } from '../session/auth-info.ts';
import { assertNever } from '../std/assert.ts';
import { readIds, writeIds } from './acl-record.ts';
import { checkedEpoch } from './checked.ts';
import { JuteReader } from './jute-reader.ts';
import { JuteWriter } from './jute-writer.ts';
import { OpCode, opCodeOf } from './op-code.ts';
import { readRequest, writeRequest } from './request-record.ts';
import { readSessions, writeSessions } from './session-list.ts';
import { readNodes, writeNodes } from './snapshot-node-record.ts';
import { readTxn, writeTxn } from './txn-record.ts';
import { WireError } from './wire-error.ts';

/** Numbers of packets; from 100 on those that ZooKeeper does not have. */
export const PacketType = {
  REQUEST: 1,
  PROPOSAL: 2,
  ACK: 3,
  COMMIT: 4,
  PING: 5,
  REVALIDATE: 6,
  SYNC: 7,
  INFORM: 8,
  NEWLEADER: 10,
  FOLLOWERINFO: 11,
  UPTODATE: 12,
  DIFF: 13,
  TRUNC: 14,
  SNAP: 15,
  OBSERVERINFO: 16,
  LEADERINFO: 17,
  ACKEPOCH: 18,
  SNAPCHUNK: 100,
  SNAPEND: 101,
  CONFIRM: 102,
  CONFIRMED: 103,
} as const satisfies Record<QuorumPacketType, number>;

const typeByNumber = new Map<number, QuorumPacketType>(
  Object.entries(PacketType).map(([type, number]) => [number, type as QuorumPacketType]),
);

/** Of a learner and a leader since 3.4 (Learner.LEARNER_VERSION). */
const PROTOCOL_VERSION = 0x10000;
/** In place of a zxid where there is none. */
const NONE = -1;
const SESSION_BYTES = 12;

const writer = new JuteWriter();

export function encodeQuorumPacket(packet: QuorumPacket): Uint8Array {
  const out = writer.reset().int(PacketType[packet.type]).long(zxidIn(packet));
  const began = out.beginBuffer();
  writeData(out, packet);
  // What has no data has a null buffer, as the real packets do.
  if (out.length > began) out.endBuffer(began);
  if (packet.type === 'REQUEST') writeIds(out, packet.request.auth.ids);
  else out.count(-1);
  return out.content();
}

function zxidIn(packet: QuorumPacket): number {
  switch (packet.type) {
    case 'FOLLOWERINFO':
    case 'OBSERVERINFO':
      return makeZxid(packet.acceptedEpoch, 0);
    case 'LEADERINFO':
      return makeZxid(packet.epoch, 0);
    case 'ACKEPOCH':
      return packet.lastZxid;
    case 'PROPOSAL':
    case 'INFORM':
      return packet.txn.zxid;
    case 'CONFIRM':
    case 'CONFIRMED':
      return packet.ticket;
    case 'SYNC':
      return 0;
    case 'UPTODATE':
    case 'REQUEST':
    case 'REVALIDATE':
    case 'SNAPCHUNK':
      return NONE;
    case 'DIFF':
    case 'TRUNC':
    case 'SNAP':
    case 'SNAPEND':
    case 'NEWLEADER':
    case 'ACK':
    case 'COMMIT':
    case 'PING':
      return packet.zxid;
    default:
      return assertNever(packet);
  }
}

function writeData(out: JuteWriter, packet: QuorumPacket): void {
  switch (packet.type) {
    case 'FOLLOWERINFO':
    case 'OBSERVERINFO':
      // LearnerInfo {long serverid, int protocolVersion, long configVersion}.
      out.long(packet.sid).int(PROTOCOL_VERSION).long(0);
      return;
    case 'LEADERINFO':
      out.int(PROTOCOL_VERSION);
      return;
    case 'ACKEPOCH':
      out.int(packet.currentEpoch).long(packet.floor);
      return;
    case 'PROPOSAL':
    case 'INFORM':
      writeTxn(out, packet.txn);
      return;
    case 'PING':
      writeSessions(out, packet.touched);
      return;
    case 'REQUEST':
      writeForwarded(out, packet.request);
      return;
    case 'REVALIDATE':
      out.session(packet.session);
      if (packet.valid !== null) out.boolean(packet.valid);
      out.int(packet.timeoutMs);
      return;
    case 'SNAPCHUNK':
      writeNodes(out, packet.nodes);
      return;
    case 'SNAPEND':
      out.count(packet.sessions.length);
      writeSessions(out, packet.sessions);
      return;
    case 'DIFF':
    case 'TRUNC':
    case 'SNAP':
    case 'NEWLEADER':
    case 'UPTODATE':
    case 'ACK':
    case 'COMMIT':
    case 'SYNC':
    case 'CONFIRM':
    case 'CONFIRMED':
      return;
    default:
      assertNever(packet);
  }
}

/** Of bytes that hold one packet; what is behind it is ignored. `compat`: who reads what clients seldom send. */
export function decodeQuorumPacket(bytes: Uint8Array, compat: CompatRelease = '3.9'): QuorumPacket {
  const from = new JuteReader(bytes, 0, bytes.length, Infinity);
  const number = from.int();
  const type = typeByNumber.get(number);
  if (type === undefined) throw new WireError(`no packet has type ${number}`);
  const zxid = from.exactZxid();
  const data = from.nested() ?? new JuteReader(bytes, 0, 0);
  switch (type) {
    case 'FOLLOWERINFO':
    case 'OBSERVERINFO':
      return { type, sid: data.sid(), acceptedEpoch: epochIn(zxid) };
    case 'LEADERINFO':
      return { type, epoch: epochIn(zxid) };
    case 'ACKEPOCH':
      return { type, lastZxid: zxid, currentEpoch: acknowledgedEpoch(data.int()), floor: data.exactZxid() };
    case 'PROPOSAL':
    case 'INFORM': {
      const txn = readTxn(data);
      if (txn.zxid !== zxid) throw new WireError('a proposal under the zxid of another');
      return { type, txn };
    }
    case 'PING':
      return { type, zxid, touched: readSessions(data, Math.floor(data.remaining / SESSION_BYTES)) };
    case 'REQUEST':
      return { type, request: readForwarded(data, from, compat) };
    case 'REVALIDATE': {
      const session = data.session();
      const valid = data.remaining > 4 ? data.boolean() : null;
      return { type, session, timeoutMs: data.int(), valid };
    }
    case 'SNAPCHUNK':
      return { type, nodes: readNodes(data) };
    case 'SNAPEND':
      return { type, sessions: readSessions(data, data.count()), zxid };
    case 'CONFIRM':
    case 'CONFIRMED':
      return { type, ticket: zxid };
    case 'UPTODATE':
    case 'SYNC':
      return { type };
    case 'DIFF':
    case 'TRUNC':
    case 'SNAP':
    case 'NEWLEADER':
    case 'ACK':
    case 'COMMIT':
      return { type, zxid };
    default:
      return assertNever(type);
  }
}

/** A client's request as the learner got it, with nothing but its header taken off: long session, int cxid, int type. */
function writeForwarded(out: JuteWriter, { session, cxid, op }: ForwardedRequest): void {
  out.session(session).int(cxid);
  if (op.type === 'createSession') out.int(OpCode.createSession).int(op.timeoutMs);
  else {
    out.int(opCodeOf(op));
    writeRequest(out, op);
  }
}

function readForwarded(data: JuteReader, packet: JuteReader, compat: CompatRelease): ForwardedRequest {
  const session = data.session();
  const cxid = data.int();
  const opCode = data.int();
  const op: Op =
    opCode === OpCode.createSession
      ? { type: 'createSession', timeoutMs: data.int() }
      : readRequest(data, opCode, compat);
  if (!isForwarded(op)) throw new WireError(`nobody forwards ${op.type}`);
  return { session, cxid, op, auth: authInfo(readIds(packet)) };
}

function isForwarded(op: Op): op is WriteOp | SyncOp {
  return isWrite(op) || op.type === 'sync';
}

function epochIn(zxid: Zxid): Epoch {
  if (zxid < 0) throw new WireError('an epoch below 0');
  return epochOf(zxid);
}

/** -1: the learner had accepted the epoch already. */
function acknowledgedEpoch(value: number): Epoch | -1 {
  return value === -1 ? value : checkedEpoch(value);
}
