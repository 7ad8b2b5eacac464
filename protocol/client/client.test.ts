import { describe, expect, it } from 'vitest';
import { ErrorCode } from '../error-code.ts';
import { makeZxid, NO_SESSION, type SessionId } from '../ids.ts';
import type { UserOp } from '../op.ts';
import { Bench, PASSWORD, SESSION, SET } from './client-bench.testkit.ts';
import { pingIdleUs } from './keep-alive.ts';

const OTHER = '0x200000000000001' as SessionId;
const GET: UserOp = { type: 'getData', path: '/a', watch: false };
const SYNC: UserOp = { type: 'sync', path: '/a' };
const CLOSE: UserOp = { type: 'closeSession' };

describe('a client that starts', () => {
  it('connects, asks for a session and tells the application', () => {
    const bench = new Bench();
    expect(bench.drain()).toEqual([]);
    expect(bench.inspect()).toMatchObject({ phase: 'connecting', server: '1' });
    expect(bench.opened(1)).toEqual(['1< CONNECT lastZxidSeen=0 timeoutMs=6000 session=0x0 password= readOnly=false']);
    expect(bench.hears(1, { type: 'CONNECTED', timeoutMs: 6000, session: SESSION, password: PASSWORD })).toEqual([
      `reply -2: session state=connected session=${SESSION} server=1 resumed=false`,
    ]);
  });

  it('keeps requests until there is a session, then sends them in order without waiting for answers', () => {
    const bench = new Bench();
    expect(bench.asks(1, SET)).toEqual([]);
    expect(bench.asks(2, SYNC)).toEqual([]);
    bench.opened(1);
    expect(
      bench.hears(1, { type: 'CONNECTED', timeoutMs: 6000, session: SESSION, password: PASSWORD }).slice(1),
    ).toEqual([
      '1< REQUEST xid=1 op={"type":"setData","path":"/a","data":null,"version":-1}',
      '1< REQUEST xid=2 op={"type":"sync","path":"/a"}',
    ]);
  });

  it('tries the next server when one refuses, and waits longer once all have', () => {
    const bench = new Bench({ reconnectDelayMs: 1000, reconnectDelayMaxMs: 8000 });
    expect(bench.closed(1, 'refused')).toEqual([]);
    const waits: number[] = [];
    const tried: string[] = [];
    for (let attempt = 2; attempt <= 8; attempt++) {
      const before = bench.nowUs;
      tried.push(...bench.tick());
      waits.push((bench.nowUs - before) / 1000);
      bench.closed(attempt, 'refused');
    }
    expect(tried).toEqual([
      'open 2 as 2',
      'open 3 as 3',
      'open 1 as 4',
      'open 2 as 5',
      'open 3 as 6',
      'open 1 as 7',
      'open 2 as 8',
    ]);
    expect(waits).toEqual([500, 500, 500, 1000, 1000, 1000, 2000]);
  });

  it('waits the shortest time again after it had a session', () => {
    const bench = new Bench();
    for (let attempt = 1; attempt <= 5; attempt++) {
      bench.closed(attempt, 'refused');
      bench.tick();
    }
    bench.opened(6);
    bench.hears(6, { type: 'CONNECTED', timeoutMs: 6000, session: SESSION, password: PASSWORD });
    bench.closed(6);
    expect((bench.timers.get('reconnect') ?? 0) - bench.nowUs).toBe(500_000);
  });

  it('gives a server its share of the session time-out to open, and again to answer', () => {
    const bench = new Bench();
    expect(bench.tick()).toEqual(['close 1']);
    expect(bench.nowUs).toBe(2_000_000);
    expect(bench.tick()).toEqual(['open 2 as 2']);
    bench.nowUs += 1_500_000;
    bench.opened(2);
    const openedUs = bench.nowUs;
    expect(bench.tick()).toEqual(['close 2']);
    expect(bench.nowUs - openedUs).toBe(2_000_000);
  });

  it('refuses whoever connects to it', () => {
    expect(new Bench().called(9)).toEqual(['close 9']);
  });
});

describe('replies', () => {
  it('answer the requests in flight in order', () => {
    const bench = new Bench().connected();
    bench.asks(7, SET);
    bench.asks(8, GET);
    expect(bench.answers(1, 1, 5)).toEqual([
      `reply 7: answered session=${SESSION} xid=1 zxid=${makeZxid(1, 5)} err=0 result=null`,
    ]);
    expect(bench.answers(1, 2, 5, ErrorCode.NONODE)).toEqual([
      `reply 8: answered session=${SESSION} xid=2 zxid=${makeZxid(1, 5)} err=-101 result=null`,
    ]);
  });

  it('out of order end the connection', () => {
    const bench = new Bench().connected();
    bench.asks(7, SET);
    bench.asks(8, GET);
    expect(bench.answers(1, 2, 5)).toEqual([
      'fact mark name=a reply out of order',
      'close 1',
      `reply 7: unknown session=${SESSION} xid=1 why=CONNECTIONLOSS`,
      `reply 8: unknown session=${SESSION} xid=2 why=CONNECTIONLOSS`,
      `reply -2: session state=disconnected session=${SESSION} server=null resumed=false`,
    ]);
  });

  it('from a connection given up are not heard', () => {
    const bench = new Bench().connected();
    bench.asks(7, SET);
    bench.closed(1);
    expect(bench.answers(1, 1, 5)).toEqual([]);
  });
});

describe('a lost connection', () => {
  it('makes what was in flight unknown, keeps what was not sent, and resumes the session elsewhere', () => {
    const bench = new Bench().connected();
    bench.asks(1, SET);
    bench.answers(1, 1, 9);
    bench.asks(2, SET);
    expect(bench.closed(1)).toEqual([
      `reply 2: unknown session=${SESSION} xid=2 why=CONNECTIONLOSS`,
      `reply -2: session state=disconnected session=${SESSION} server=null resumed=false`,
    ]);
    expect(bench.asks(3, GET)).toEqual([]);
    expect(bench.tick()).toEqual(['open 2 as 2']);
    expect(bench.opened(2)).toEqual([
      `2< CONNECT lastZxidSeen=${makeZxid(1, 9)} timeoutMs=6000 session=${SESSION} password=${PASSWORD} readOnly=false`,
    ]);
    expect(bench.hears(2, { type: 'CONNECTED', timeoutMs: 6000, session: SESSION, password: PASSWORD })).toEqual([
      'fact mark name=a session moved',
      `reply -2: session state=connected session=${SESSION} server=2 resumed=true`,
      '2< REQUEST xid=3 op={"type":"getData","path":"/a","watch":false}',
    ]);
  });

  it('during the handshake is no news', () => {
    const bench = new Bench();
    bench.opened(1);
    expect(bench.closed(1)).toEqual([]);
  });
});

describe('an expired session', () => {
  it('is told to the application, fails what waits, and is followed by a fresh one without watches', () => {
    const bench = new Bench().connected();
    bench.asks(1, { type: 'getData', path: '/a', watch: true });
    bench.answers(1, 1, 9);
    bench.closed(1);
    bench.asks(2, SET);
    bench.tick();
    bench.opened(2);
    expect(bench.hears(2, { type: 'CONNECTED', timeoutMs: 0, session: NO_SESSION, password: '' })).toEqual([
      'close 2',
      `reply 2: unsent session=${SESSION} why=SESSIONEXPIRED`,
      `reply -2: session state=expired session=${SESSION} server=null resumed=false`,
    ]);
    bench.asks(3, SET);
    expect(bench.tick()).toEqual(['open 3 as 3']);
    expect(bench.opened(3)).toEqual(['3< CONNECT lastZxidSeen=0 timeoutMs=6000 session=0x0 password= readOnly=false']);
    expect(bench.hears(3, { type: 'CONNECTED', timeoutMs: 6000, session: OTHER, password: PASSWORD })).toEqual([
      `reply -2: session state=connected session=${OTHER} server=3 resumed=false`,
      '3< REQUEST xid=1 op={"type":"setData","path":"/a","data":null,"version":-1}',
    ]);
  });
});

describe('closing the session', () => {
  it('ends it in order behind earlier requests, and the next request opens another', () => {
    const bench = new Bench().connected();
    bench.asks(1, SET);
    expect(bench.asks(2, CLOSE)).toEqual(['1< REQUEST xid=2 op={"type":"closeSession"}']);
    expect(bench.asks(3, SET)).toEqual([]);
    bench.answers(1, 1, 5);
    expect(bench.answers(1, 2, 6)).toEqual([
      `reply 2: answered session=${SESSION} xid=2 zxid=${makeZxid(1, 6)} err=0 result=null`,
      'close 1',
      `reply -2: session state=closed session=${SESSION} server=null resumed=false`,
      'open 1 as 2',
    ]);
    expect(bench.opened(2)).toEqual(['2< CONNECT lastZxidSeen=0 timeoutMs=6000 session=0x0 password= readOnly=false']);
  });

  it('leaves the client idle while nothing is asked', () => {
    const bench = new Bench().connected();
    bench.asks(1, CLOSE);
    bench.answers(1, 1, 5);
    expect(bench.inspect()).toMatchObject({ phase: 'idle', session: NO_SESSION });
    expect(bench.asks(2, SET)).toEqual(['open 1 as 2']);
  });

  it('is over for the client even when no answer comes', () => {
    const bench = new Bench().connected();
    bench.asks(1, CLOSE);
    expect(bench.closed(1)).toEqual([
      `reply 1: unknown session=${SESSION} xid=1 why=CONNECTIONLOSS`,
      `reply -2: session state=closed session=${SESSION} server=null resumed=false`,
    ]);
    expect(bench.inspect()).toMatchObject({ phase: 'idle' });
  });
});

describe('keeping the session alive', () => {
  it('pings a silent server that answers, for ever', () => {
    const bench = new Bench().connected();
    for (let i = 1; i <= 3; i++) {
      expect(bench.tick()).toEqual(['1< REQUEST xid=-2 op={"type":"ping"}']);
      expect(bench.nowUs).toBe(i * 1_000_000);
      expect(bench.answers(1, -2, 99)).toEqual([]);
    }
    expect(bench.inspect()).toMatchObject({ lastZxid: 0 });
  });

  it('gives up a server that says nothing for two thirds of the session time-out', () => {
    const bench = new Bench().connected();
    for (let i = 1; i <= 3; i++) expect(bench.tick()).toEqual(['1< REQUEST xid=-2 op={"type":"ping"}']);
    expect(bench.tick()).toEqual([
      'close 1',
      `reply -2: session state=disconnected session=${SESSION} server=null resumed=false`,
    ]);
    expect(bench.nowUs).toBe(4_000_000);
  });

  it.each([
    [3000, 1_000_000],
    [6000, 1_000_000],
    [12_000, 3_000_000],
    [30_000, 9_000_000],
    [60_000, 10_000_000],
    [900, 300_000],
  ])('of %i ms has a ping due after %i microseconds', (sessionTimeoutMs, idleUs) => {
    expect(pingIdleUs(sessionTimeoutMs)).toBe(idleUs);
  });
});

describe('a request time-out', () => {
  it('gives up the connection: the late request times out, the rest is lost with it', () => {
    const bench = new Bench({ requestTimeoutMs: 500 }).connected();
    bench.asks(1, SET);
    bench.nowUs = 100_000;
    bench.asks(2, SET);
    expect(bench.tick()).toEqual([
      `reply 1: unknown session=${SESSION} xid=1 why=OPERATIONTIMEOUT`,
      'close 1',
      `reply 2: unknown session=${SESSION} xid=2 why=CONNECTIONLOSS`,
      `reply -2: session state=disconnected session=${SESSION} server=null resumed=false`,
    ]);
  });

  it('of a request never sent says so', () => {
    const bench = new Bench({ requestTimeoutMs: 500 });
    bench.asks(1, SET);
    expect(bench.tick()).toEqual(['reply 1: unsent session=0x0 why=OPERATIONTIMEOUT']);
  });

  it('waits for the request that is now the oldest', () => {
    const bench = new Bench({ requestTimeoutMs: 500 }).connected();
    bench.asks(1, SET);
    bench.nowUs = 300_000;
    bench.asks(2, SET);
    bench.answers(1, 1, 5);
    expect(bench.tick()).toEqual([]);
    expect(bench.timers.get('request')).toBe(800_000);
  });
});
