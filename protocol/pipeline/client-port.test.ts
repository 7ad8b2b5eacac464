import { describe, expect, it } from 'vitest';
import { makeZxid, type Zxid } from '../ids.ts';
import { CreateFlag, OPEN_ACL, type ClientOp } from '../op.ts';
import { passwordOf } from '../session/session-id.ts';
import { encodeText } from '../std/text-bytes.ts';
import { FIRST_SESSION, hello, LoneServer } from './lone-server.testkit.ts';

const create = (path: string): ClientOp => ({ type: 'create', path, data: null, acl: OPEN_ACL, flags: 0 });
const get = (path: string, watch = false): ClientOp => ({ type: 'getData', path, watch });
const set = (path: string): ClientOp => ({ type: 'setData', path, data: null, version: -1 });
const prove = (scheme: string, auth = 'u:p'): ClientOp => ({ type: 'auth', scheme, auth: encodeText(auth) });
const PING: ClientOp = { type: 'ping' };
const PASSWORD = passwordOf(FIRST_SESSION);

describe('the handshake', () => {
  it.each([
    [1, 4000],
    [9000, 9000],
    [1_000_000, 40_000],
    [-5, 4000],
  ])('clamps a time-out of %i ms to %i', (asked, given) => {
    const server = new LoneServer();
    expect(server.hear(server.connect('c1', hello({ timeoutMs: asked })))).toEqual([
      `session ${FIRST_SESSION} for ${given} ms`,
    ]);
  });

  it('tells whether the server is read-only where the client knows of such', () => {
    const server = new LoneServer();
    expect(server.hear(server.connect('c1', hello({ readOnly: true })))).toEqual([
      `session ${FIRST_SESSION} for 10000 ms readOnly=false`,
    ]);
  });

  it('hangs up without a word on a client that has seen more than this server', () => {
    const server = new LoneServer();
    expect(server.hear(server.connect('c1', hello({ lastZxidSeen: makeZxid(0, 1) })))).toEqual(['closed']);
  });

  it('refuses a session with a wrong password, and one nobody knows', () => {
    const server = new LoneServer();
    const first = server.session('c1');
    const session = FIRST_SESSION;
    const wrong = server.connect('c1', hello({ session, password: 'ff'.repeat(16) }));
    expect(server.hear(wrong)).toEqual(['session 0x0 for 0 ms', 'closed']);
    expect(server.hear(first)).toEqual(['closed']);
    const unknown = '0x100000000000077' as typeof session;
    const stranger = server.connect('c1', hello({ session: unknown, password: passwordOf(unknown) }));
    expect(server.hear(stranger)).toEqual(['session 0x0 for 0 ms', 'closed']);
  });

  it('gives a session to the connection that asks last, and closes the one it had', () => {
    const server = new LoneServer();
    const first = server.session('c1');
    const second = server.connect('c2', hello({ session: FIRST_SESSION, password: PASSWORD }));
    expect(server.hear(second)).toEqual([`session ${FIRST_SESSION} for 10000 ms`]);
    expect(server.hear(first)).toEqual(['closed']);
  });

  it('lets what was sent behind it wait for its end', () => {
    const server = new LoneServer();
    server.diskIsHeld = true;
    const connection = server.connect('c1', hello());
    server.ask(connection, [1, create('/a')], [2, get('/a')]);
    expect(server.hear(connection)).toEqual([]);
    server.release();
    expect(server.hear(connection)).toEqual([
      `session ${FIRST_SESSION} for 10000 ms`,
      '#1 zxid 2 OK create',
      '#2 zxid 2 OK getData',
    ]);
  });

  it('comes first and once', () => {
    const server = new LoneServer();
    const early = server.connect('c1');
    server.ask(early, [1, PING]);
    expect(server.hear(early)).toEqual(['closed']);
    const twice = server.session('c1');
    server.say(twice, hello());
    expect(server.hear(twice)).toEqual(['closed']);
  });
});

describe('an auth packet', () => {
  it('is answered at once with zxid 0, before what was asked earlier', () => {
    const server = new LoneServer();
    const connection = server.session('c1');
    server.diskIsHeld = true;
    server.ask(connection, [1, create('/a')], [-4, prove('digest')]);
    expect(server.hear(connection)).toEqual(['#-4 zxid 0 OK']);
    server.release();
    expect(server.hear(connection)).toEqual(['#1 zxid 2 OK create']);
  });

  it.each(['world', 'auth', 'super', 'sasl', ''])(
    'of the scheme "%s" is refused, and the connection ends',
    (scheme) => {
      const server = new LoneServer();
      const connection = server.session('c1');
      server.diskIsHeld = true;
      server.ask(connection, [1, create('/a')], [-4, prove(scheme)], [2, PING]);
      server.release();
      expect(server.hear(connection)).toEqual(['#-4 zxid 0 AUTHFAILED', 'closed']);
    },
  );

  it('counts for what comes behind it, not for what came before and still waits', () => {
    const server = new LoneServer();
    const connection = server.session('c1');
    server.diskIsHeld = true;
    const whoAmI: ClientOp = { type: 'whoAmI' };
    server.ask(connection, [1, create('/a')], [2, whoAmI], [-4, prove('digest')], [3, whoAmI]);
    server.release();
    const schemes = server
      .messages(connection)
      .map((message) => (message.type === 'REPLY' && message.result?.type === 'whoAmI' ? message.result.ids : []))
      .map((ids) => ids.map(({ scheme }) => scheme).join(' '));
    expect(schemes).toEqual(['', '', 'ip', 'ip digest']);
  });

  it('that cannot be decoded ends the connection without an answer', () => {
    const server = new LoneServer();
    const connection = server.session('c1');
    server.ask(connection, [-4, { type: 'undecodable', opCode: 100 }]);
    expect(server.hear(connection)).toEqual(['closed']);
  });

  it('is no sign of life of the session', () => {
    const server = new LoneServer();
    const connection = server.session('c1', 4000);
    for (let i = 0; i < 4; i++) {
      server.advance(2000);
      server.ask(connection, [-4, prove('digest')]);
    }
    expect(server.hear(connection).at(-1)).toBe('closed');
  });
});

describe('a request', () => {
  it('with an op code nobody knows is refused out of turn, with zxid -1, and the connection ends', () => {
    const server = new LoneServer();
    const connection = server.session('c1');
    server.diskIsHeld = true;
    server.ask(connection, [1, create('/a')], [2, { type: 'unknown', opCode: 99 }], [3, PING]);
    expect(server.hear(connection)).toEqual(['#2 zxid -1 UNIMPLEMENTED', 'closed']);
    server.release();
    const other = server.session('c2');
    server.ask(other, [1, get('/a')]);
    expect(server.hear(other)).toEqual(['#1 zxid 3 OK getData']);
  });

  it.each([
    // release, op code, zxid of the answer: 2 is a new one
    ['3.9', 1, 1],
    ['3.9', 14, 2],
    ['3.9', 4, 1],
    ['3.8', 1, 2],
    ['3.8', 14, 2],
    ['3.8', 4, 1],
    ['3.8', 106, 1],
  ] as const)('of %s with op code %i that cannot be decoded is answered with zxid %i', (compat, opCode, zxid) => {
    const server = new LoneServer({ compat });
    const connection = server.session('c1');
    server.ask(connection, [1, { type: 'undecodable', opCode }]);
    expect(server.hear(connection)).toEqual([`#1 zxid ${zxid} MARSHALLINGERROR`]);
  });

  it('that cannot be decoded waits for its turn', () => {
    const server = new LoneServer();
    const connection = server.session('c1');
    server.diskIsHeld = true;
    server.ask(connection, [1, create('/a')], [2, { type: 'undecodable', opCode: 4 }]);
    expect(server.hear(connection)).toEqual([]);
    server.release();
    expect(server.hear(connection)).toEqual(['#1 zxid 2 OK create', '#2 zxid 2 MARSHALLINGERROR']);
  });

  it('to ping is answered with xid -2, whatever it came with', () => {
    const server = new LoneServer();
    const connection = server.session('c1');
    server.ask(connection, [-2, PING], [7, PING]);
    expect(server.hear(connection)).toEqual(['#-2 zxid 1 OK', '#-2 zxid 1 OK']);
  });

  it('to close the session is answered, then the server hangs up', () => {
    const server = new LoneServer();
    const connection = server.session('c1');
    server.ask(connection, [1, { type: 'closeSession' }], [2, get('/')]);
    expect(server.hear(connection)).toEqual(['#1 zxid 2 OK', 'closed']);
  });

  it('behind an expiry is dropped, and the connection is closed when the session is', () => {
    const server = new LoneServer();
    const connection = server.session('c1', 4000);
    server.diskIsHeld = true;
    server.advance(6000);
    server.ask(connection, [1, get('/')]);
    expect(server.hear(connection)).toEqual([]);
    server.release();
    expect(server.hear(connection)).toEqual(['closed']);
  });
});

describe('too many requests in process', () => {
  const limited = () => new LoneServer({ globalOutstandingLimit: 2 });

  it('stop the reading from a connection that has a part in it, until its replies drain', () => {
    const server = limited();
    const connection = server.session('c1');
    server.diskIsHeld = true;
    for (let xid = 1; xid <= 6; xid++) server.ask(connection, [xid, create(`/${xid}`)]);
    // The fourth is the first that finds more than two in process; it is taken, and nothing after it.
    expect(server.word('srvr')).toContain('Outstanding: 4\n');
    expect(server.word('cons')).toContain('[0](queued=4,recved=5,');
    server.release();
    expect(server.hear(connection)).toHaveLength(6);
    expect(server.word('cons')).toContain('[1](queued=0,recved=7,');
  });

  it('do not keep others from sending one, nor anybody from pinging', () => {
    const server = limited();
    const [first, second] = [server.session('c1'), server.session('c2')];
    server.diskIsHeld = true;
    for (let xid = 1; xid <= 4; xid++) server.ask(first, [xid, create(`/${xid}`)]);
    server.ask(second, [1, get('/')], [2, get('/')]);
    server.ask(second, [-2, PING]);
    expect(server.word('srvr')).toContain('Outstanding: 5\n');
    server.release();
    expect(server.hear(second)).toEqual(['#1 zxid 6 OK getData', '#2 zxid 6 OK getData', '#-2 zxid 6 OK']);
  });

  it('are counted out when their connection is gone', () => {
    const server = limited();
    const connection = server.session('c1');
    server.diskIsHeld = true;
    server.ask(connection, [1, create('/a')], [2, create('/b')]);
    server.leave(connection);
    server.release();
    expect(server.word('srvr')).toContain('Outstanding: 0\n');
  });

  it('do not send auth packets behind each other into a recursion', () => {
    const server = limited();
    const [first, second] = [server.session('c1'), server.session('c2')];
    server.diskIsHeld = true;
    for (let xid = 1; xid <= 4; xid++) server.ask(first, [xid, create(`/${xid}`)]);
    for (let xid = 1; xid <= 20_000; xid++) server.ask(second, [xid, prove('digest')]);
    expect(server.hear(second)).toHaveLength(20_000);
    server.ask(first, ...Array.from({ length: 20_000 }, (_, index) => [9 + index, prove('digest')] as const));
    server.release();
    expect(server.hear(first)).toHaveLength(20_004);
  });
});

describe('connections', () => {
  it('from one address are limited: one too many is closed as soon as it comes', () => {
    const server = new LoneServer({ maxClientCnxns: 2 });
    const [first, second, third] = [server.connect('c1'), server.connect('c1'), server.connect('c1')];
    expect([first, second, third].map((connection) => server.hear(connection))).toEqual([[], [], ['closed']]);
    expect(server.hear(server.connect('c2'))).toEqual([]);
    server.leave(first);
    expect(server.hear(server.connect('c1'))).toEqual([]);
  });

  it('that never say anything are closed ten seconds later, on a grid of ten seconds', () => {
    const server = new LoneServer();
    server.advance(5000);
    const silent = server.connect('c1');
    server.advance(14_999);
    expect(server.hear(silent)).toEqual([]);
    server.advance(1);
    expect(server.hear(silent)).toEqual(['closed']);
  });

  it('are closed when they were silent for longer than the time-out, though their session lives on elsewhere', () => {
    const server = new LoneServer({ maxSessionTimeoutMs: 60_000 });
    const connection = server.session('c1', 60_000);
    server.advance(55_000);
    server.ask(connection, [-2, PING]);
    server.hear(connection);
    server.advance(60_000);
    expect(server.hear(connection)).toEqual([]);
    expect(server.word('srvr')).toContain('Connections: 2\n');
  });

  it('take their watches with them', () => {
    const server = new LoneServer();
    const connection = server.session('c1');
    server.ask(connection, [1, get('/', true)]);
    expect(server.word('wchs')).toBe('1 connections watching 1 paths\nTotal watches:1\n');
    server.leave(connection);
    expect(server.word('wchs')).toBe('0 connections watching 0 paths\nTotal watches:0\n');
  });
});

describe('watches', () => {
  it('are told of a change before its reply, and before any read that shows it', () => {
    const server = new LoneServer();
    const [first, second] = [server.session('c1'), server.session('c2')];
    server.ask(first, [1, create('/a')], [2, get('/a', true)]);
    server.ask(second, [1, get('/a', true)]);
    server.hear(first);
    server.ask(first, [3, set('/a')]);
    server.ask(second, [2, get('/a')]);
    expect(server.hear(first)).toEqual(['event NodeDataChanged /a zxid 4', '#3 zxid 4 OK setData']);
    expect(server.hear(second).slice(1)).toEqual(['event NodeDataChanged /a zxid 4', '#2 zxid 4 OK getData']);
  });

  it('of 3.8 are told with zxid -1', () => {
    const server = new LoneServer({ compat: '3.8' });
    const connection = server.session('c1');
    server.ask(connection, [1, get('/', true)], [2, set('/')]);
    expect(server.hear(connection)[1]).toBe('event NodeDataChanged / zxid -1');
  });

  it('are asked for, looked up and taken away by requests', () => {
    const server = new LoneServer();
    const connection = server.session('c1');
    server.ask(
      connection,
      [1, { type: 'addWatch', path: '/', mode: 1 }],
      [2, { type: 'addWatch', path: '/', mode: 2 }],
      [3, { type: 'checkWatches', path: '/', watcherType: 5 }],
      [4, { type: 'checkWatches', path: '/', watcherType: 1 }],
      [5, { type: 'checkWatches', path: '/', watcherType: 6 }],
      [6, create('/a')],
      [7, { type: 'removeWatches', path: '/', watcherType: 3 }],
      [8, { type: 'removeWatches', path: '/', watcherType: 3 }],
      [9, create('/b')],
    );
    expect(server.hear(connection)).toEqual([
      '#1 zxid 1 OK addWatch',
      '#2 zxid 1 MARSHALLINGERROR',
      '#3 zxid 1 OK',
      '#4 zxid 1 NOWATCHER',
      '#5 zxid 1 MARSHALLINGERROR',
      'event NodeCreated /a zxid 2',
      '#6 zxid 2 OK create',
      '#7 zxid 2 OK',
      '#8 zxid 2 NOWATCHER',
      '#9 zxid 3 OK create',
    ]);
  });

  it('are facts, with the modes they were asked for in', () => {
    const server = new LoneServer();
    const connection = server.session('c1');
    server.ask(connection, [1, { type: 'addWatch', path: '/', mode: 1 }], [2, get('/', true)], [3, set('/')]);
    const watches = server.facts.filter(({ type }) => type.startsWith('watch'));
    expect(watches).toMatchObject([
      { type: 'watchArmed', watch: 'data', path: '/', mode: 4 },
      { type: 'watchArmed', watch: 'data', path: '/', mode: 1 },
      { type: 'watchFired', event: 'NodeDataChanged', path: '/', modes: 5, caughtUp: false },
    ]);
  });

  it('set again are made up for with zxid -1 before the reply', () => {
    const server = new LoneServer();
    const connection = server.session('c1');
    const lists = { data: ['/', '/gone'], exist: ['/'], child: [], persistent: ['/p'], persistentRecursive: ['/r'] };
    server.ask(
      connection,
      [-8, { type: 'setWatches2', relativeZxid: 0 as Zxid, ...lists }],
      [1, create('/r')],
      [2, { type: 'create', path: '/p', data: null, acl: OPEN_ACL, flags: CreateFlag.EPHEMERAL }],
    );
    expect(server.hear(connection)).toEqual([
      'event NodeDeleted /gone zxid -1',
      'event NodeCreated / zxid -1',
      '#-8 zxid 1 OK',
      'event NodeCreated /r zxid 2',
      '#1 zxid 2 OK create',
      'event NodeCreated /p zxid 3',
      '#2 zxid 3 OK create',
    ]);
  });
});
