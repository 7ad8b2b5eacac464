/** Operations as a client sees them, through the whole pipeline of one server. */
import { describe, expect, it } from 'vitest';
import { compatOf } from '../compat.ts';
import { CreateFlag, OPEN_ACL, type Acl, type ClientOp, type CreateOp } from '../op.ts';
import { digestOf } from '../store/acl-schemes.ts';
import { encodeText } from '../std/text-bytes.ts';
import { decodeJavaText } from '../wire/java-text.ts';
import { LoneServer } from './lone-server.testkit.ts';
import { undecodableHangsUp } from './undecodable.ts';

const CREATOR_ALL: readonly Acl[] = [{ perms: 31, scheme: 'auth', id: '' }];

function create(path: string, rest: Partial<CreateOp> = {}): ClientOp {
  return { type: 'create', path, data: null, acl: OPEN_ACL, flags: CreateFlag.PERSISTENT, ...rest };
}
function set(path: string, text: string): ClientOp {
  return { type: 'setData', path, data: encodeText(text), version: -1 };
}
const get = (path: string, watch = false): ClientOp => ({ type: 'getData', path, watch });
const remove = (path: string): ClientOp => ({ type: 'delete', path, version: -1 });
const prove = (text: string): ClientOp => ({ type: 'auth', scheme: 'digest', auth: encodeText(text) });

/** The body of the last reply. */
function body(server: LoneServer, connection: number) {
  const last = server.messages(connection).at(-1);
  return last?.type === 'REPLY' ? last.result : null;
}
function text(server: LoneServer, connection: number, path: string): string {
  server.ask(connection, [99, get(path)]);
  const result = body(server, connection);
  server.hear(connection);
  return result?.type === 'getData' && result.data !== null
    ? decodeJavaText(result.data, 0, result.data.length)
    : 'no data';
}

describe('an ACL', () => {
  it('of scheme auth lets in whoever proves the same, and whoever is super', () => {
    const server = new LoneServer({ superDigest: digestOf('super:secret') });
    const ann = server.session('c1');
    server.ask(ann, [1, create('/a', { acl: CREATOR_ALL })], [-4, prove('ann:1')]);
    server.ask(ann, [2, create('/a', { acl: CREATOR_ALL })], [3, { type: 'getACL', path: '/a' }]);
    expect(body(server, ann)).toMatchObject({ acl: [{ perms: 31, scheme: 'digest', id: digestOf('ann:1') }] });
    expect(server.hear(ann)).toEqual([
      '#1 zxid 2 INVALIDACL',
      '#-4 zxid 0 OK',
      '#2 zxid 3 OK create',
      '#3 zxid 3 OK getACL',
    ]);
    const bob = server.session('c2');
    server.ask(bob, [1, get('/a')], [2, set('/a', 'x')], [-4, prove('bob:2')], [3, get('/a')], [4, remove('/a')]);
    expect(server.hear(bob)).toEqual([
      '#1 zxid 4 NOAUTH',
      '#2 zxid 5 NOAUTH',
      '#-4 zxid 0 OK',
      '#3 zxid 5 NOAUTH',
      '#4 zxid 6 OK',
    ]);
    server.ask(bob, [-4, prove('super:secret')], [5, { type: 'whoAmI' }]);
    expect(body(server, bob)).toMatchObject({ ids: expect.arrayContaining([{ scheme: 'super', id: '' }]) as unknown });
    server.ask(bob, [6, { type: 'setACL', path: '/zookeeper/config', acl: OPEN_ACL, version: -1 }]);
    expect(server.hear(bob).at(-1)).toBe('#6 zxid 7 OK setACL');
  });

  it('is asked before anything else where that is configured, and the answer has no zxid', () => {
    const server = new LoneServer({ standalone: false, enableEagerAclCheck: true });
    server.advance(1000);
    const connection = server.session('c1');
    server.diskIsHeld = true;
    server.ask(connection, [1, create('/a')], [2, set('/zookeeper/config', 'x')], [3, create('/b')]);
    expect(server.hear(connection)).toEqual([]);
    server.release();
    expect(server.hear(connection)).toEqual([
      '#1 zxid 4294967298 OK create',
      '#2 zxid 0 NOAUTH',
      '#3 zxid 4294967299 OK create',
    ]);
    const lone = new LoneServer({ enableEagerAclCheck: true });
    const other = lone.session('c1');
    lone.ask(other, [1, set('/zookeeper/config', 'x')]);
    expect(lone.hear(other)).toEqual(['#1 zxid 2 NOAUTH']);
  });
});

describe('a container', () => {
  it('goes when its last child is gone, and whoever watches is told', () => {
    const server = new LoneServer({ containerCheckIntervalMs: 5000 });
    const connection = server.session('c1', 40_000);
    server.ask(connection, [1, create('/c', { type: 'createContainer' })], [2, create('/c/x')], [3, get('/c', true)]);
    server.advance(12_000);
    server.ask(connection, [4, remove('/c/x')]);
    server.hear(connection);
    server.advance(4000);
    expect(server.hear(connection)).toEqual(['event NodeDeleted /c zxid 5']);
    expect(server.facts).toContainEqual({ type: 'mark', name: 'a container reaped' });
  });
});

describe('a node with a time to live', () => {
  it('goes when nobody has changed it for so long', () => {
    const server = new LoneServer({ containerCheckIntervalMs: 1000, extendedTypesEnabled: true });
    const connection = server.session('c1', 40_000);
    const exists: ClientOp = { type: 'exists', path: '/t', watch: false };
    server.ask(connection, [1, create('/t', { type: 'createTTL', flags: 5, ttlMs: 2500 })]);
    server.advance(2000);
    server.ask(connection, [2, set('/t', 'again')], [3, exists]);
    server.advance(2000);
    server.ask(connection, [4, exists]);
    server.advance(1000);
    server.ask(connection, [5, exists]);
    expect(server.hear(connection)).toEqual([
      '#1 zxid 2 OK create2',
      '#2 zxid 3 OK setData',
      '#3 zxid 3 OK exists',
      '#4 zxid 3 OK exists',
      '#5 zxid 4 NONODE',
    ]);
    expect(server.facts).toContainEqual({ type: 'mark', name: 'a time to live over' });
  });
});

describe('a quota', () => {
  it('counts, refuses where it is hard, and cannot be broken by who writes nonsense into its counters', () => {
    const server = new LoneServer({ enforceQuota: true });
    const connection = server.session('c1');
    const stats = '/zookeeper/quota/a/zookeeper_stats';
    server.ask(connection, [1, create('/a')], [2, create('/zookeeper/quota/a')]);
    const limits = encodeText('count=-1,bytes=-1=;countHardLimit=2');
    server.ask(connection, [3, create('/zookeeper/quota/a/zookeeper_limits', { data: limits })], [4, create(stats)]);
    server.ask(connection, [5, create('/a/b', { data: encodeText('123') })], [6, create('/a/c')], [7, create('/d')]);
    expect(server.hear(connection).slice(4)).toEqual([
      '#5 zxid 6 OK create',
      '#6 zxid 7 QUOTAEXCEEDED',
      '#7 zxid 8 OK create',
    ]);
    expect(text(server, connection, stats)).toBe('count=2,bytes=3');
    server.ask(connection, [8, set(stats, 'nonsense')], [9, set('/a', 'xx')]);
    expect(server.hear(connection)).toEqual(['#8 zxid 9 OK setData', 'closed']);
    const next = server.session('c2');
    expect(text(server, next, '/a')).toBe('xx');
    expect(text(server, next, stats)).toBe('nonsense');
  });
});

describe('what ends a server of ZooKeeper', () => {
  it('ends the connection, alone or in a multi', () => {
    const server = new LoneServer();
    const fatal = create('/t', { type: 'createTTL', ttlMs: -1 });
    const first = server.session('c1');
    server.ask(first, [1, fatal]);
    expect(server.hear(first)).toEqual(['closed']);
    const second = server.session('c2');
    const limits = { ...create('/zookeeper/quota/zookeeper_limits') } as CreateOp;
    server.ask(second, [1, { type: 'multi', parts: [{ ...(create('/x') as CreateOp) }, limits] }]);
    expect(server.hear(second)).toEqual(['closed']);
    const third = server.session('c3');
    server.ask(third, [1, get('/t')], [2, get('/x')]);
    expect(server.hear(third)).toEqual(['#1 zxid 5 NONODE', '#2 zxid 5 OK getData']);
  });
});

describe('what a server of ZooKeeper never answers', () => {
  it('ends the connection in its turn, and takes no zxid', () => {
    const server = new LoneServer({ compat: '3.8' });
    const connection = server.session('c1');
    const lost = { type: 'undecodable', opCode: 14, hangUp: true } as const;
    server.ask(connection, [1, create('/a')], [2, lost], [3, create('/b')]);
    expect(server.hear(connection)).toEqual(['#1 zxid 2 OK create', 'closed']);
    const next = server.session('c2');
    server.ask(next, [1, create('/c')]);
    expect(server.hear(next)).toEqual(['#1 zxid 4 OK create']);
  });

  it.each([
    [16, true, '3.8', false],
    [16, false, '3.8', true],
    [16, false, '3.9', false],
    [1, false, '3.8', false],
  ] as const)('op code %i that cannot be decoded: %s in %s (alone: %s)', (opCode, expected, compat, standalone) => {
    const hangsUp = undecodableHangsUp({ type: 'undecodable', opCode }, compatOf(compat), standalone);
    expect(hangsUp).toBe(expected);
  });
});

describe('the digests of ZooKeeper', () => {
  it('are told by the word hash', () => {
    const server = new LoneServer({ digestEnabled: true });
    const connection = server.session('c1');
    for (let xid = 1; xid < 128; xid++) server.ask(connection, [xid, set('/', String(xid))]);
    expect(server.word('hash')).toMatch(/^80: \d{7,11}\n$/);
    expect(new LoneServer().word('hash')).toBe('');
  });
});
