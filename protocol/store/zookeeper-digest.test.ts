import { describe, expect, it } from 'vitest';
import { makeZxid, type SessionId } from '../ids.ts';
import { OPEN_ACL, type Acl } from '../op.ts';
import { makeTxn, type CreateTxn, type TxnBody } from '../txn.ts';
import { encodeText } from '../std/text-bytes.ts';
import { DataTree } from './data-tree.ts';

const READ_ONLY: readonly Acl[] = [{ perms: 1, scheme: 'world', id: 'anyone' }];
const OPTIONS = { extendedTypes: true, digestEnabled: true };

function create(
  type: CreateTxn['type'],
  path: string,
  parentCversion: number,
  rest: Partial<CreateTxn> = {},
): CreateTxn {
  return { type, path, data: null, acl: OPEN_ACL, ephemeral: false, parentCversion, ...rest };
}

function apply(tree: DataTree, counter: number, body: TxnBody) {
  const session = '0x100abcdef0001' as SessionId;
  tree.apply(makeTxn({ zxid: makeZxid(1, counter), session, cxid: 0, timeMs: 1_700_000_000_000 + counter }, body));
}

describe("ZooKeeper's digest", () => {
  it('is that of a DataTree of 3.8.0 after the same changes', () => {
    const tree = new DataTree(OPTIONS);
    expect(tree.zookeeperDigest.value).toBe(1371985504);
    const steps: readonly (readonly [TxnBody, number])[] = [
      [create('create', '/a', 1, { data: encodeText('hello') }), 7516348316],
      [create('create', '/a/b', 1, { ephemeral: true }), 9438148942],
      [{ type: 'setData', path: '/a', data: Uint8Array.of(0, 255, 7), version: 1 }, 12506607216],
      [{ type: 'setACL', path: '/a', acl: READ_ONLY, version: 1 }, 12162081455],
      [{ type: 'setData', path: '/', data: encodeText('r'), version: 1 }, 11296611060],
      [create('create', '/zookeeper/quota/a', 1), 11296611060],
      [create('createContainer', '/c', 2), 15564537076],
      [create('createTTL', '/t', 3, { ttlMs: 5000 }), 17703930769],
      [create('create', '/jü', 4), 17855922375],
      [{ type: 'delete', path: '/a/b' }, 11848357870],
    ];
    // The ACL took no zxid there.
    const counters = [1, 2, 3, 3, 4, 5, 6, 7, 8, 9];
    steps.forEach(([body, digest], index) => {
      apply(tree, counters[index] as number, body);
      expect(tree.zookeeperDigest.value).toBe(digest);
    });

    const walk = tree.beginSnapshot();
    const nodes = walk.step(100);
    const restored = DataTree.restore({ zxid: walk.zxid, sessions: walk.sessions, nodes }, OPTIONS);
    expect(restored.zookeeperDigest.value).toBe(tree.zookeeperDigest.value);
  });

  it('is not kept unless it is asked for', () => {
    const tree = new DataTree();
    apply(tree, 1, create('create', '/a', 1));
    expect(tree.zookeeperDigest.value).toBe(0);
  });

  it('is remembered for the last 1024 zxids that 128 divides', () => {
    const tree = new DataTree(OPTIONS);
    apply(tree, 127, create('create', '/a', 1));
    expect(tree.zookeeperDigest.history).toEqual([]);
    expect(tree.zookeeperDigest.last.zxid).toBe(makeZxid(1, 127));
    for (let i = 1; i <= 1030; i++) apply(tree, 128 * i, { type: 'setData', path: '/a', data: null, version: i });
    const { history, last } = tree.zookeeperDigest;
    expect(history).toHaveLength(1024);
    expect(history[0]?.zxid).toBe(makeZxid(1, 128 * 7));
    expect(history.at(-1)).toEqual(last);
  });
});
