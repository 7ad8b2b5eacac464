import { describe, expect, it } from 'vitest';
import { ErrorCode } from '../error-code.ts';
import { makeZxid, NO_SESSION, type SessionId, type Zxid } from '../ids.ts';
import type { ServerMessage } from '../messages.ts';
import { AddWatchMode, OPEN_ACL, WatcherType, type UserOp } from '../op.ts';
import type { CloseReason, ConnectionId, Input, Message, Out, Process } from '../process.ts';
import { encodeText } from '../std/text-bytes.ts';
import type { Stat } from '../store/stat.ts';
import { createClient } from './client.ts';
import { defaultClientConfig, type ClientConfig } from './client-config.ts';
import { pingIdleUs } from './keep-alive.ts';

const SESSION = '0x100000000000001' as SessionId;
const OTHER = '0x200000000000001' as SessionId;
const PASSWORD = '00112233445566778899aabbccddeeff';

/** Writes down, one line each, what a client does; plays its timers by hand. */
class Bench implements Out {
  lines: string[] = [];
  timers = new Map<string, number>();
  nowUs = 0;
  private connections = 0;
  private readonly client: Process;

  constructor(config: Partial<ClientConfig> = {}) {
    this.client = createClient({ ...defaultClientConfig('c1', ['1', '2', '3']), sessionTimeoutMs: 6000, ...config });
    this.step({ kind: 'start', files: [] });
  }

  // what the client does
  open(to: string): ConnectionId {
    this.lines.push(`open ${to} as ${++this.connections}`);
    return this.connections;
  }
  close(connection: ConnectionId): void {
    this.lines.push(`close ${connection}`);
  }
  send(connection: ConnectionId, message: Message): void {
    this.lines.push(`${connection}< ${show(message)}`);
  }
  setTimer(timer: string, afterUs: number): void {
    this.timers.set(timer, this.nowUs + afterUs);
  }
  cancelTimer(timer: string): void {
    this.timers.delete(timer);
  }
  reply(id: number, value: unknown): void {
    this.lines.push(`reply ${id}: ${show(value as object)}`);
  }
  choose(): number {
    return 0;
  }
  fact(fact: unknown): void {
    this.lines.push(`fact ${show(fact as object)}`);
  }
  write = unused;
  append = unused;
  sync = unused;
  truncate = unused;
  rename = unused;
  remove = unused;
  read = unused;
  handOver = unused;
  exit = unused;

  // what happens to it
  opened(connection: ConnectionId): string[] {
    return this.step({ kind: 'opened', connection, peer: 's', channel: 'client', incoming: false });
  }
  called(connection: ConnectionId): string[] {
    return this.step({ kind: 'opened', connection, peer: 's', channel: 'client', incoming: true });
  }
  closed(connection: ConnectionId, reason: CloseReason = 'reset'): string[] {
    return this.step({ kind: 'closed', connection, peer: 's', channel: 'client', reason });
  }
  hears(connection: ConnectionId, message: ServerMessage): string[] {
    return this.step({ kind: 'message', connection, peer: 's', channel: 'client', message });
  }
  asks(id: number, request: UserOp): string[] {
    return this.step({ kind: 'request', id, request });
  }
  /** Moves time to the earliest timer and plays it. */
  tick(): string[] {
    const [name, atUs] = Array.from(this.timers).sort((a, b) => a[1] - b[1])[0] ?? ['none', 0];
    this.timers.delete(name);
    this.nowUs = atUs;
    return this.step({ kind: 'timer', timer: name });
  }
  answers(connection: ConnectionId, xid: number, counter: number, err: ErrorCode = 0): string[] {
    return this.hears(connection, { type: 'REPLY', xid, zxid: makeZxid(1, counter), err, result: null });
  }
  /** As far as a session on connection 1. */
  connected(): this {
    this.opened(1);
    this.hears(1, { type: 'CONNECTED', timeoutMs: 6000, session: SESSION, password: PASSWORD });
    this.drain();
    return this;
  }
  drain(): string[] {
    const lines = this.lines;
    this.lines = [];
    return lines;
  }
  inspect(): unknown {
    return this.client.inspect();
  }

  private step(input: DistributiveOmit<Input, 'monotonicUs' | 'wallMs'>): string[] {
    this.client.step({ ...input, monotonicUs: this.nowUs, wallMs: 0 } as Input, this);
    return this.drain();
  }
}

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

function unused(): never {
  throw new Error('a client has no disk, no stages and does not exit');
}

/** `TYPE field=value …`, leaving out what is empty. */
function show(value: object): string {
  const words = Object.entries(value).map(([name, field]) =>
    name === 'type' || name === 'kind'
      ? String(field)
      : `${name}=${typeof field === 'object' ? JSON.stringify(field) : String(field)}`,
  );
  return words.join(' ');
}

const SET: UserOp = { type: 'setData', path: '/a', data: null, version: -1 };
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

describe('watches', () => {
  const stat = {} as Stat;

  function event(
    path: string,
    kind: 'NodeDataChanged' | 'NodeCreated' | 'NodeDeleted' | 'NodeChildrenChanged',
    zxid = -1,
  ) {
    return { type: 'EVENT', event: kind, path, zxid: zxid as -1 } as const;
  }

  it('fire once for the application', () => {
    const bench = new Bench().connected();
    bench.asks(1, { type: 'getData', path: '/a', watch: true });
    bench.hears(1, { type: 'REPLY', xid: 1, zxid: makeZxid(1, 3), err: 0, result: { type: 'exists', stat } });
    expect(bench.hears(1, event('/a', 'NodeDataChanged', 77))).toEqual([
      `reply -1: event session=${SESSION} event=NodeDataChanged path=/a zxid=77`,
    ]);
    expect(bench.hears(1, event('/a', 'NodeDataChanged', 78))).toEqual([]);
  });

  it('are registered again on the next connection, each in the list its reply put it', () => {
    const bench = new Bench().connected();
    const asked: [UserOp, ErrorCode][] = [
      [{ type: 'getData', path: '/d', watch: true }, 0],
      [{ type: 'getData', path: '/missing', watch: true }, ErrorCode.NONODE],
      [{ type: 'exists', path: '/there', watch: true }, 0],
      [{ type: 'exists', path: '/not', watch: true }, ErrorCode.NONODE],
      [{ type: 'getChildren', path: '/k', watch: true }, 0],
      [{ type: 'create', path: '/x', data: null, acl: OPEN_ACL, flags: 0 }, 0],
      [{ type: 'exists', path: '/unwatched', watch: false }, 0],
    ];
    asked.forEach(([op, err], index) => {
      bench.asks(index, op);
      bench.answers(1, index + 1, 10 + index, err);
    });
    bench.closed(1);
    bench.tick();
    bench.opened(2);
    bench.asks(9, SET);
    const lines = bench.hears(2, { type: 'CONNECTED', timeoutMs: 6000, session: SESSION, password: PASSWORD });
    const lists = '"data":["/d","/there"],"exist":["/not"],"child":["/k"]';
    expect(lines.slice(2)).toEqual([
      `2< REQUEST xid=-8 op={"type":"setWatches","relativeZxid":${makeZxid(1, 16)},${lists}}`,
      '2< REQUEST xid=8 op={"type":"setData","path":"/a","data":null,"version":-1}',
    ]);
    expect(bench.hears(2, event('/d', 'NodeDeleted'))).toEqual([
      'fact mark name=a watch fired by re-registration',
      `reply -1: event session=${SESSION} event=NodeDeleted path=/d zxid=-1`,
    ]);
    expect(bench.answers(2, -8, 20)).toEqual([]);
    expect(bench.inspect()).toMatchObject({ lastZxid: makeZxid(1, 20), inFlight: 1 });
    bench.hears(2, { type: 'REPLY', xid: 8, zxid: -1 as Zxid, err: ErrorCode.UNIMPLEMENTED, result: null });
    expect(bench.inspect()).toMatchObject({ lastZxid: makeZxid(1, 20), inFlight: 0 });
  });

  it('on data and children of one node go with one deletion', () => {
    const bench = new Bench().connected();
    bench.asks(1, { type: 'getData', path: '/a', watch: true });
    bench.asks(2, { type: 'getChildren', path: '/a', watch: true });
    bench.answers(1, 1, 1);
    bench.answers(1, 2, 1);
    expect(bench.hears(1, event('/a', 'NodeDeleted', 5))).toHaveLength(1);
    expect(bench.inspect()).toMatchObject({ watches: 0 });
  });

  it('too many for one message are registered in several', () => {
    const bench = new Bench().connected();
    const long = 'x'.repeat(100_000);
    for (let i = 0; i < 5; i++) {
      bench.asks(i, { type: 'getData', path: `/${i}${long}`, watch: true });
      bench.answers(1, i + 1, 1);
    }
    bench.closed(1);
    bench.tick();
    bench.opened(2);
    const lines = bench.hears(2, { type: 'CONNECTED', timeoutMs: 6000, session: SESSION, password: PASSWORD });
    expect(lines.filter((line) => line.includes('setWatches'))).toHaveLength(3);
  });

  it('that last are heard of again and again, in a subtree too, and are registered with setWatches2', () => {
    const bench = new Bench().connected();
    bench.asks(1, { type: 'addWatch', path: '/p', mode: AddWatchMode.PERSISTENT });
    bench.asks(2, { type: 'addWatch', path: '/r', mode: AddWatchMode.PERSISTENT_RECURSIVE });
    bench.asks(3, { type: 'addWatch', path: '/none', mode: 7 });
    bench.answers(1, 1, 1);
    bench.answers(1, 2, 1);
    bench.answers(1, 3, 1, ErrorCode.MARSHALLINGERROR);
    for (const zxid of [5, 6]) {
      expect(bench.hears(1, event('/p', 'NodeChildrenChanged', zxid))).toHaveLength(1);
      expect(bench.hears(1, event('/r/a/b', 'NodeDataChanged', zxid))).toHaveLength(1);
    }
    expect(bench.hears(1, event('/r', 'NodeChildrenChanged', 7))).toEqual([]);
    expect(bench.hears(1, event('/rest', 'NodeCreated', 7))).toEqual([]);
    expect(reconnected(bench)).toEqual([
      `2< REQUEST xid=-8 op={"type":"setWatches2","relativeZxid":${makeZxid(1, 1)},"data":[],"exist":[],"child":[],` +
        '"persistent":["/p"],"persistentRecursive":["/r"]}',
    ]);
  });

  it.each([
    [WatcherType.CHILDREN, ['d', 'p', 'r']],
    [WatcherType.DATA, ['c', 'p', 'r']],
    [WatcherType.PERSISTENT, ['c', 'd', 'r']],
    [WatcherType.PERSISTENT_RECURSIVE, ['c', 'd', 'p']],
    [WatcherType.ANY, []],
  ])('are forgotten when those of type %i are removed, if there were any', (watcherType, left) => {
    const bench = new Bench().connected();
    const asked: UserOp[] = [
      { type: 'getChildren2', path: '/a', watch: true },
      { type: 'getData', path: '/a', watch: true },
      { type: 'addWatch', path: '/a', mode: AddWatchMode.PERSISTENT },
      { type: 'addWatch', path: '/a', mode: AddWatchMode.PERSISTENT_RECURSIVE },
      { type: 'removeWatches', path: '/b', watcherType: WatcherType.ANY },
      { type: 'removeWatches', path: '/a', watcherType: WatcherType.ANY },
      { type: 'checkWatches', path: '/a', watcherType: WatcherType.ANY },
      { type: 'removeWatches', path: '/a', watcherType },
    ];
    const errors = [0, 0, 0, 0, ErrorCode.NOWATCHER, ErrorCode.NOWATCHER, 0, 0] as const;
    asked.forEach((op, index) => {
      bench.asks(index, op);
      bench.answers(1, index + 1, 1, errors[index]);
    });
    const lines = reconnected(bench).join(' ');
    const names = {
      c: '"child":["/a"]',
      d: '"data":["/a"]',
      p: '"persistent":["/a"]',
      r: '"persistentRecursive":["/a"]',
    };
    expect(Object.keys(names).filter((name) => lines.includes(names[name as keyof typeof names]))).toEqual(left);
  });
});

/** What it sends on a second connection, once that is up. */
function reconnected(bench: Bench): string[] {
  bench.closed(1);
  bench.tick();
  bench.opened(2);
  const lines = bench.hears(2, { type: 'CONNECTED', timeoutMs: 6000, session: SESSION, password: PASSWORD });
  return lines.filter((line) => line.startsWith('2<'));
}

describe('an identity', () => {
  const prove = (user: string): UserOp => ({ type: 'auth', scheme: 'digest', auth: encodeText(`${user}:p`) });
  const AUTH_FAILED = { type: 'REPLY', xid: -4, zxid: 0 as Zxid, err: ErrorCode.AUTHFAILED, result: null } as const;
  const AUTH_OK = { ...AUTH_FAILED, err: ErrorCode.OK };

  it('is proven at once: its answer may overtake those of earlier requests', () => {
    const bench = new Bench().connected();
    bench.asks(1, SET);
    bench.asks(2, prove('u'));
    expect(bench.hears(1, AUTH_OK)).toEqual([`reply 2: answered session=${SESSION} xid=-4 zxid=0 err=0 result=null`]);
    expect(bench.answers(1, 1, 9)).toHaveLength(1);
    expect(bench.inspect()).toMatchObject({ lastZxid: makeZxid(1, 9) });
  });

  it('is proven again on the next connection, the last one first, before the watches', () => {
    const bench = new Bench().connected();
    bench.asks(1, { type: 'getData', path: '/a', watch: true });
    bench.answers(1, 1, 1);
    bench.asks(2, prove('u'));
    bench.hears(1, AUTH_OK);
    expect(bench.asks(3, prove('v'))).toHaveLength(1);
    const lines = reconnected(bench);
    expect(lines).toHaveLength(3);
    expect(lines.map((line) => /xid=(-\d)/u.exec(line)?.[1])).toEqual(['-4', '-4', '-8']);
    expect(lines[0]).toContain(`"0":${'v'.charCodeAt(0)}`);
    expect(bench.hears(2, AUTH_OK)).toEqual([]);
    expect(bench.hears(2, AUTH_OK)).toEqual([]);
  });

  it('refused ends the session for the client: nothing more is sent in its name', () => {
    const bench = new Bench().connected();
    bench.asks(1, SET);
    bench.asks(2, prove('u'));
    expect(bench.hears(1, AUTH_FAILED)).toEqual([
      `reply 2: answered session=${SESSION} xid=-4 zxid=0 err=-115 result=null`,
      'close 1',
      `reply 1: unknown session=${SESSION} xid=1 why=AUTHFAILED`,
      `reply -2: session state=authFailed session=${SESSION} server=null resumed=false`,
    ]);
    expect(bench.asks(3, SET)).toEqual(['open 1 as 2']);
    expect(bench.opened(2)).toEqual(['2< CONNECT lastZxidSeen=0 timeoutMs=6000 session=0x0 password= readOnly=false']);
  });

  it('that nobody asked for is out of order', () => {
    const bench = new Bench().connected();
    expect(bench.hears(1, AUTH_OK)[0]).toBe('fact mark name=a reply out of order');
  });
});
