import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import type { SessionId, Zxid } from '../ids.ts';
import type { ClientMessage, ServerMessage } from '../messages.ts';
import type { Acl, ClientOp, OpResult } from '../op.ts';
import type { Stat } from '../store/stat.ts';
import {
  ClientMessageDecoder,
  encodeClientMessage,
  encodeServerMessage,
  ServerMessageDecoder,
} from './client-codec.ts';
import { JuteWriter } from './jute-writer.ts';
import { WireError } from './wire-error.ts';

const bytesOf = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex, 'hex'));
const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const ascii = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text));

const packets = new Map(
  readFileSync(join(import.meta.dirname, 'testdata/java-packets.txt'), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.split(' ') as [string, string]),
);

const password = '00112233445566778899aabbccddeeff';
const acl: readonly Acl[] = [
  { perms: 31, scheme: 'world', id: 'anyone' },
  { perms: 5, scheme: 'digest', id: 'ü:pw=' },
];
const stat: Stat = {
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

const request = (xid: number, op: ClientOp): ClientMessage => ({ type: 'REQUEST', xid, op });

const requests: readonly (readonly [string, ClientMessage])[] = [
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
const connects: readonly (readonly [string, ClientMessage])[] = [
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
const reply = (xid: number, result: OpResult | null): ServerMessage => ({ type: 'REPLY', xid, zxid, err: 0, result });
const replies: readonly (readonly [string, ClientOp['type'] | null, ServerMessage])[] = [
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

const connected: readonly (readonly [string, ServerMessage])[] = [
  [
    'connected',
    { type: 'CONNECTED', timeoutMs: 30000, session: '0x8000012345678901' as SessionId, password, readOnly: false },
  ],
  ['connected-gone-old', { type: 'CONNECTED', timeoutMs: 0, session: none, password: '' }],
];

const packet = (name: string): Uint8Array => bytesOf(packets.get(name) as string);
const server = (compat: '3.9' | '3.8' = '3.9', maxBuffer = 0xfffff): ClientMessageDecoder =>
  new ClientMessageDecoder({ maxBuffer, compat });
/** A decoder behind the handshake. */
const connectedServer = (compat: '3.9' | '3.8' = '3.9', maxBuffer = 0xfffff): ClientMessageDecoder => {
  const decoder = server(compat, maxBuffer);
  decoder.push(packet('connect'));
  decoder.next();
  return decoder;
};
const connectedClient = (): ServerMessageDecoder => {
  const decoder = new ServerMessageDecoder();
  decoder.push(packet('connected'));
  decoder.next();
  return decoder;
};
/** What a server makes of one packet with that payload. */
const received = (payload: JuteWriter, compat: '3.9' | '3.8' = '3.9'): ClientMessage | null => {
  const decoder = connectedServer(compat);
  decoder.push(payload.frame());
  return decoder.next();
};
const header = (opCode: number): JuteWriter => new JuteWriter().int(1).int(opCode);

describe('packets of the Java library', () => {
  test.each([...connects, ...requests])('%s is written as Java writes it', (name, message) => {
    expect(hexOf(encodeClientMessage(message))).toBe(packets.get(name));
  });

  test.each(connects)('%s is read', (name, message) => {
    const decoder = server();
    decoder.push(packet(name));
    expect(decoder.next()).toEqual(message);
    expect(decoder.next()).toBeNull();
  });

  test.each(requests)('%s is read', (name, message) => {
    const decoder = connectedServer();
    decoder.push(packet(name));
    expect(decoder.next()).toEqual(message);
    expect(decoder.next()).toBeNull();
  });

  test.each([...connected, ...replies.map(([name, , message]) => [name, message] as const)])(
    '%s is written as Java writes it',
    (name, message) => {
      expect(hexOf(encodeServerMessage(message))).toBe(packets.get(name));
    },
  );

  test.each(connected)('%s is read', (name, message) => {
    const decoder = new ServerMessageDecoder();
    decoder.push(packet(name));
    expect(decoder.next()).toEqual(message);
  });

  test.each(replies)('%s is read as the reply to %s', (name, op, message) => {
    const decoder = connectedClient();
    if (op !== null) decoder.expect((message as { xid: number }).xid, op);
    decoder.push(packet(name));
    expect(decoder.next()).toEqual(message);
    expect(decoder.next()).toBeNull();
  });
});

describe('a stream of packets', () => {
  it('may be cut anywhere', () => {
    const stream = Buffer.concat([packet('connect'), ...requests.map(([name]) => packet(name))]);
    for (const size of [1, 3, 7, 100, stream.length]) {
      const decoder = server();
      const seen: ClientMessage[] = [];
      for (let at = 0; at < stream.length; at += size) {
        decoder.push(Uint8Array.from(stream.subarray(at, at + size)));
        for (let message = decoder.next(); message !== null; message = decoder.next()) seen.push(message);
      }
      expect(seen.slice(1)).toEqual(requests.map(([, message]) => message));
    }
  });

  it('may bring several packets in one piece, and keeps the data of none', () => {
    const stream = Uint8Array.from(Buffer.concat([packet('connect'), packet('setData'), packet('create')]));
    const decoder = server();
    decoder.push(stream);
    const messages = [decoder.next(), decoder.next(), decoder.next()];
    stream.fill(0);
    expect(messages.slice(1)).toEqual([requests[8]?.[1], requests[0]?.[1]]);
  });
});

describe('the length of a packet', () => {
  it.each([
    [1000, true],
    [1001, false],
    [-1, false],
    [-2147483648, false],
    [2147483647, false],
  ])('of %i bytes, of 1000 allowed: taken %s', (length, taken) => {
    const decoder = connectedServer('3.9', 1000);
    decoder.push(new JuteWriter().int(length).content());
    if (taken) expect(decoder.next()).toBeNull();
    else expect(() => decoder.next()).toThrow(WireError);
  });

  it.each(['00000000', '00000004ffffffff', '0000000700000001000000'])(
    'too short for a request header ends the connection: %s',
    (hex) => {
      const decoder = connectedServer();
      decoder.push(bytesOf(hex));
      expect(() => decoder.next()).toThrow(WireError);
    },
  );

  it('too short for a handshake ends the connection', () => {
    const decoder = server();
    decoder.push(bytesOf('00000004ffffffff'));
    expect(() => decoder.next()).toThrow(WireError);
  });
});

describe('a four-letter word', () => {
  it('is known at the very beginning, even in pieces, and all behind it is ignored', () => {
    const decoder = server();
    decoder.push(ascii('st'));
    expect(decoder.next()).toBeNull();
    decoder.push(ascii('at\nruok'));
    expect(decoder.next()).toEqual({ type: 'COMMAND', word: 'stat' });
    decoder.push(packet('connect'));
    expect(decoder.next()).toBeNull();
  });

  it('is a length out of bounds behind the handshake', () => {
    const decoder = connectedServer();
    decoder.push(ascii('ruok'));
    expect(() => decoder.next()).toThrow(WireError);
  });

  it('that nobody knows is a length out of bounds', () => {
    const decoder = server();
    decoder.push(ascii('help'));
    expect(() => decoder.next()).toThrow(WireError);
  });

  it('and its answer travel without a length', () => {
    expect(encodeClientMessage({ type: 'COMMAND', word: 'ruok' })).toEqual(ascii('ruok'));
    expect(encodeServerMessage({ type: 'TEXT', text: 'imök' })).toEqual(ascii('imök'));
    const decoder = new ServerMessageDecoder({ text: true });
    decoder.push(ascii('imok'));
    expect(decoder.next()).toEqual({ type: 'TEXT', text: 'imok' });
    expect(decoder.next()).toBeNull();
  });

  it('may be telnet being interrupted', () => {
    const decoder = server();
    decoder.push(bytesOf('fff4fffd06'));
    expect(decoder.next()).toEqual({ type: 'COMMAND', word: 'telnet close' });
  });
});

describe('what clients seldom send', () => {
  it('bytes behind a record are ignored', () => {
    expect(received(header(3).ustring('/a').boolean(true).long(77))).toEqual(
      request(1, { type: 'exists', path: '/a', watch: true }),
    );
  });

  it('a boolean is true unless it is 0', () => {
    expect(received(header(3).ustring('/a').byte(200))).toEqual(
      request(1, { type: 'exists', path: '/a', watch: true }),
    );
  });

  it('a vector of a negative length other than -1 is empty', () => {
    expect(received(header(7).ustring('/a').count(-7).int(3))).toEqual(
      request(1, { type: 'setACL', path: '/a', acl: [], version: 3 }),
    );
  });

  it.each([
    ['a record that is missing', 4, new JuteWriter()],
    ['a record cut short', 5, new JuteWriter().ustring('/a').buffer(ascii('x'))],
    ['a string longer than the packet', 3, new JuteWriter().int(1000)],
    ['a string of negative length', 3, new JuteWriter().int(-2)],
    ['a vector longer than memory', 7, new JuteWriter().ustring('/a').count(2147483647)],
    ['a null path of a read', 4, new JuteWriter().ustring(null).boolean(false)],
    ['a null path of deleteContainer', 20, new JuteWriter().buffer(null)],
    ['a multi without an end', 14, new JuteWriter()],
    ['a multi of reads', 14, new JuteWriter().int(4).boolean(false).int(-1).ustring('/a').boolean(false)],
    ['a multi with a sync', 14, new JuteWriter().int(9).boolean(false).int(-1).ustring('/a')],
    ['a multiRead of writes', 22, new JuteWriter().int(2).boolean(false).int(-1).ustring('/a').int(-1)],
    ['null lists of watches', 101, new JuteWriter().long(1).count(-1).count(-1).count(-1)],
  ])('%s makes a request undecodable', (_, opCode, record) => {
    expect(received(header(opCode).raw(record.content()))).toEqual(request(1, { type: 'undecodable', opCode }));
  });

  it.each([0, 13, 10, 99, -1, 2147483647])('op code %i is unknown', (opCode) => {
    expect(received(header(opCode))).toEqual(request(1, { type: 'unknown', opCode }));
  });

  it.each([
    ['an auth packet cut short', header(100).int(0)],
    ['a SASL token cut short', header(102)],
    ['a null SASL token', header(102).buffer(null)],
  ])('%s ends the connection', (_, packetOf) => {
    expect(() => received(packetOf)).toThrow(WireError);
  });

  it('an auth packet may lack scheme and credentials', () => {
    expect(received(header(100).int(0).ustring(null).buffer(null))).toEqual(
      request(1, { type: 'auth', scheme: '', auth: null }),
    );
  });

  it.each([
    ['a null path of a delete', 2, new JuteWriter().ustring(null).int(-1)],
    ['a null path of a create', 1, new JuteWriter().ustring(null).buffer(null).count(0).int(0)],
    [
      'a null id in an ACL of world',
      7,
      new JuteWriter().ustring('/a').count(1).int(31).ustring('world').ustring(null).int(-1),
    ],
    ['a session that a client makes', -10, new JuteWriter().int(1000)],
  ])('%s is found wrong when the request has a zxid', (_, opCode, record) => {
    expect(received(header(opCode).raw(record.content()))).toEqual(
      request(1, { type: 'undecodable', opCode, takesZxid: true }),
    );
  });

  it('a null path is an empty one where both are refused alike, or match nothing', () => {
    expect(received(header(5).ustring(null).buffer(null).int(-1))).toEqual(
      request(1, { type: 'setData', path: '', data: null, version: -1 }),
    );
    expect(received(header(106).ustring(null).int(0))).toEqual(request(1, { type: 'addWatch', path: '', mode: 0 }));
    expect(received(header(17).ustring(null).int(3))).toEqual(
      request(1, { type: 'checkWatches', path: '', watcherType: 3 }),
    );
    expect(received(header(17).ustring(null).int(3), '3.8')).toEqual(request(1, { type: 'undecodable', opCode: 17 }));
    const lists = header(105).long(0).count(0).count(0).count(0).count(1).ustring(null).count(0);
    expect(received(lists)).toMatchObject({ op: { type: 'setWatches2', persistent: [''] } });
  });

  it('sync tells null as null', () => {
    expect(received(header(9).ustring(null))).toEqual(request(1, { type: 'sync', path: null }));
    const sync = encodeServerMessage(reply(14, { type: 'sync', path: null }));
    expect(hexOf(sync.subarray(20))).toBe('ffffffff');
  });

  it('a null where an ACL does not look is as good as empty', () => {
    const record = header(7).ustring('/a').count(2).int(1).ustring(null).ustring(null).int(2).ustring('auth');
    expect(received(record.ustring(null).int(-1))).toMatchObject({
      op: {
        acl: [
          { perms: 1, scheme: '', id: '' },
          { perms: 2, scheme: 'auth', id: '' },
        ],
      },
    });
  });

  it('deleteContainer has its path as a buffer, and 3.8 takes the whole packet for it', () => {
    expect(received(header(20).buffer(ascii('/c')))).toEqual(request(1, { type: 'deleteContainer', path: '/c' }));
    expect(received(header(20).raw(ascii('/c')), '3.8')).toEqual(
      request(1, { type: 'deleteContainer', path: '\0\0\0\x01\0\0\0\x14/c' }),
    );
  });

  it('unknown and undecodable requests can be sent', () => {
    for (const op of [
      { type: 'unknown', opCode: 99 },
      { type: 'undecodable', opCode: 5 },
    ] as const) {
      const decoder = connectedServer();
      decoder.push(encodeClientMessage(request(4, op)));
      expect(decoder.next()).toEqual(request(4, op));
    }
  });
});

describe('a create in a multi', () => {
  const part = (opCode: number, flags: number, more: { acl?: null; ttl?: number } = {}): JuteWriter => {
    const record = header(14).int(opCode).boolean(false).int(-1).ustring('/m').buffer(null);
    if (more.acl === null) record.count(-1);
    else record.count(0);
    record.int(flags);
    if (more.ttl !== undefined) record.long(more.ttl);
    return record.int(-1).boolean(true).int(-1);
  };
  const typeIn = (record: JuteWriter, compat: '3.9' | '3.8'): string => {
    const op = (received(record, compat) as Extract<ClientMessage, { type: 'REQUEST' }>).op;
    return op.type === 'multi' ? (op.parts[0]?.type ?? 'nothing') : op.type;
  };

  it.each([
    // header, flags, what 3.9 makes of it, what 3.8 does
    [1, 0, 'create', 'create'],
    [15, 0, 'create2', 'create'],
    [19, 0, 'createContainer', 'create'],
    [15, 3, 'create2', 'create'],
    [1, 4, 'createContainer', 'createContainer'],
    [15, 4, 'createContainer', 'createContainer'],
    [1, 5, 'undecodable', 'create'],
    [1, 7, 'undecodable', 'create'],
    [1, -1, 'undecodable', 'create'],
  ])('of op code %i with flags %i is %s, in 3.8 %s', (opCode, flags, in39, in38) => {
    expect(typeIn(part(opCode, flags), '3.9')).toBe(in39);
    expect(typeIn(part(opCode, flags), '3.8')).toBe(in38);
  });

  it.each([
    [5, 'createTTL'],
    [6, 'createTTL'],
    [4, 'createContainer'],
    [0, 'create'],
    [9, 'create'],
  ])('of op code createTTL with flags %i is %s', (flags, type) => {
    expect(typeIn(part(21, flags, { ttl: 1000 }), '3.9')).toBe(type);
    expect(typeIn(part(21, flags, { ttl: 1000 }), '3.8')).toBe(type);
  });

  it('without an ACL list ends the multi in 3.9, before it has a zxid', () => {
    expect(received(part(1, 0, { acl: null }))).toEqual(
      request(1, { type: 'undecodable', opCode: 14, takesZxid: false }),
    );
    expect(typeIn(part(1, 0, { acl: null }), '3.8')).toBe('create');
  });
});

describe('the client end', () => {
  it('reads replies in the order they are expected, and events between them', () => {
    const decoder = connectedClient();
    decoder.expect(7, 'exists');
    decoder.expect(8, 'getData');
    decoder.push(packet('exists-reply'));
    decoder.push(packet('event'));
    decoder.push(packet('getData-reply'));
    const types = [decoder.next(), decoder.next(), decoder.next()].map((message) => message?.type);
    expect(types).toEqual(['REPLY', 'EVENT', 'REPLY']);
  });

  it('refuses a reply to what was not asked', () => {
    const decoder = connectedClient();
    decoder.push(packet('exists-reply'));
    expect(() => decoder.next()).toThrow('a reply to 7 where none is expected');
    const other = connectedClient();
    other.expect(9, 'exists');
    other.push(packet('exists-reply'));
    expect(() => other.next()).toThrow('a reply to 7 where 9 is expected');
  });
});
