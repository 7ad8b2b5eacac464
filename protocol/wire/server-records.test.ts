/** What ZooKeeper's servers write to each other and to their disks, as Java wrote it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { serverId, type Epoch, type SessionId, type Zxid } from '../ids.ts';
import type { ElectionMessage, QuorumPacket } from '../messages.ts';
import { blankVote } from '../election/vote.ts';
import { OPEN_ACL } from '../op.ts';
import { authInfo } from '../session/auth-info.ts';
import { copyForSnapshot, fromSnapshot } from '../store/znode.ts';
import { makeTxn, type TxnBody } from '../txn.ts';
import { decodeElectionMessage, encodeElectionMessage } from './election-codec.ts';
import { acl, ascii, bytesOf, hexOf } from './java-packets.testkit.ts';
import { decodeLogRecord, encodeLogHeader, encodeLogRecord, encodeTxn, sealLogRecord } from './log-codec.ts';
import { decodeQuorumPacket, encodeQuorumPacket } from './quorum-codec.ts';
import { encodeSnapshotRecord } from './snapshot-codec.ts';

const written = new Map(
  readFileSync(join(import.meta.dirname, 'testdata/java-server-records.txt'), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.split(' ') as [string, string]),
);
const bytes = (name: string): Uint8Array => bytesOf(written.get(name) as string);

const session = '0x100012345678901' as SessionId;
const other = '0x200012345678901' as SessionId;
const zxid = 0x500000007 as Zxid;
const txnOf = (body: TxnBody): ReturnType<typeof makeTxn> =>
  makeTxn({ zxid, session, cxid: 17, timeMs: 1700000000123 }, body);

const bodies: readonly TxnBody[] = [
  { type: 'create', path: '/a/ö', data: ascii('hello'), acl, ephemeral: true, parentCversion: 4 },
  { type: 'create2', path: '/a', data: null, acl, ephemeral: false, parentCversion: 0 },
  { type: 'createContainer', path: '/c', data: ascii(''), acl, ephemeral: false, parentCversion: 1 },
  { type: 'createTTL', path: '/t', data: ascii('x'), acl, ephemeral: false, parentCversion: 2, ttlMs: 1099511627775 },
  { type: 'delete', path: '/a' },
  { type: 'deleteContainer', path: '/c' },
  { type: 'setData', path: '/a', data: ascii('new'), version: 3 },
  { type: 'setACL', path: '/a', acl, version: 1 },
  { type: 'error', err: -101 },
  { type: 'createSession', timeoutMs: 30000 },
  { type: 'closeSession', paths: ['/e1', '/e2'] },
  {
    type: 'multi',
    parts: [
      { type: 'create', path: '/m', data: ascii('1'), acl, ephemeral: false, parentCversion: 1 },
      { type: 'setData', path: '/m', data: ascii('2'), version: 1 },
      { type: 'check', path: '/m', version: 2 },
      { type: 'delete', path: '/m' },
      { type: 'error', err: -2 },
    ],
  },
];

describe('transactions', () => {
  test.each(bodies.map((body) => [body.type, body] as const))('%s is written and read as Java does', (type, body) => {
    const txn = txnOf(body);
    expect(hexOf(encodeTxn(txn))).toBe(written.get(`txn-${type}`));
    expect(decodeLogRecord(sealLogRecord(bytes(`txn-${type}`)))).toEqual(txn);
  });

  it('have a digest behind them where ZooKeeper writes one', () => {
    const digest = bytesOf('000000020123456789abcdef');
    const both = Uint8Array.from([...bytes('txn-delete'), ...digest]);
    expect(decodeLogRecord(sealLogRecord(both))).toEqual(txnOf({ type: 'delete', path: '/a' }));
  });
});

describe('the log', () => {
  it('has checksum, length and end mark around a transaction', () => {
    expect(hexOf(encodeLogRecord(txnOf({ type: 'delete', path: '/a' })))).toBe(written.get('log-delete'));
  });

  it("begins as ZooKeeper's does", () => {
    const header = hexOf(encodeLogHeader({ kind: 'log', generation: 0, prev: 0 as Zxid }));
    expect(header.slice(0, 32)).toBe(written.get('log-header'));
  });
});

describe('a snapshot', () => {
  it('has StatPersisted at the end of a node, and the number of its ACL before it', () => {
    const content = {
      path: '/c',
      data: ascii('d'),
      acl: OPEN_ACL,
      czxid: 0x100000001 as Zxid,
      mzxid: 0x200000003 as Zxid,
      pzxid: 0x200000004 as Zxid,
      ctime: 1700000000123,
      mtime: 1700000000456,
      version: 7,
      cversion: 4,
      aversion: 2,
      ephemeralOwner: '0x8000000000000000' as SessionId,
    };
    const node = copyForSnapshot(fromSnapshot({ digest: 0, ...content }, false));
    const pathDataAcl = '000000022f63' + '0000000164' + 'ffffffffffffffff';
    expect(hexOf(encodeSnapshotRecord({ kind: 'nodes', nodes: [node] }))).toContain(
      `${pathDataAcl}${written.get('stat-persisted')}`,
    );
  });
});

const epoch = 3 as Epoch;
const request = { type: 'delete', path: '/a', version: -1 } as const;
const txn = txnOf({ type: 'delete', path: '/a' });
const packets: readonly (readonly [string, QuorumPacket])[] = [
  ['FOLLOWERINFO', { type: 'FOLLOWERINFO', sid: serverId(2), acceptedEpoch: epoch }],
  ['OBSERVERINFO', { type: 'OBSERVERINFO', sid: serverId(4), acceptedEpoch: epoch }],
  ['LEADERINFO', { type: 'LEADERINFO', epoch: 5 as Epoch }],
  ['DIFF', { type: 'DIFF', zxid }],
  ['TRUNC', { type: 'TRUNC', zxid }],
  ['SNAP', { type: 'SNAP', zxid }],
  ['NEWLEADER', { type: 'NEWLEADER', zxid }],
  ['ACK', { type: 'ACK', zxid }],
  ['COMMIT', { type: 'COMMIT', zxid }],
  ['UPTODATE', { type: 'UPTODATE' }],
  ['SYNC', { type: 'SYNC' }],
  ['PROPOSAL', { type: 'PROPOSAL', txn }],
  ['INFORM', { type: 'INFORM', txn }],
  ['PING', { type: 'PING', zxid, touched: [] }],
  [
    'PING-answer',
    {
      type: 'PING',
      zxid,
      touched: [
        { session, timeoutMs: 30000 },
        { session: other, timeoutMs: 4000 },
      ],
    },
  ],
  [
    'REQUEST',
    {
      type: 'REQUEST',
      request: { session, cxid: 17, op: request, auth: authInfo([{ scheme: 'ip', id: '127.0.0.1' }]) },
    },
  ],
  ['REVALIDATE', { type: 'REVALIDATE', session, timeoutMs: 30000, valid: null }],
];

describe('packets between servers', () => {
  test.each(packets)('%s is written and read as Java does', (name, packet) => {
    expect(hexOf(encodeQuorumPacket(packet))).toBe(written.get(`packet-${name}`));
    expect(decodeQuorumPacket(bytes(`packet-${name}`))).toEqual(packet);
  });

  const vote = { leader: serverId(3), zxid, peerEpoch: 5 as Epoch };
  const notifications: readonly (readonly [string, ElectionMessage])[] = [
    ['notification', { type: 'NOTIFICATION', state: 'FOLLOWING', vote, electionEpoch: 9 }],
    ['notification-blank', { type: 'NOTIFICATION', state: 'LOOKING', vote: blankVote(), electionEpoch: 1 }],
  ];
  test.each(notifications)('a %s is written and read as Java does', (name, message) => {
    expect(hexOf(encodeElectionMessage(message))).toBe(written.get(name));
    expect(decodeElectionMessage(bytes(name))).toEqual(message);
  });
});
