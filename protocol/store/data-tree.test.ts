import { describe, expect, it } from 'vitest';
import { ErrorCode } from '../error-code.ts';
import { makeZxid, NO_SESSION, type SessionId } from '../ids.ts';
import { OPEN_ACL } from '../op.ts';
import { makeTxn, type CreateTxn, type Txn, type TxnBody } from '../txn.ts';
import { DataTree } from './data-tree.ts';
import { CONTAINER_OWNER, ttlOwner } from './owner.ts';
import type { Snapshot } from './snapshot.ts';

const S1 = '0x1' as SessionId;
const S2 = '0x2' as SessionId;

function txn(counter: number, body: TxnBody, session = S1) {
  return makeTxn({ zxid: makeZxid(1, counter), session, cxid: counter, timeMs: 1000 + counter }, body);
}

function create(path: string, parentCversion: number, ephemeral = false): CreateTxn {
  return { type: 'create', path, data: Uint8Array.of(1, 2, 3), acl: OPEN_ACL, ephemeral, parentCversion };
}

function bytes(...values: number[]) {
  return Uint8Array.from(values);
}

describe('a fresh tree', () => {
  it.each([
    ['/', -1, 1, 0],
    ['/zookeeper', -2, 2, 0],
    ['/zookeeper/quota', 0, 0, 0],
    ['/zookeeper/config', 0, 0, -1],
  ])('has %s with client cversion %i, %i children and aversion %i', (path, cversion, numChildren, aversion) => {
    expect(new DataTree().stat(path)).toEqual({
      czxid: 0,
      mzxid: 0,
      pzxid: 0,
      ctime: 0,
      mtime: 0,
      version: 0,
      cversion,
      aversion,
      ephemeralOwner: NO_SESSION,
      dataLength: 0,
      numChildren,
    });
  });

  it('is everywhere the same', () => {
    expect(new DataTree().digest).toBe(new DataTree().digest);
  });
});

describe('a create', () => {
  it('makes a node of version 0 and moves the cversion and pzxid of its parent alone', () => {
    const tree = new DataTree();
    const before = tree.stat('/');
    const applied = tree.apply(txn(1, create('/a', 1)));
    expect(applied.err).toBe(ErrorCode.OK);
    expect(applied.result).toEqual({ type: 'create', path: '/a' });
    expect(tree.stat('/a')).toEqual({
      czxid: makeZxid(1, 1),
      mzxid: makeZxid(1, 1),
      pzxid: makeZxid(1, 1),
      ctime: 1001,
      mtime: 1001,
      version: 0,
      cversion: 0,
      aversion: 0,
      ephemeralOwner: NO_SESSION,
      dataLength: 3,
      numChildren: 0,
    });
    expect(tree.stat('/')).toEqual({ ...before, cversion: 0, numChildren: 2, pzxid: makeZxid(1, 1) });
    expect(tree.lastProcessedZxid).toBe(makeZxid(1, 1));
  });

  it('tells the watchers of the node and then those of its parent', () => {
    const { triggers } = new DataTree().apply(txn(1, create('/a', 1)));
    expect(triggers.map(({ manager, event, path }) => `${manager} ${event} ${path}`)).toEqual([
      'data NodeCreated /a',
      'child NodeChildrenChanged /',
    ]);
  });

  it('shows the client a cversion that counts creates and deletes, while sequences count creates', () => {
    const tree = new DataTree();
    tree.apply(txn(1, create('/a', 1)));
    for (let i = 1; i <= 4; i++) tree.apply(txn(1 + i, create(`/a/c${i}`, i)));
    tree.apply(txn(6, { type: 'delete', path: '/a/c2' }));
    expect(tree.stat('/a')).toMatchObject({ cversion: 5, numChildren: 3 });
    expect(tree.node('/a')?.cversion).toBe(4);
  });
});

describe('a delete', () => {
  it('tells data watchers, child watchers and those of the parent', () => {
    const tree = new DataTree();
    tree.apply(txn(1, create('/a', 1)));
    const { triggers } = tree.apply(txn(2, { type: 'delete', path: '/a' }));
    expect(triggers.map(({ manager, event, path }) => `${manager} ${event} ${path}`)).toEqual([
      'data NodeDeleted /a',
      'child NodeDeleted /a',
      'child NodeChildrenChanged /',
    ]);
    expect(tree.node('/a')).toBeUndefined();
    expect(tree.stat('/')?.pzxid).toBe(makeZxid(1, 2));
  });
});

describe('a setData', () => {
  it('takes the version it carries, and answers the Stat after it', () => {
    const tree = new DataTree();
    tree.apply(txn(1, create('/a', 1)));
    const applied = tree.apply(txn(2, { type: 'setData', path: '/a', data: null, version: 1 }));
    expect(applied.result).toEqual({ type: 'setData', stat: tree.stat('/a') });
    expect(tree.stat('/a')).toMatchObject({
      version: 1,
      mzxid: makeZxid(1, 2),
      mtime: 1002,
      dataLength: 0,
      ctime: 1001,
    });
    expect(tree.node('/a')?.data).toBeNull();
  });
});

describe('a multi', () => {
  it('applies all its slots under one zxid and answers each', () => {
    const tree = new DataTree();
    const applied = tree.apply(
      txn(1, {
        type: 'multi',
        parts: [
          create('/a', 1),
          { type: 'check', path: '/a', version: 1 },
          { type: 'setData', path: '/a', data: bytes(9), version: 1 },
          { type: 'delete', path: '/a' },
        ],
      }),
    );
    expect(applied.err).toBe(ErrorCode.OK);
    expect(applied.result).toMatchObject({
      results: [{ type: 'create', path: '/a' }, { type: 'check' }, { type: 'setData' }, { type: 'delete' }],
    });
    expect(tree.stat('/')?.pzxid).toBe(makeZxid(1, 1));
  });

  it('that failed applies nothing, moves the zxid and tells which slot failed', () => {
    const tree = new DataTree();
    const digest = tree.digest;
    const applied = tree.apply(
      txn(7, {
        type: 'multi',
        parts: [create('/a', 1), { type: 'error', err: ErrorCode.NONODE }, { type: 'error', err: -2 }],
      }),
    );
    expect(applied).toEqual({
      err: ErrorCode.OK,
      result: {
        type: 'multi',
        results: [
          { type: 'error', err: 0 },
          { type: 'error', err: ErrorCode.NONODE },
          { type: 'error', err: -2 },
        ],
      },
      triggers: [],
    });
    expect(tree.digest).toBe(digest);
    expect(tree.lastProcessedZxid).toBe(makeZxid(1, 7));
  });
});

describe('closing a session', () => {
  it('takes its ephemerals along and leaves those of others', () => {
    const tree = new DataTree();
    tree.apply(txn(1, { type: 'createSession', timeoutMs: 4000 }, S1));
    tree.apply(txn(2, { type: 'createSession', timeoutMs: 4000 }, S2));
    tree.apply(txn(3, create('/b', 1, true), S1));
    tree.apply(txn(4, create('/a', 2, true), S1));
    tree.apply(txn(5, create('/c', 3, true), S2));
    expect(tree.ephemeralsOf(S1)).toEqual(['/a', '/b']);
    const applied = tree.apply(txn(6, { type: 'closeSession', paths: ['/a', '/b'] }, S1));
    expect(applied.triggers.map((trigger) => trigger.path)).toEqual(['/a', '/a', '/', '/b', '/b', '/']);
    expect(tree.children('/')).toEqual(['c', 'zookeeper']);
    expect(Array.from(tree.sessions)).toEqual([[S2, 4000]]);
    expect(tree.ephemeralsOf(S1)).toEqual([]);
  });

  it('leaves the digest of a tree in which the session never was, but for the traces in the parent', () => {
    const tree = new DataTree();
    const digest = tree.digest;
    tree.apply(txn(1, { type: 'createSession', timeoutMs: 4000 }));
    expect(tree.digest).not.toBe(digest);
    tree.apply(txn(2, { type: 'closeSession', paths: [] }));
    expect(tree.digest).toBe(digest);
  });
});

describe('replaying over a fuzzy snapshot', () => {
  it('raises the cversion of the parent when the node is there already', () => {
    const tree = new DataTree();
    tree.apply(txn(1, create('/a', 1)));
    const applied = tree.apply(txn(5, create('/a', 4)));
    expect(applied.err).toBe(ErrorCode.NODEEXISTS);
    expect(tree.node('/')).toMatchObject({ cversion: 4, pzxid: makeZxid(1, 5) });
    expect(tree.node('/a')?.czxid).toBe(makeZxid(1, 1));
  });

  it('raises the pzxid of the parent when the node is gone already', () => {
    const tree = new DataTree();
    expect(tree.apply(txn(5, { type: 'delete', path: '/a' })).err).toBe(ErrorCode.NONODE);
    expect(tree.node('/')?.pzxid).toBe(makeZxid(1, 5));
  });

  it('never moves cversion, pzxid or the last zxid backwards', () => {
    const tree = new DataTree();
    tree.apply(txn(8, create('/a', 8)));
    tree.apply(txn(3, create('/b', 3)));
    tree.apply(txn(4, { type: 'delete', path: '/b' }));
    expect(tree.node('/')).toMatchObject({ cversion: 8, pzxid: makeZxid(1, 8) });
    expect(tree.lastProcessedZxid).toBe(makeZxid(1, 8));
  });

  it('replaces a node that lost its parent in between', () => {
    const txns = [
      txn(1, create('/x', 1)),
      txn(2, { type: 'delete', path: '/x' }),
      txn(3, create('/x', 2)),
      txn(4, create('/x/y', 1, true)),
      txn(5, { type: 'setData', path: '/x/y', data: null, version: 1 }),
    ];
    const tree = new DataTree();
    tree.apply(txns[0] as Txn);
    const walk = tree.beginSnapshot();
    for (const later of txns.slice(1)) tree.apply(later);
    const nodes = walk.step(100);
    expect(walk.done).toBe(true);
    expect(nodes.map((node) => node.path)).toContain('/x/y');
    const restored = DataTree.restore({ zxid: walk.zxid, sessions: walk.sessions, nodes });
    for (const later of txns.slice(1)) restored.apply(later);
    expect(restored.digest).toBe(tree.digest);
    expect(restored.ephemeralsOf(S1)).toEqual(['/x/y']);
  });

  it('drops the ephemerals of sessions nobody knows', () => {
    const tree = new DataTree();
    tree.apply(txn(1, create('/lost', 1, true)));
    tree.dropOrphanEphemerals();
    expect(tree.node('/lost')).toBeUndefined();
  });
});

describe('a multi applied slot by slot', () => {
  const parts = [create('/a', 1), create('/b', 2), { type: 'setData', path: '/a', data: null, version: 1 }] as const;

  it('shows its zxid only when it is complete', () => {
    const tree = new DataTree();
    const multi = txn(1, { type: 'multi', parts });
    expect(tree.begin(multi)).toBeNull();
    expect({ at: tree.lastProcessedZxid, underWay: tree.zxidUnderWay }).toEqual({ at: 0, underWay: multi.zxid });
    expect(tree.goOn()).toBeNull();
    const applied = tree.goOn();
    expect(applied?.result).toEqual(new DataTree().apply(multi).result);
    expect({ at: tree.lastProcessedZxid, underWay: tree.zxidUnderWay }).toEqual({ at: multi.zxid, underWay: null });
  });

  it.each([1, 2])('is completed by the replay over a snapshot that begins after slot %i', (slots) => {
    const tree = new DataTree();
    const multi = txn(1, { type: 'multi', parts });
    tree.begin(multi);
    for (let slot = 1; slot < slots; slot++) tree.goOn();
    const walk = tree.beginSnapshot();
    const restored = DataTree.restore({ zxid: walk.zxid, sessions: walk.sessions, nodes: walk.step(100) });
    for (let slot = slots; slot < parts.length; slot++) tree.goOn();
    if (multi.zxid > restored.lastProcessedZxid) restored.apply(multi);
    expect(restored.digest).toBe(tree.digest);
  });
});

describe('a subclass', () => {
  it('may keep the ephemerals of a closed session', () => {
    class KeepsEphemerals extends DataTree {
      protected override closeSession(): void {
        return;
      }
    }
    const tree = new KeepsEphemerals();
    tree.apply(txn(1, create('/a', 1, true)));
    tree.apply(txn(2, { type: 'closeSession', paths: ['/a'] }));
    expect(tree.node('/a')).toBeDefined();
  });

  it('may label a snapshot with a multi of which it holds a half, and then loses the other half', () => {
    class LabelsTooEarly extends DataTree {
      early: Snapshot | null = null;
      protected override slotApplied(half: Txn, count: number): void {
        if (count !== 1) return;
        this.lastProcessedZxid = half.zxid;
        const walk = this.beginSnapshot();
        this.early = { zxid: walk.zxid, sessions: walk.sessions, nodes: walk.step(100) };
      }
    }
    const tree = new LabelsTooEarly();
    const multi = txn(1, { type: 'multi', parts: [create('/a', 1), create('/b', 2)] });
    tree.apply(multi);
    const restored = DataTree.restore(tree.early as Snapshot);
    if (multi.zxid > restored.lastProcessedZxid) restored.apply(multi);
    expect(restored.children('/')).toEqual(['a', 'zookeeper']);
    expect(tree.children('/')).toEqual(['a', 'b', 'zookeeper']);
  });

  it('is what a snapshot is restored to', () => {
    class Other extends DataTree {}
    const walk = new DataTree().beginSnapshot();
    const nodes = walk.step(100);
    expect(Other.restore({ zxid: walk.zxid, sessions: walk.sessions, nodes })).toBeInstanceOf(Other);
  });
});

describe('an owner that is no session', () => {
  const made = (type: CreateTxn['type'], path: string, rest: Partial<CreateTxn> = {}): CreateTxn => {
    return { ...create(path, -1), type, ...rest };
  };

  it('is not shown to clients and is nobody of whom a session could take', () => {
    const tree = new DataTree();
    tree.apply(txn(1, made('createContainer', '/c')));
    tree.apply(txn(2, made('createTTL', '/t', { ttlMs: 5000 })));
    tree.apply(txn(3, made('create', '/e', { ephemeral: true })));
    expect(['/c', '/t', '/e'].map((path) => tree.stat(path)?.ephemeralOwner)).toEqual([NO_SESSION, NO_SESSION, S1]);
    expect(['/c', '/t'].map((path) => tree.node(path)?.ephemeralOwner)).toEqual([CONTAINER_OWNER, ttlOwner(5000)]);
    expect([tree.owners.containers(), tree.owners.ttls(), tree.ephemeralsOf(S1)]).toEqual([['/c'], ['/t'], ['/e']]);
    expect([tree.owners.sessions(), tree.owners.ephemeralCount]).toEqual([[S1], 1]);
    tree.dropOrphanEphemerals();
    expect(tree.nodeCount).toBe(6);
  });

  it('is kept in a snapshot and gone with its node', () => {
    const tree = new DataTree();
    tree.apply(txn(1, made('createContainer', '/c')));
    tree.apply(txn(2, made('createTTL', '/t', { ttlMs: 5000 })));
    const walk = tree.beginSnapshot();
    const restored = DataTree.restore({ zxid: walk.zxid, sessions: walk.sessions, nodes: walk.step(100) });
    expect(restored.digest).toBe(tree.digest);
    expect([restored.owners.containers(), restored.owners.ttls()]).toEqual([['/c'], ['/t']]);
    for (const path of ['/c', '/t']) restored.apply(txn(3, { type: 'deleteContainer', path }));
    expect([restored.owners.containers(), restored.owners.ttls()]).toEqual([[], []]);
    expect(restored.digest).not.toBe(tree.digest);
  });

  it('looks like a session where extended types are off', () => {
    const tree = new DataTree({ extendedTypes: false, digestEnabled: false });
    tree.apply(txn(1, made('createTTL', '/t', { ttlMs: 5000 })));
    expect(tree.stat('/t')?.ephemeralOwner).toBe(ttlOwner(5000));
  });

  it.each([
    ['create', 'create'],
    ['create2', 'create2'],
    ['createContainer', 'create2'],
    ['createTTL', 'create2'],
  ] as const)('%s is answered with the body of %s', (type, body) => {
    const tree = new DataTree();
    const { result } = tree.apply(txn(1, made(type, '/x', { ttlMs: 1 })));
    const stat = body === 'create' ? {} : { stat: tree.stat('/x') };
    expect(result).toEqual({ type: body, path: '/x', ...stat });
  });
});

describe('a setACL', () => {
  it('changes the ACL and the aversion, and nothing else; nobody is told', () => {
    const tree = new DataTree();
    tree.apply(txn(1, create('/a', 1)));
    const before = tree.stat('/a');
    const digest = tree.digest;
    const acl = [{ perms: 1, scheme: 'world', id: 'anyone' }];
    const applied = tree.apply(txn(2, { type: 'setACL', path: '/a', acl, version: 1 }));
    expect(applied).toEqual({ err: ErrorCode.OK, result: { type: 'setACL', stat: tree.stat('/a') }, triggers: [] });
    expect(tree.stat('/a')).toEqual({ ...before, aversion: 1 });
    expect(tree.node('/a')?.acl).toBe(acl);
    expect(tree.digest).not.toBe(digest);
  });

  it('of a node that is gone, in a replay, does nothing', () => {
    const applied = new DataTree().apply(txn(2, { type: 'setACL', path: '/a', acl: OPEN_ACL, version: 1 }));
    expect(applied).toMatchObject({ err: ErrorCode.NONODE, result: null });
  });
});

describe('the root', () => {
  it('is found under the empty path too, and counts as a node below it', () => {
    const tree = new DataTree();
    tree.apply(txn(1, create('/a', -1)));
    tree.apply(txn(2, create('/ab', -1)));
    tree.apply(txn(3, create('/a/b', -1)));
    expect(tree.node('')).toBe(tree.node('/'));
    expect(tree.stat('')).toEqual(tree.stat('/'));
    expect(['/', '', '/a', '/ab', '/none'].map((path) => tree.countBelow(path))).toEqual([6, 7, 1, 0, 0]);
  });
});
