import { beforeEach, describe, expect, it } from 'vitest';
import { ErrorCode } from '../error-code.ts';
import { makeZxid, NO_SESSION } from '../ids.ts';
import { OPEN_ACL } from '../op.ts';
import { encodeText } from '../std/text-bytes.ts';
import { makeTxn, type TxnBody } from '../txn.ts';
import { decodeJavaText } from '../wire/java-text.ts';
import { DataTree } from './data-tree.ts';

const STATS = '/zookeeper/quota/a/zookeeper_stats';
const LIMITS = '/zookeeper/quota/a/zookeeper_limits';

let tree: DataTree;
let counter: number;

beforeEach(() => {
  tree = new DataTree();
  counter = 0;
});

function apply(body: TxnBody) {
  counter++;
  const header = { zxid: makeZxid(1, counter), session: NO_SESSION, cxid: 0, timeMs: counter };
  return tree.apply(makeTxn(header, body));
}
function create(path: string, text: string | null = null) {
  const data = text === null ? null : encodeText(text);
  return apply({ type: 'create', path, data, acl: OPEN_ACL, ephemeral: false, parentCversion: -1 });
}
function set(path: string, text: string | null, version = 1) {
  return apply({ type: 'setData', path, data: text === null ? null : encodeText(text), version });
}
function remove(path: string) {
  return apply({ type: 'delete', path });
}
function stats(path = STATS): string | null {
  const data = tree.node(path)?.data ?? null;
  return data === null ? null : decodeJavaText(data, 0, data.length);
}

/** `/a` with two nodes and a quota. */
function withQuota(limits = 'count=3,bytes=100') {
  create('/a', 'xx');
  create('/a/b', 'yyy');
  create('/zookeeper/quota/a');
  create(LIMITS, limits);
  create(STATS, 'whatever');
}

function reloaded(): DataTree {
  const walk = tree.beginSnapshot();
  return DataTree.restore({ zxid: walk.zxid, sessions: walk.sessions, nodes: walk.step(1000) });
}

describe('counters', () => {
  it('are what a DataTree of 3.8.0 has after the same changes', () => {
    withQuota();
    expect(stats()).toBe('count=2,bytes=5');
    create('/a/c', 'z');
    expect(stats()).toBe('count=3,bytes=6');
    set('/a/c', 'zzzz');
    expect(stats()).toBe('count=3,bytes=9');
    remove('/a/b');
    expect(stats()).toBe('count=2,bytes=6');
    set(STATS, 'bytes=5;x=9,count=+7');
    create('/a/d');
    expect(stats()).toBe('count=8,bytes=5=;x=9');
    set(STATS, '');
    create('/a/e', '123');
    expect(stats()).toBe('count=0,bytes=2');
    remove(LIMITS);
    create('/a/f', '123');
    expect(stats()).toBe('count=0,bytes=2');
  });

  it('are rewritten without a change of the Stat, without watches, and outside the digest', () => {
    withQuota();
    const { version, mzxid, pzxid } = tree.stat(STATS) as { version: number; mzxid: number; pzxid: number };
    const { triggers } = create('/a/c', 'z');
    expect(triggers.map(({ path }) => path)).toEqual(['/a/c', '/a']);
    expect(tree.stat(STATS)).toMatchObject({ version, mzxid, pzxid, dataLength: 'count=3,bytes=6'.length });
    const digest = tree.digest;
    set(STATS, 'count=3,bytes=6', 0);
    set(STATS, 'count=3,bytes=6', 0);
    expect(tree.digest).not.toBe(digest);
    (tree.node(STATS) as { data: Uint8Array }).data = encodeText('count=9,bytes=9');
    expect(reloaded().digest).toBe(tree.digest);
  });

  it('go to the longest path with a quota', () => {
    withQuota();
    create('/zookeeper/quota/a/b');
    create('/zookeeper/quota/a/b/zookeeper_limits', 'count=1');
    create('/zookeeper/quota/a/b/zookeeper_stats');
    create('/a/b/c', '1');
    expect(stats()).toBe('count=2,bytes=5');
    expect(stats('/zookeeper/quota/a/b/zookeeper_stats')).toBe('count=2,bytes=4');
  });

  it('are counted afresh when a snapshot is loaded', () => {
    withQuota();
    set(STATS, 'count=77,bytes=77');
    tree = reloaded();
    expect(stats()).toBe('count=2,bytes=5');
    create('/a/c', 'z');
    expect(stats()).toBe('count=3,bytes=6');
  });

  it('of a quota without limits, or with limits that have children, are left alone when a snapshot is loaded', () => {
    withQuota();
    create(`${LIMITS}/kid`);
    set(STATS, 'count=77,bytes=77');
    tree = reloaded();
    create('/a/c');
    expect(stats()).toBe('count=77,bytes=77');
  });
});

describe('the path of a quota', () => {
  it.each([
    ['/a', '/a'],
    ['/a/x/y', '/a'],
    ['/ab', null],
    ['/', null],
    ['/zookeeper/quota/a', null],
    ['/ /a/x', '/a'],
  ])('of %s is %s', (path, prefix) => {
    withQuota();
    expect(tree.quotas.prefixOf(path)).toBe(prefix);
  });

  it('is none when there are no quotas', () => {
    expect(tree.quotas.prefixOf('/a/b')).toBeNull();
  });
});

describe('where a server of 3.8.0 dies', () => {
  it.each([
    ['limits of nothing', () => create('/zookeeper/quota/zookeeper_limits')],
    [
      'limits outside the quotas, deleted',
      () => {
        create('/zookeeper/zookeeper_limits');
        return remove('/zookeeper/zookeeper_limits');
      },
    ],
    [
      'counters that are no numbers',
      () => {
        withQuota();
        set(STATS, 'count=x');
        return create('/a/c');
      },
    ],
    [
      'counters without data',
      () => {
        withQuota();
        set(STATS, null);
        return set('/a', 'xxx');
      },
    ],
  ])('%s: the change is made, and SYSTEMERROR tells', (_what, change) => {
    const { err, result, triggers } = change();
    expect(err).toBe(ErrorCode.SYSTEMERROR);
    expect(result).toBeNull();
    expect(triggers.length).toBeGreaterThan(0);
  });
});

describe('hard limits', () => {
  it.each([
    ['count=1,bytes=1', 100, 1, 'ok'],
    ['countHardLimit=3', 100, 1, 'ok'],
    ['countHardLimit=2', 100, 1, 'exceeded'],
    ['countHardLimit=2', 100, 0, 'ok'],
    ['count=1,bytes=1=;countHardLimit=0', 100, 1, 'exceeded'],
    ['byteHardLimit=6', 1, 0, 'ok'],
    ['byteHardLimit=6', 2, 0, 'exceeded'],
    ['byteHardLimit=0', 0, 1, 'ok'],
    ['byteHardLimit=0', -1, 0, 'exceeded'],
    ['countHardLimit=-1;byteHardLimit=-1', 100, 1, 'ok'],
    ['count=x', 1, 1, 'unreadable'],
  ] as const)('%s, with %i bytes and %i nodes more: %s', (limits, bytes, nodes, outcome) => {
    withQuota(limits);
    expect(tree.quotas.check('/a/new', bytes, nodes)).toBe(outcome);
  });

  it('cannot be checked against counters that are no numbers', () => {
    withQuota('countHardLimit=3');
    set(STATS, 'count=x');
    expect(tree.quotas.check('/a/new', 0, 1)).toBe('unreadable');
    expect(tree.quotas.check('/b', 0, 1)).toBe('ok');
  });

  it('do not count where there are no counters', () => {
    withQuota('countHardLimit=0');
    remove(STATS);
    expect(tree.quotas.check('/a/new', 0, 1)).toBe('ok');
  });
});
