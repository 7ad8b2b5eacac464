/** What a client keeps beyond a connection: watches and identities. */
import { describe, expect, it } from 'vitest';
import { ErrorCode } from '../error-code.ts';
import { makeZxid, type Zxid } from '../ids.ts';
import { AddWatchMode, OPEN_ACL, WatcherType, type UserOp } from '../op.ts';
import { encodeText } from '../std/text-bytes.ts';
import type { Stat } from '../store/stat.ts';
import { Bench, PASSWORD, SESSION, SET } from './client-bench.testkit.ts';

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
