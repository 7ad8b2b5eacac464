/** Arbitrary records of every kind, such as come back from their bytes as they were. */
import fc from 'fast-check';
import type { LogHeader } from '../durable/txn-log.ts';
import type { SnapshotRecord } from '../durable/snapshot-file.ts';
import { ErrorCode } from '../error-code.ts';
import { makeZxid, serverId, type Epoch, type ServerId, type SessionId, type Zxid } from '../ids.ts';
import type { ClientMessage, ElectionMessage, QuorumPacket, ServerMessage, SnapshotSession } from '../messages.ts';
import type { Acl, AuthId, ClientOp, CreateOp, MultiPart, MultiReadResult, MultiResult, OpResult } from '../op.ts';
import type { SetAclOp } from '../op.ts';
import { authInfo } from '../session/auth-info.ts';
import type { SnapshotNode } from '../store/snapshot-node.ts';
import type { Stat } from '../store/stat.ts';
import { copyForSnapshot, fromSnapshot } from '../store/znode.ts';
import { makeTxn, type CreateTxn, type MultiTxnPart, type Txn, type TxnBody } from '../txn.ts';
import { blankVote } from '../election/vote.ts';
import { opCodeOf } from './op-code.ts';

/** Text without surrogates, which do not come back (see java-text.ts), rich in units at the edges of UTF-8. */
const unit = fc.oneof(
  fc.integer({ min: 0x20, max: 0x7e }),
  fc.constantFrom(0, 1, 0x7f, 0x80, 0x7ff, 0x800, 0xd7ff, 0xe000, 0xfffd, 0xffff),
);
export const text = fc.array(unit, { maxLength: 12 }).map((units) => String.fromCharCode(...units));
const path = fc.oneof(fc.constantFrom('/', '/a', '/zookeeper/quota', ''), text);
const paths = fc.array(path, { maxLength: 4 });
const bytes = fc.uint8Array({ maxLength: 40 });
const data = fc.option(bytes, { nil: null });
const int = fc.oneof(fc.constantFrom(0, -1, 1, 2147483647, -2147483648), fc.integer());
const long = fc.oneof(fc.constantFrom(0, -1, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER), fc.maxSafeInteger());
const epochNumber = fc.oneof(fc.constantFrom(0, 1, 2097151), fc.nat(1000));
const epoch = epochNumber.map((value) => value as Epoch);
const zxid = fc
  .tuple(epochNumber, fc.oneof(fc.constantFrom(0, 1, 4294967295), fc.nat()))
  .map(([of, counter]) => makeZxid(of, counter));
/** As a client claims it. */
const anyZxid = long.map((value) => value as Zxid);
const session = fc
  .oneof(fc.constantFrom(0n, 1n, 0xffffffffn, 0x100000000n, 0x8000000000000000n), fc.bigInt(0n, 0xffffffffffffffffn))
  .map((id) => `0x${id.toString(16)}` as SessionId);
const sid = fc.integer({ min: 1, max: 255 }).map((id) => serverId(id));
const password = fc.oneof(
  fc.constant(''),
  fc.uint8Array({ minLength: 16, maxLength: 16 }).map((each) => {
    each[0] = 1;
    return Array.from(each, (byte) => byte.toString(16).padStart(2, '0')).join('');
  }),
);
const errorCode = fc.constantFrom(...Object.values(ErrorCode).filter((code) => code !== 0));
/** A record of type T by its fields: what the types cannot tell of a union, the round trip does. */
const of = <T>(fields: Readonly<Record<string, fc.Arbitrary<unknown>>>): fc.Arbitrary<T> =>
  fc.record(fields, { noNullPrototype: true }) as unknown as fc.Arbitrary<T>;
const is = <T extends string | number | boolean | null>(value: T): fc.Arbitrary<T> => fc.constant(value);

export const stat: fc.Arbitrary<Stat> = of<Stat>({
  czxid: zxid,
  mzxid: zxid,
  ctime: long,
  mtime: long,
  version: int,
  cversion: int,
  aversion: int,
  ephemeralOwner: session,
  dataLength: int,
  numChildren: int,
  pzxid: zxid,
});
const acl = fc.array(of<Acl>({ perms: int, scheme: text, id: text }), { maxLength: 3 });
const aclOrNull = fc.option(acl, { nil: null });

// --- requests ------------------------------------------------------------------------------------------------

const create = of<CreateOp>({
  type: fc.constantFrom('create' as const, 'create2' as const, 'createContainer' as const),
  path,
  data,
  acl: aclOrNull,
  flags: int,
});
const createTtl = of<CreateOp>({ type: is('createTTL'), path, data, acl: aclOrNull, flags: int, ttlMs: long });
/** Such as Op.Create leaves as they are: their type goes with their flags. */
const createPart: fc.Arbitrary<CreateOp> = fc.oneof(
  fc
    .tuple(fc.constantFrom('create' as const, 'create2' as const), path, data, acl, fc.integer({ min: 0, max: 3 }))
    .map(([type, at, content, list, flags]) => ({ type, path: at, data: content, acl: list, flags })),
  of<CreateOp>({ type: is('createContainer'), path, data, acl, flags: is(4) }),
  of<CreateOp>({ type: is('createTTL'), path, data, acl: aclOrNull, flags: fc.constantFrom(5, 6), ttlMs: long }),
);
const part: fc.Arbitrary<MultiPart> = fc.oneof(
  createPart,
  of<MultiPart>({ type: is('delete'), path, version: int }),
  of<MultiPart>({ type: is('setData'), path, data, version: int }),
  of<MultiPart>({ type: is('check'), path, version: int }),
);
const setAcl = of<SetAclOp>({ type: is('setACL'), path, acl: aclOrNull, version: int });
const watches = { relativeZxid: anyZxid, data: paths, exist: paths, child: paths };

/** A setACL of a null path is one of an empty path; permissions are such that no entry is compared with the null one. */
function stumbling(op: CreateOp | SetAclOp, wanted: 'path' | 'acl'): ClientOp {
  const at = op.type === 'setACL' ? 'acl' : wanted;
  const acl = at === 'acl' ? (op.acl ?? []).map((entry) => ({ ...entry, perms: entry.perms & 0xff })) : op.acl;
  const asked = at === 'path' ? { ...op, path: '' } : { ...op, acl };
  return { type: 'undecodable', opCode: opCodeOf(op), takesZxid: true, stumbles: { at, op: asked } };
}

export const clientOp: fc.Arbitrary<ClientOp> = fc.oneof(
  create,
  createTtl,
  of<ClientOp>({ type: is('delete'), path, version: int }),
  of<ClientOp>({ type: is('deleteContainer'), path }),
  of<ClientOp>({ type: is('setData'), path, data, version: int }),
  setAcl,
  of<ClientOp>({ type: is('multi'), parts: fc.array(part, { maxLength: 4 }) }),
  of<ClientOp>({
    type: is('reconfig'),
    joining: fc.option(text, { nil: null }),
    leaving: fc.option(text, { nil: null }),
    newMembers: fc.option(text, { nil: null }),
    fromConfig: long,
  }),
  of<ClientOp>({
    type: fc.constantFrom('exists' as const, 'getData' as const, 'getChildren' as const, 'getChildren2' as const),
    path,
    watch: fc.boolean(),
  }),
  of<ClientOp>({
    type: fc.constantFrom('getACL' as const, 'getAllChildrenNumber' as const),
    path,
  }),
  of<ClientOp>({ type: is('sync'), path: fc.option(path, { nil: null }) }),
  of<ClientOp>({ type: is('sasl'), token: bytes }),
  of<ClientOp>({ type: is('getEphemerals'), prefix: fc.option(text, { nil: null }) }),
  of<ClientOp>({ type: fc.constantFrom('whoAmI' as const, 'ping' as const, 'closeSession' as const) }),
  fc
    .array(fc.tuple(fc.constantFrom('getData' as const, 'getChildren' as const), path), { maxLength: 4 })
    .map((parts) => ({
      type: 'multiRead' as const,
      parts: parts.map(([type, at]) => ({ type, path: at, watch: false })),
    })),
  of<ClientOp>({ type: is('auth'), scheme: text, auth: data }),
  of<ClientOp>({ type: is('addWatch'), path, mode: int }),
  of<ClientOp>({ type: fc.constantFrom('removeWatches' as const, 'checkWatches' as const), path, watcherType: int }),
  of<ClientOp>({ type: is('setWatches'), ...watches }),
  of<ClientOp>({ type: is('setWatches2'), ...watches, persistent: paths, persistentRecursive: paths }),
  of<ClientOp>({ type: is('undecodable'), opCode: fc.constantFrom(1, 5, 14, 22, 101, 106) }),
  of<ClientOp>({ type: is('undecodable'), opCode: fc.constantFrom(2, 14), takesZxid: is(true) }),
  of<ClientOp>({ type: is('undecodable'), opCode: is(-10), hangUp: is(true) }),
  fc
    .tuple(fc.oneof(create, createTtl, setAcl), fc.constantFrom('path' as const, 'acl' as const))
    .map(([op, at]) => stumbling(op, at)),
  of<ClientOp>({ type: is('undecodable'), opCode: is(14), takesZxid: is(false) }),
  of<ClientOp>({ type: is('undecodable'), opCode: is(22), replyBegun: is(true) }),
  of<ClientOp>({ type: is('unknown'), opCode: fc.constantFrom(0, 13, 99, -1) }),
);

export const clientRequest: fc.Arbitrary<ClientMessage> = of<ClientMessage>({
  type: is('REQUEST'),
  xid: int,
  op: clientOp,
});
export const connect: fc.Arbitrary<ClientMessage> = fc.oneof(
  of<ClientMessage>({ type: is('CONNECT'), lastZxidSeen: anyZxid, timeoutMs: int, session, password }),
  of<ClientMessage>({
    type: is('CONNECT'),
    lastZxidSeen: anyZxid,
    timeoutMs: int,
    session,
    password,
    readOnly: fc.boolean(),
  }),
);

// --- replies -------------------------------------------------------------------------------------------------

const error = of<{ type: 'error'; err: ErrorCode }>({ type: is('error'), err: fc.oneof(is(0 as const), errorCode) });
const multiResult: fc.Arbitrary<MultiResult> = fc.oneof(
  of<MultiResult>({ type: is('create'), path }),
  of<MultiResult>({ type: is('create2'), path, stat }),
  of<MultiResult>({ type: fc.constantFrom('delete' as const, 'check' as const) }),
  of<MultiResult>({ type: is('setData'), stat }),
  error,
);
const multiReadResult: fc.Arbitrary<MultiReadResult> = fc.oneof(
  of<MultiReadResult>({ type: is('getData'), data, stat }),
  of<MultiReadResult>({ type: is('getChildren'), children: paths }),
  error,
);

export const result: fc.Arbitrary<OpResult> = fc.oneof(
  of<OpResult>({ type: is('create'), path }),
  of<OpResult>({ type: is('create2'), path, stat }),
  of<OpResult>({ type: fc.constantFrom('exists' as const, 'setData' as const, 'setACL' as const), stat }),
  of<OpResult>({ type: is('getData'), data, stat }),
  of<OpResult>({ type: is('getChildren'), children: paths }),
  of<OpResult>({ type: is('getChildren2'), children: paths, stat }),
  of<OpResult>({ type: is('getACL'), acl, stat }),
  of<OpResult>({ type: is('getAllChildrenNumber'), total: int }),
  of<OpResult>({ type: is('getEphemerals'), paths }),
  of<OpResult>({ type: is('whoAmI'), ids: fc.array(of({ scheme: text, id: text }), { maxLength: 3 }) }),
  of<OpResult>({ type: is('sync'), path: fc.option(path, { nil: null }) }),
  of<OpResult>({ type: is('sasl'), token: data }),
  of<OpResult>({ type: is('addWatch') }),
  of<OpResult>({ type: is('multi'), results: fc.array(multiResult, { maxLength: 4 }) }),
  of<OpResult>({ type: is('multiRead'), results: fc.array(multiReadResult, { maxLength: 4 }) }),
);

export const reply: fc.Arbitrary<ServerMessage> = fc.oneof(
  of<ServerMessage>({ type: is('REPLY'), xid: fc.nat(), zxid: anyZxid, err: is(0), result }),
  of<ServerMessage>({ type: is('REPLY'), xid: fc.nat(), zxid: anyZxid, err: errorCode, result: is(null) }),
  of<ServerMessage>({
    type: is('REPLY'),
    xid: fc.nat(),
    zxid: anyZxid,
    err: is(-5),
    result: fc.constant({ type: 'multiRead', results: [] }),
  }),
  of<ServerMessage>({
    type: is('EVENT'),
    event: fc.constantFrom('NodeCreated', 'NodeDeleted', 'NodeDataChanged', 'NodeChildrenChanged'),
    path,
    zxid: anyZxid,
  }),
);
export const connected: fc.Arbitrary<ServerMessage> = fc.oneof(
  of<ServerMessage>({ type: is('CONNECTED'), timeoutMs: int, session, password }),
  of<ServerMessage>({ type: is('CONNECTED'), timeoutMs: int, session, password, readOnly: fc.boolean() }),
);

// --- transactions and snapshots ----------------------------------------------------------------------------------

const createTxn: fc.Arbitrary<CreateTxn> = fc.oneof(
  of<CreateTxn>({
    type: fc.constantFrom('create' as const, 'create2' as const),
    path,
    data,
    acl,
    ephemeral: fc.boolean(),
    parentCversion: int,
  }),
  of<CreateTxn>({ type: is('createContainer'), path, data, acl, ephemeral: is(false), parentCversion: int }),
  of<CreateTxn>({ type: is('createTTL'), path, data, acl, ephemeral: is(false), parentCversion: int, ttlMs: long }),
);
const txnPart: fc.Arbitrary<MultiTxnPart> = fc.oneof(
  createTxn,
  of<MultiTxnPart>({ type: fc.constantFrom('delete' as const, 'deleteContainer' as const), path }),
  of<MultiTxnPart>({ type: is('setData'), path, data, version: int }),
  of<MultiTxnPart>({ type: is('check'), path, version: int }),
  error,
);
const txnBody: fc.Arbitrary<TxnBody> = fc.oneof(
  createTxn,
  of<TxnBody>({ type: fc.constantFrom('delete' as const, 'deleteContainer' as const), path }),
  of<TxnBody>({ type: is('setData'), path, data, version: int }),
  of<TxnBody>({ type: is('setACL'), path, acl, version: int }),
  error,
  of<TxnBody>({ type: is('createSession'), timeoutMs: int }),
  of<TxnBody>({ type: is('closeSession'), paths }),
  of<TxnBody>({ type: is('multi'), parts: fc.array(txnPart, { maxLength: 4 }) }),
);
export const txn: fc.Arbitrary<Txn> = fc
  .tuple(of<Parameters<typeof makeTxn>[0]>({ zxid, session, cxid: int, timeMs: long }), txnBody)
  .map(([header, body]) => makeTxn(header, body));

const openOrOther = fc.oneof(fc.constant([{ perms: 31, scheme: 'world', id: 'anyone' }]), acl);
const node: fc.Arbitrary<SnapshotNode> = of<Omit<SnapshotNode, 'digest'>>({
  path: path.map((each) => (each === '' ? '/' : each)),
  data,
  acl: openOrOther,
  czxid: zxid,
  mzxid: zxid,
  pzxid: zxid,
  ctime: long,
  mtime: long,
  version: int,
  cversion: int,
  aversion: int,
  ephemeralOwner: session,
}).map((content) => copyForSnapshot(fromSnapshot({ digest: 0, ...content }, false)));
const nodes = fc.array(node, { maxLength: 4 });
const sessions = fc.array(of<SnapshotSession>({ session, timeoutMs: int }), { maxLength: 3 });

export const snapshotRecord: fc.Arbitrary<SnapshotRecord> = fc.oneof(
  of<SnapshotRecord>({ kind: is('begin'), generation: fc.nat(), zxid, sessions }),
  of<SnapshotRecord>({ kind: is('nodes'), nodes }),
  of<SnapshotRecord>({ kind: is('end'), horizon: zxid, count: fc.nat() }),
);
export const logHeader: fc.Arbitrary<LogHeader> = of<LogHeader>({ kind: is('log'), generation: fc.nat(), prev: zxid });

// --- between servers -----------------------------------------------------------------------------------------

const forwardedOp = fc.oneof(
  clientOp.filter((op) => forwardable.has(op.type) && !('hangUp' in op)),
  of<{ type: 'createSession'; timeoutMs: number }>({ type: is('createSession'), timeoutMs: int }),
);
const forwardable: ReadonlySet<string> = new Set(
  `create create2 createContainer createTTL delete deleteContainer setData setACL multi reconfig undecodable
   closeSession sync`.split(/\s+/),
);
const auth = fc.array(of<AuthId>({ scheme: text, id: text }), { maxLength: 3 }).map((ids) => authInfo(ids));

export const quorumPacket: fc.Arbitrary<QuorumPacket> = fc.oneof(
  of<QuorumPacket>({
    type: fc.constantFrom('FOLLOWERINFO' as const, 'OBSERVERINFO' as const),
    sid,
    acceptedEpoch: epoch,
  }),
  of<QuorumPacket>({ type: is('LEADERINFO'), epoch }),
  of<QuorumPacket>({
    type: is('ACKEPOCH'),
    lastZxid: zxid,
    currentEpoch: fc.oneof(epoch, is(-1 as const)),
    floor: zxid,
  }),
  of<QuorumPacket>({
    type: fc.constantFrom(
      'DIFF' as const,
      'TRUNC' as const,
      'SNAP' as const,
      'NEWLEADER' as const,
      'ACK' as const,
      'COMMIT' as const,
    ),
    zxid,
  }),
  of<QuorumPacket>({ type: is('SNAPCHUNK'), nodes }),
  of<QuorumPacket>({ type: is('SNAPEND'), sessions, zxid }),
  of<QuorumPacket>({ type: fc.constantFrom('UPTODATE' as const, 'SYNC' as const) }),
  of<QuorumPacket>({ type: fc.constantFrom('PROPOSAL' as const, 'INFORM' as const), txn }),
  of<QuorumPacket>({ type: is('PING'), zxid, touched: sessions }),
  fc
    .tuple(session, int, forwardedOp, auth)
    .map(
      ([of_, cxid, op, proven]) =>
        ({ type: 'REQUEST', request: { session: of_, cxid, op, auth: proven } }) as QuorumPacket,
    ),
  of<QuorumPacket>({ type: fc.constantFrom('CONFIRM' as const, 'CONFIRMED' as const), ticket: fc.nat() }),
  of<QuorumPacket>({
    type: is('REVALIDATE'),
    session,
    timeoutMs: int,
    valid: fc.constantFrom(true, false, null),
  }),
);

export const electionMessage: fc.Arbitrary<ElectionMessage> = fc.oneof(
  of<ElectionMessage>({ type: is('INITIAL'), sid }),
  of<ElectionMessage>({
    type: is('NOTIFICATION'),
    state: fc.constantFrom('LOOKING', 'FOLLOWING', 'LEADING', 'OBSERVING'),
    vote: fc.oneof(
      fc.constant(blankVote()),
      of<{ leader: ServerId; zxid: Zxid; peerEpoch: Epoch }>({
        leader: sid,
        zxid: fc.oneof(zxid, is(-1 as Zxid)),
        peerEpoch: epoch,
      }),
    ),
    electionEpoch: fc.nat(),
  }),
);
