/** Packets that the Java library wrote (testdata/java-packets.txt), and the messages they are. */
import type { SessionId, Zxid } from '../ids.ts';
import type { ClientMessage, ServerMessage } from '../messages.ts';
import type { Acl, ClientOp, OpResult } from '../op.ts';
import type { Stat } from '../store/stat.ts';

export const bytesOf = (hex: string): Uint8Array =>
  Uint8Array.from({ length: hex.length >> 1 }, (_, i) => Number.parseInt(hex.slice(2 * i, 2 * i + 2), 16));
export const hexOf = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
export const ascii = (text: string): Uint8Array => Uint8Array.from(text, (letter) => letter.charCodeAt(0));

export const password = '00112233445566778899aabbccddeeff';
export const acl: readonly Acl[] = [
  { perms: 31, scheme: 'world', id: 'anyone' },
  { perms: 5, scheme: 'digest', id: 'ü:pw=' },
];
export const stat: Stat = {
  czxid: 0x100000001 as Zxid,
  mzxid: 0x200000003 as Zxid,
  ctime: 1700000000123,
  mtime: 1700000000456,
  version: 7,
  cversion: -1,
  aversion: 2,
  ephemeralOwner: '0x8100012345678901' as SessionId,
  dataLength: 5,
  numChildren: 3,
  pzxid: 0x200000004 as Zxid,
};

export const request = (xid: number, op: ClientOp): ClientMessage => ({ type: 'REQUEST', xid, op });

export const requests: readonly (readonly [string, ClientMessage])[] = [
  ['create', request(1, { type: 'create', path: '/a/ö€', data: ascii('hello'), acl, flags: 0 })],
  ['create-nulls', request(2, { type: 'create', path: '/a', data: null, acl: null, flags: 3 })],
  ['create2', request(3, { type: 'create2', path: '/a', data: ascii(''), acl, flags: 1 })],
  ['createContainer', request(4, { type: 'createContainer', path: '/c', data: bytesOf('00ff'), acl, flags: 4 })],
  ['createTTL', request(5, { type: 'createTTL', path: '/t', data: ascii('x'), acl, flags: 5, ttlMs: 1099511627775 })],
  ['delete', request(6, { type: 'delete', path: '/a', version: -1 })],
  ['exists', request(7, { type: 'exists', path: '/a', watch: true })],
  ['getData', request(8, { type: 'getData', path: '/a', watch: false })],
  ['setData', request(9, { type: 'setData', path: '/a', data: ascii('new data'), version: 3 })],
  ['setData-null', request(10, { type: 'setData', path: '/a', data: null, version: -1 })],
  ['getACL', request(11, { type: 'getACL', path: '/a' })],
  ['setACL', request(12, { type: 'setACL', path: '/a', acl, version: -1 })],
  ['getChildren', request(13, { type: 'getChildren', path: '/', watch: true })],
  ['sync', request(14, { type: 'sync', path: '/' })],
  ['ping', request(-2, { type: 'ping' })],
  ['getChildren2', request(15, { type: 'getChildren2', path: '/', watch: false })],
  ['reconfig', request(16, { type: 'reconfig', joining: null, leaving: '2,3', newMembers: null, fromConfig: -1 })],
  ['checkWatches', request(17, { type: 'checkWatches', path: '/a', watcherType: 3 })],
  ['removeWatches', request(18, { type: 'removeWatches', path: '/a', watcherType: 1 })],
  ['auth', request(-4, { type: 'auth', scheme: 'digest', auth: ascii('joe:secret') })],
  [
    'setWatches',
    request(-8, {
      type: 'setWatches',
      relativeZxid: 0x300000001 as Zxid,
      data: ['/a', '/b'],
      exist: [],
      child: ['/c'],
    }),
  ],
  [
    'setWatches2',
    request(-8, {
      type: 'setWatches2',
      relativeZxid: 1 as Zxid,
      data: [],
      exist: ['/x'],
      child: [],
      persistent: ['/p'],
      persistentRecursive: ['/r'],
    }),
  ],
  ['getEphemerals', request(19, { type: 'getEphemerals', prefix: '/a' })],
  ['getEphemerals-null', request(20, { type: 'getEphemerals', prefix: null })],
  ['getAllChildrenNumber', request(21, { type: 'getAllChildrenNumber', path: '/' })],
  ['addWatch', request(22, { type: 'addWatch', path: '/a', mode: 1 })],
  ['whoAmI', request(23, { type: 'whoAmI' })],
  ['closeSession', request(24, { type: 'closeSession' })],
  [
    'multi',
    request(25, {
      type: 'multi',
      parts: [
        { type: 'create', path: '/m', data: ascii('1'), acl, flags: 0 },
        { type: 'createContainer', path: '/c', data: null, acl, flags: 4 },
        { type: 'createTTL', path: '/t', data: ascii(''), acl, flags: 5, ttlMs: 5000 },
        { type: 'setData', path: '/m', data: ascii('2'), version: 0 },
        { type: 'check', path: '/m', version: 1 },
        { type: 'delete', path: '/m', version: -1 },
      ],
    }),
  ],
  ['multi-empty', request(26, { type: 'multi', parts: [] })],
  [
    'multiRead',
    request(27, {
      type: 'multiRead',
      parts: [
        { type: 'getData', path: '/a', watch: false },
        { type: 'getChildren', path: '/', watch: false },
      ],
    }),
  ],
];

const session = '0x100012345678901' as SessionId;
const none = '0x0' as SessionId;
export const connects: readonly (readonly [string, ClientMessage])[] = [
  [
    'connect',
    {
      type: 'CONNECT',
      lastZxidSeen: 0x500000009 as Zxid,
      timeoutMs: 30000,
      session,
      password,
      readOnly: false,
    },
  ],
  ['connect-old', { type: 'CONNECT', lastZxidSeen: 0 as Zxid, timeoutMs: 4000, session: none, password: '' }],
  [
    'connect-read-only',
    { type: 'CONNECT', lastZxidSeen: 0 as Zxid, timeoutMs: -5, session: none, password: '', readOnly: true },
  ],
];

const zxid = 0x200000001 as Zxid;
export const reply = (xid: number, result: OpResult | null): ServerMessage => ({
  type: 'REPLY',
  xid,
  zxid,
  err: 0,
  result,
});
export const replies: readonly (readonly [string, ClientOp['type'] | null, ServerMessage])[] = [
  ['create-reply', 'create', reply(1, { type: 'create', path: '/a0000000001' })],
  ['create2-reply', 'create2', reply(3, { type: 'create2', path: '/a', stat })],
  ['create2-reply', 'createTTL', reply(3, { type: 'create2', path: '/a', stat })],
  ['create2-reply', 'createContainer', reply(3, { type: 'create2', path: '/a', stat })],
  ['exists-reply', 'exists', reply(7, { type: 'exists', stat })],
  ['error-reply', 'exists', { type: 'REPLY', xid: 7, zxid, err: -101, result: null }],
  ['getData-reply', 'getData', reply(8, { type: 'getData', data: ascii('hello'), stat })],
  ['getData-null-reply', 'getData', reply(8, { type: 'getData', data: null, stat })],
  ['getACL-reply', 'getACL', reply(11, { type: 'getACL', acl, stat })],
  ['setACL-reply', 'setACL', reply(12, { type: 'setACL', stat })],
  ['setData-reply', 'setData', reply(9, { type: 'setData', stat })],
  ['getChildren-reply', 'getChildren', reply(13, { type: 'getChildren', children: ['a', 'ö'] })],
  ['getChildren2-reply', 'getChildren2', reply(15, { type: 'getChildren2', children: [], stat })],
  ['sync-reply', 'sync', reply(14, { type: 'sync', path: '/' })],
  ['ping-reply', null, reply(-2, null)],
  ['delete-reply', 'delete', reply(6, null)],
  ['getAllChildrenNumber-reply', 'getAllChildrenNumber', reply(21, { type: 'getAllChildrenNumber', total: 77 })],
  ['getEphemerals-reply', 'getEphemerals', reply(19, { type: 'getEphemerals', paths: ['/a/e'] })],
  [
    'whoAmI-reply',
    'whoAmI',
    reply(23, {
      type: 'whoAmI',
      ids: [
        { scheme: 'ip', id: '127.0.0.1' },
        { scheme: 'digest', id: 'joe' },
      ],
    }),
  ],
  ['addWatch-reply', 'addWatch', reply(22, { type: 'addWatch' })],
  ['setWatches-reply', null, reply(-8, null)],
  ['auth-reply', null, { type: 'REPLY', xid: -4, zxid: 0 as Zxid, err: -115, result: null }],
  ['unknown-reply', 'unknown', { type: 'REPLY', xid: 28, zxid: -1 as Zxid, err: -6, result: null }],
  ['event', null, { type: 'EVENT', event: 'NodeChildrenChanged', path: '/a', zxid: -1 }],
  [
    'multi-reply',
    'multi',
    reply(25, {
      type: 'multi',
      results: [
        { type: 'create', path: '/m' },
        { type: 'create2', path: '/c', stat },
        { type: 'setData', stat },
        { type: 'check' },
        { type: 'delete' },
      ],
    }),
  ],
  [
    'multi-failed-reply',
    'multi',
    reply(25, {
      type: 'multi',
      results: [
        { type: 'error', err: 0 },
        { type: 'error', err: -101 },
        { type: 'error', err: -2 },
      ],
    }),
  ],
  [
    'multiRead-reply',
    'multiRead',
    reply(27, {
      type: 'multiRead',
      results: [
        { type: 'getData', data: ascii('d'), stat },
        { type: 'getChildren', children: ['a'] },
        { type: 'error', err: -102 },
      ],
    }),
  ],
];

export const connected: readonly (readonly [string, ServerMessage])[] = [
  [
    'connected',
    { type: 'CONNECTED', timeoutMs: 30000, session: '0x8000012345678901' as SessionId, password, readOnly: false },
  ],
  ['connected-gone-old', { type: 'CONNECTED', timeoutMs: 0, session: none, password: '' }],
];
