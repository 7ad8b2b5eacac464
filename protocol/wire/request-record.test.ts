import { describe, expect, it } from 'vitest';
import type { ClientMessage } from '../messages.ts';
import { ClientMessageDecoder, encodeClientMessage, encodeServerMessage } from './client-codec.ts';
import { ascii, connects, hexOf, reply, request } from './java-packets.testkit.ts';
import { JuteWriter } from './jute-writer.ts';
import { WireError } from './wire-error.ts';

const [[, handshake]] = connects as readonly [readonly [string, ClientMessage]];

/** A decoder behind the handshake. */
const connectedServer = (compat: '3.9' | '3.8' = '3.9'): ClientMessageDecoder => {
  const decoder = new ClientMessageDecoder({ maxBuffer: 0xfffff, compat });
  decoder.push(encodeClientMessage(handshake));
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
    [
      'a multiRead of writes that is cut short',
      22,
      new JuteWriter().int(2).boolean(false).int(-1).ustring('/a').int(-1),
    ],
    ['null lists of watches', 101, new JuteWriter().long(1).count(-1).count(-1).count(-1)],
  ])('%s makes a request undecodable', (_, opCode, record) => {
    expect(received(header(opCode).raw(record.content()))).toEqual(request(1, { type: 'undecodable', opCode }));
  });

  it.each([0, 13, 10, 99, -1, 2147483647])('op code %i is unknown', (opCode) => {
    expect(received(header(opCode))).toEqual(request(1, { type: 'unknown', opCode }));
  });

  it('a multiRead of writes fails when its reply was begun', () => {
    const record = header(22).int(2).boolean(false).int(-1).ustring('/a').int(-1).int(-1).boolean(true).int(-1);
    expect(received(record)).toEqual(request(1, { type: 'undecodable', opCode: 22, replyBegun: true }));
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

  const entry = (record: JuteWriter, perms: number, scheme: string | null, id: string | null): JuteWriter =>
    record.int(perms).ustring(scheme).ustring(id);
  const setAcl = (count: number): JuteWriter => header(7).ustring('/a').count(count);

  it('a null path of a delete is found wrong when the request has a zxid', () => {
    const undecodable = { type: 'undecodable', opCode: 2, takesZxid: true } as const;
    expect(received(header(2).ustring(null).int(-1))).toEqual(request(1, undecodable));
  });

  it('a null path of a create comes behind its flags, a null id of an ACL behind what precedes it', () => {
    const op = { type: 'create', path: '', data: null, acl: [], flags: 77 } as const;
    expect(received(header(1).ustring(null).buffer(null).count(0).int(77))).toEqual(
      request(1, { type: 'undecodable', opCode: 1, takesZxid: true, stumbles: { at: 'path', op } }),
    );
    const list = entry(entry(setAcl(2), 1, 'world', 'anyone'), 2, 'digest', null).int(-1);
    const before = {
      type: 'setACL',
      path: '/a',
      acl: [{ perms: 1, scheme: 'world', id: 'anyone' }],
      version: -1,
    } as const;
    expect(received(list)).toEqual(
      request(1, { type: 'undecodable', opCode: 7, takesZxid: true, stumbles: { at: 'acl', op: before } }),
    );
  });

  it.each([
    ['no scheme', null, 'anyone', 'undecodable'],
    ['the same scheme and no id', 'world', null, 'undecodable'],
    ['another scheme, that nobody has, and no id', 'nobody', null, 'setACL'],
  ])('an entry with the same permissions as one before it and %s: compared with it', (_, scheme, id, expected) => {
    const list = entry(entry(setAcl(2), 1, 'world', 'anyone'), 1, scheme, id).int(-1);
    expect(received(list)).toMatchObject({ op: { type: expected } });
  });

  it('what 3.8 never answers, or does not survive, is hung up on', () => {
    const hangUp = (opCode: number) => request(1, { type: 'undecodable', opCode, hangUp: true });
    const multi = (): JuteWriter => header(14).int(2).boolean(false).int(-1).ustring(null).int(-1);
    const watches = (): JuteWriter => header(105).long(0).count(0).count(0).count(0).count(1).ustring(null).count(0);
    expect(received(multi().int(-1).boolean(true).int(-1), '3.8')).toEqual(hangUp(14));
    expect(received(header(106).ustring(null).int(0), '3.8')).toEqual(hangUp(106));
    expect(received(watches(), '3.8')).toEqual(hangUp(105));
    for (const compat of ['3.8', '3.9'] as const) {
      expect(received(header(-10).int(1000), compat)).toEqual(hangUp(-10));
      expect(received(header(-10), compat)).toEqual(request(1, { type: 'undecodable', opCode: -10 }));
      // The multi cannot be read to its end, and nobody looks at its paths.
      expect(received(multi(), compat)).toEqual(request(1, { type: 'undecodable', opCode: 14 }));
    }
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
    [9, 'createTTL'],
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
