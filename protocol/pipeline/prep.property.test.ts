/**
 * Random histories through the prep stage and the tree, held against a twin so simple that it is plainly right: it
 * carries out each request at once, looks children up by scanning, and undoes a failed multi from a copy.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ErrorCode } from '../error-code.ts';
import { makeZxid, NO_SESSION, ZXID_ZERO, type SessionId, type Zxid } from '../ids.ts';
import { isCreate, OPEN_ACL, type Acl, type CreateOp, type MultiPart, type WriteOp } from '../op.ts';
import { byText } from '../std/compare.ts';
import { DataTree } from '../store/data-tree.ts';
import { CONTAINER_OWNER, ttlOwner } from '../store/owner.ts';
import type { SnapshotNode } from '../store/snapshot-node.ts';
import type { Stat } from '../store/stat.ts';
import type { Txn } from '../txn.ts';
import { Prep } from './prep.ts';

const SEED = 20240601;
const SESSIONS = ['0x1', '0x2', '0x3'] as SessionId[];
const PATHS = ['/a', '/b', '/a/c', '/a/d', '/b/c', '/a/c/e', '/zookeeper/q', '/', '/zookeeper/config', '/a/', '/x/y'];

const path = fc.constantFrom(...PATHS);
const version = fc.constantFrom(-1, -1, -1, 0, 1);
const data = fc.constantFrom(null, Uint8Array.of(), Uint8Array.of(1), Uint8Array.of(1, 2, 3, 4, 5));
/** Lists that grant everything: what a pending one does is in prep.test.ts. */
const acl = fc.constantFrom<readonly Acl[]>(OPEN_ACL, [
  { perms: 30, scheme: 'world', id: 'anyone' },
  { perms: 1, scheme: 'world', id: 'anyone' },
]);
/** A container of a session is left out: it is one thing while pending and another when applied. */
const createOp: fc.Arbitrary<CreateOp> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ type: fc.constantFrom('create', 'create2'), path, data, acl, flags: fc.nat(4) }),
  },
  fc.record({ type: fc.constant('createContainer'), path, data, acl, flags: fc.constantFrom(0, 2, 4) }),
  fc.record({
    type: fc.constant('createTTL'),
    path,
    data,
    acl,
    flags: fc.constantFrom(5, 6),
    ttlMs: fc.constantFrom(1, 70_000),
  }),
);
const part: fc.Arbitrary<MultiPart> = fc.oneof(
  { weight: 4, arbitrary: createOp },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('delete' as const), path, version }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('setData' as const), path, data, version }) },
);
const check: fc.Arbitrary<MultiPart> = fc.record({ type: fc.constant('check' as const), path, version });
const op: fc.Arbitrary<WriteOp> = fc.oneof(
  { weight: 8, arbitrary: part as fc.Arbitrary<WriteOp> },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant('multi' as const),
      parts: fc.array(fc.oneof(part, check), { maxLength: 4 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('setACL' as const), path, acl, version }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('deleteContainer' as const), path }) },
  { weight: 1, arbitrary: fc.constant({ type: 'closeSession' } as const) },
  { weight: 1, arbitrary: fc.constant({ type: 'createSession', timeoutMs: 4000 } as const) },
);
interface Step {
  readonly op: WriteOp;
  readonly session: SessionId;
  /** How many prepared transactions to apply afterwards. */
  readonly apply: number;
}
const history: fc.Arbitrary<Step[]> = fc.array(
  fc.record({ op, session: fc.constantFrom(...SESSIONS), apply: fc.nat(3) }),
  { maxLength: 60, size: 'max' },
);

/** Few paths, deep, made and deleted all the time: what stands at the end of a walk seldom stood at its beginning. */
const restless: fc.Arbitrary<Step[]> = fc.array(
  fc.record({
    op: fc.oneof(
      {
        weight: 6,
        arbitrary: fc
          .record({
            type: fc.constantFrom('create', 'create2', 'createContainer'),
            path: fc.constantFrom('/a', '/a/b', '/a/b/c'),
            flags: fc.constantFrom(0, 0, 0, 1),
          })
          .map(made),
      },
      { weight: 5, arbitrary: fc.constantFrom('/a', '/a/b', '/a/b/c').map(unmade) },
      {
        weight: 1,
        arbitrary: fc.record({
          type: fc.constant('setACL' as const),
          path: fc.constant('/a/b'),
          acl,
          version: fc.constant(-1),
        }),
      },
      { weight: 1, arbitrary: fc.constant({ type: 'closeSession' } as const) },
    ),
    session: fc.constantFrom(...SESSIONS),
    apply: fc.constant(60),
  }),
  { minLength: 20, maxLength: 60, size: 'max' },
);

function made(what: Pick<CreateOp, 'type' | 'path' | 'flags'>): WriteOp {
  return { ...what, flags: what.type === 'createContainer' ? 0 : what.flags, data: null, acl: OPEN_ACL };
}
function unmade(where: string): WriteOp {
  return { type: 'delete', path: where, version: -1 };
}

interface TwinNode {
  data: Uint8Array | null;
  czxid: Zxid;
  mzxid: Zxid;
  pzxid: Zxid;
  ctime: number;
  mtime: number;
  version: number;
  creates: number;
  aversion: number;
  acl: readonly Acl[];
  owner: SessionId;
}

class Twin {
  nodes = new Map<string, TwinNode>();

  constructor() {
    for (const name of ['/', '/zookeeper', '/zookeeper/quota', '/zookeeper/config'])
      this.add(name, Uint8Array.of(), OPEN_ACL, ZXID_ZERO, 0, NO_SESSION);
    Object.assign(this.nodes.get('/zookeeper/config') as TwinNode, {
      aversion: -1,
      acl: [{ perms: 1, scheme: 'world', id: 'anyone' }],
    });
  }

  /** Error codes: one, or one for each slot of a multi. */
  run(wish: WriteOp, session: SessionId, zxid: Zxid, timeMs: number): number[] {
    if (wish.type === 'closeSession') {
      for (const [name, node] of Array.from(this.nodes)) if (node.owner === session) this.remove(name, zxid);
      return [0];
    }
    if (wish.type === 'createSession') return [0];
    if (wish.type === 'setACL') return [this.setAcl(wish.path, wish.acl as readonly Acl[], wish.version)];
    if (wish.type === 'deleteContainer') return [this.reap(wish.path, zxid)];
    if (wish.type !== 'multi') return [this.one(wish as MultiPart, session, zxid, timeMs)];
    const copy = new Map(Array.from(this.nodes, ([name, node]) => [name, { ...node }]));
    const errors: number[] = [];
    for (const slot of wish.parts) {
      const failed = errors.some((err) => err !== 0);
      const wished: MultiPart = isCreate(slot) && slot.flags === 4 ? { ...slot, type: 'createContainer' } : slot;
      errors.push(failed ? ErrorCode.RUNTIMEINCONSISTENCY : this.one(wished, session, zxid, timeMs));
    }
    if (errors.some((err) => err !== 0)) this.nodes = copy;
    return errors;
  }

  stat(name: string): Stat | null {
    const node = this.nodes.get(name);
    if (node === undefined) return null;
    const numChildren = this.children(name).length;
    return {
      czxid: node.czxid,
      mzxid: node.mzxid,
      ctime: node.ctime,
      mtime: node.mtime,
      version: node.version,
      cversion: 2 * node.creates - numChildren,
      aversion: node.aversion,
      ephemeralOwner: SESSIONS.includes(node.owner) ? node.owner : NO_SESSION,
      dataLength: node.data?.length ?? 0,
      numChildren,
      pzxid: node.pzxid,
    };
  }

  children(name: string): string[] {
    const prefix = name === '/' ? '/' : `${name}/`;
    return Array.from(this.nodes.keys())
      .filter((other) => other !== '/' && other.startsWith(prefix) && !other.slice(prefix.length).includes('/'))
      .map((other) => other.slice(prefix.length))
      .sort(byText);
  }

  private one(slot: MultiPart, session: SessionId, zxid: Zxid, timeMs: number): number {
    const parent = this.nodes.get(up(slot.path));
    const node = this.nodes.get(slot.path);
    const malformed = slot.path !== '/' && slot.path.endsWith('/');
    const wrongVersion =
      'version' in slot && slot.version !== -1 && node !== undefined && slot.version !== node.version;
    switch (slot.type) {
      case 'create2':
      case 'createContainer':
      case 'createTTL':
      case 'create': {
        if (parent === undefined) return ErrorCode.NONODE;
        const sequential = [2, 3, 6].includes(slot.flags);
        const name = sequential ? slot.path + String(parent.creates).padStart(10, '0') : slot.path;
        if (up(slot.path) === '/zookeeper/config') return ErrorCode.NOAUTH;
        if (malformed && !sequential) return ErrorCode.BADARGUMENTS;
        if (this.nodes.has(name)) return ErrorCode.NODEEXISTS;
        if (SESSIONS.includes(parent.owner)) return ErrorCode.NOCHILDRENFOREPHEMERALS;
        parent.creates++;
        parent.pzxid = zxid;
        this.add(name, slot.data, slot.acl as readonly Acl[], zxid, timeMs, ownerOf(slot, session));
        return 0;
      }
      case 'delete':
        if (['/', '/zookeeper/config'].includes(slot.path)) return ErrorCode.BADARGUMENTS;
        if (parent === undefined || node === undefined) return ErrorCode.NONODE;
        if (wrongVersion) return ErrorCode.BADVERSION;
        if (this.children(slot.path).length > 0) return ErrorCode.NOTEMPTY;
        this.remove(slot.path, zxid);
        return 0;
      case 'check':
      case 'setData':
        if (malformed) return ErrorCode.BADARGUMENTS;
        if (node === undefined) return ErrorCode.NONODE;
        if (slot.type === 'setData' && slot.path === '/zookeeper/config') return ErrorCode.NOAUTH;
        if (wrongVersion) return ErrorCode.BADVERSION;
        if (slot.type === 'check') return 0;
        Object.assign(node, { data: slot.data, version: node.version + 1, mzxid: zxid, mtime: timeMs });
        return 0;
    }
  }

  private setAcl(name: string, granted: readonly Acl[], expected: number): number {
    if (name !== '/' && name.endsWith('/')) return ErrorCode.BADARGUMENTS;
    const node = this.nodes.get(name);
    if (node === undefined) return ErrorCode.NONODE;
    if (name === '/zookeeper/config') return ErrorCode.NOAUTH;
    if (expected !== -1 && expected !== node.aversion) return ErrorCode.BADVERSION;
    node.acl = granted;
    node.aversion++;
    return 0;
  }

  private reap(name: string, zxid: Zxid): number {
    if (['/', '/zookeeper/config'].includes(name)) return ErrorCode.BADARGUMENTS;
    const node = this.nodes.get(name);
    if (node === undefined) return ErrorCode.NONODE;
    if (this.children(name).length > 0) return ErrorCode.NOTEMPTY;
    if (SESSIONS.includes(node.owner)) return ErrorCode.BADVERSION;
    this.remove(name, zxid);
    return 0;
  }

  private add(
    name: string,
    bytes: Uint8Array | null,
    granted: readonly Acl[],
    zxid: Zxid,
    timeMs: number,
    owner: SessionId,
  ): void {
    const times = { ctime: timeMs, mtime: timeMs, version: 0, creates: 0, aversion: 0, acl: granted, owner };
    this.nodes.set(name, { data: bytes, czxid: zxid, mzxid: zxid, pzxid: zxid, ...times });
  }

  private remove(name: string, zxid: Zxid): void {
    this.nodes.delete(name);
    (this.nodes.get(up(name)) as TwinNode).pzxid = zxid;
  }
}

function ownerOf(op: CreateOp, session: SessionId): SessionId {
  if (op.type === 'createContainer') return CONTAINER_OWNER;
  if (op.type === 'createTTL') return ttlOwner(op.ttlMs as number);
  return op.flags === 1 || op.flags === 3 ? session : NO_SESSION;
}

function up(name: string): string {
  return name.slice(0, Math.max(1, name.lastIndexOf('/')));
}

/** Prepares and applies a history; returns its transactions. After a close the pipeline drains (see prep.test.ts). */
function play(steps: readonly Step[], tree: DataTree, onPrepared: (txn: Txn, step: Step) => void): Txn[] {
  const prep = new Prep(tree, { compat: '3.9', extendedTypesEnabled: true, enforceQuota: false });
  const txns: Txn[] = [];
  let applied = 0;
  steps.forEach((step, index) => {
    const request = { session: step.session, cxid: index, op: step.op };
    const txn = prep.prepare(request, makeZxid(1, index + 1), 1000 + index, ErrorCode.OK);
    txns.push(txn);
    onPrepared(txn, step);
    const drain = step.op.type === 'closeSession' || index === steps.length - 1;
    const until = drain ? txns.length : Math.min(txns.length, applied + step.apply);
    for (; applied < until; applied++) {
      const next = txns[applied] as Txn;
      tree.apply(next);
      prep.applied(next.zxid);
    }
  });
  expect(prep.outstanding).toBe(0);
  return txns;
}

function errorsOf(txn: Txn): number[] {
  const body = txn.body;
  if (body.type === 'multi') return body.parts.map((slot) => (slot.type === 'error' ? slot.err : 0));
  return [body.type === 'error' ? body.err : 0];
}

function picture(tree: DataTree) {
  return Array.from(tree.allNodes(), (node) => ({
    path: node.path,
    data: node.data,
    acl: node.acl,
    owner: node.ephemeralOwner,
    stat: tree.stat(node.path),
    children: tree.children(node.path),
  })).sort((a, b) => byText(a.path, b.path));
}

const WITH_DIGEST = { extendedTypes: true, digestEnabled: true };

function wholeSnapshot(tree: DataTree) {
  const walk = tree.beginSnapshot();
  const nodes: SnapshotNode[] = [];
  while (!walk.done) nodes.push(...walk.step(1));
  return { zxid: walk.zxid, sessions: walk.sessions, nodes };
}

describe('prep and tree', () => {
  it('answer a pipelined history as the twin does one request at a time', () => {
    fc.assert(
      fc.property(history, (steps) => {
        const tree = new DataTree();
        const twin = new Twin();
        play(steps, tree, (txn, step) => {
          expect(errorsOf(txn)).toEqual(twin.run(step.op, step.session, txn.zxid, txn.timeMs));
        });
        expect(Array.from(tree.allNodes(), (node) => node.path).sort(byText)).toEqual(
          Array.from(twin.nodes.keys()).sort(byText),
        );
        for (const [name, node] of twin.nodes) {
          expect(tree.stat(name)).toEqual(twin.stat(name));
          expect(tree.children(name)).toEqual(twin.children(name));
          expect(tree.node(name)).toMatchObject({ data: node.data, acl: node.acl, ephemeralOwner: node.owner });
        }
        for (const session of SESSIONS) {
          const owned = Array.from(twin.nodes).filter(([, node]) => node.owner === session);
          expect(tree.ephemeralsOf(session)).toEqual(owned.map(([name]) => name).sort(byText));
        }
      }),
      { seed: SEED, numRuns: 400 },
    );
  });

  it('keep a digest that equals one computed afresh, and an equal tree out of a snapshot', () => {
    fc.assert(
      fc.property(history, (steps) => {
        const tree = new DataTree();
        play(steps, tree, () => undefined);
        const restored = DataTree.restore(wholeSnapshot(tree));
        expect(restored.digest).toBe(tree.digest);
        expect(restored.lastProcessedZxid).toBe(tree.lastProcessedZxid);
        expect(picture(restored)).toEqual(picture(tree));
        expect(Array.from(restored.sessions)).toEqual(Array.from(tree.sessions));
      }),
      { seed: SEED, numRuns: 100 },
    );
  });
});

describe('a fuzzy snapshot', () => {
  it('with the transactions after its label replayed is the tree, whatever was applied during the walk', () => {
    const pace = fc.array(fc.record({ apply: fc.nat(4), copy: fc.nat(3) }), { maxLength: 40, size: 'max' });
    fc.assert(
      fc.property(fc.oneof(history, restless), fc.nat(40), pace, (steps, begin, paces) => {
        const txns = play(steps, new DataTree(), () => undefined);
        const tree = new DataTree(WITH_DIGEST);
        let applied = 0;
        const apply = (count: number) => {
          for (; count > 0 && applied < txns.length; count--) tree.apply(txns[applied++] as Txn);
        };
        apply(begin);
        const walk = tree.beginSnapshot();
        const nodes: SnapshotNode[] = [];
        for (const step of paces) {
          apply(step.apply);
          nodes.push(...walk.step(step.copy));
        }
        while (!walk.done) nodes.push(...walk.step(5));
        apply(txns.length);

        const restored = DataTree.restore({ zxid: walk.zxid, sessions: walk.sessions, nodes }, WITH_DIGEST);
        for (const txn of txns) if (txn.zxid > walk.zxid) restored.apply(txn);
        restored.dropOrphanEphemerals();
        tree.dropOrphanEphemerals();
        expect(picture(restored)).toEqual(picture(tree));
        expect(restored.digest).toBe(tree.digest);
        for (const session of SESSIONS) expect(restored.ephemeralsOf(session)).toEqual(tree.ephemeralsOf(session));
        expect([restored.owners.containers(), restored.owners.ttls()]).toEqual([
          tree.owners.containers(),
          tree.owners.ttls(),
        ]);
        expect(restored.zookeeperDigest.value).toBe(tree.zookeeperDigest.value);
      }),
      { seed: SEED, numRuns: 600 },
    );
  });
});

describe('the counters of a quota', () => {
  const below = fc.constantFrom('/a/b', '/a/b/c', '/a/d', '/ab', '/e');
  const change: fc.Arbitrary<WriteOp> = fc.oneof(
    fc.record({ type: fc.constant('create' as const), path: below, data, acl, flags: fc.nat(3) }),
    fc.record({ type: fc.constant('delete' as const), path: below, version: fc.constant(-1) }),
    fc.record({
      type: fc.constant('setData' as const),
      path: fc.oneof(below, fc.constant('/a')),
      data,
      version: fc.constant(-1),
    }),
    fc.constant({ type: 'closeSession' } as const),
  );
  const plain = (name: string): Step => ({ op: unmadeYet(name), session: SESSIONS[0] as SessionId, apply: 60 });
  const unmadeYet = (name: string): WriteOp => ({ type: 'create', path: name, data: null, acl: OPEN_ACL, flags: 0 });
  const QUOTA = '/zookeeper/quota/a';
  const first = ['/a', QUOTA, `${QUOTA}/zookeeper_limits`, `${QUOTA}/zookeeper_stats`].map(plain);

  it('are what a count of the nodes gives, also after a fuzzy snapshot and a replay', () => {
    const changes = fc.array(fc.record({ op: change, session: fc.constantFrom(...SESSIONS), apply: fc.nat(3) }), {
      maxLength: 40,
      size: 'max',
    });
    fc.assert(
      fc.property(changes, fc.nat(40), fc.integer({ min: 1, max: 4 }), (steps, begin, pace) => {
        const txns = play([...first, ...steps], new DataTree(), () => undefined);
        const tree = new DataTree();
        txns.slice(0, begin).forEach((txn) => tree.apply(txn));
        const walk = tree.beginSnapshot();
        const nodes: SnapshotNode[] = [];
        for (const txn of txns.slice(begin)) {
          tree.apply(txn);
          nodes.push(...walk.step(pace));
        }
        while (!walk.done) nodes.push(...walk.step(5));
        const restored = DataTree.restore({ zxid: walk.zxid, sessions: walk.sessions, nodes });
        for (const txn of txns) if (txn.zxid > walk.zxid) restored.apply(txn);
        expect([countersOf(tree), countersOf(restored)]).toEqual([counted(tree), counted(restored)]);
        expect(restored.digest).toBe(tree.digest);
      }),
      { seed: SEED, numRuns: 200 },
    );
  });

  function countersOf(tree: DataTree): string {
    return String.fromCharCode(...(tree.node(`${QUOTA}/zookeeper_stats`)?.data ?? []));
  }
  function counted(tree: DataTree): string {
    const all = Array.from(tree.allNodes()).filter(({ path: name }) => name === '/a' || name.startsWith('/a/'));
    return `count=${all.length},bytes=${all.reduce((sum, node) => sum + (node.data?.length ?? 0), 0)}`;
  }
});
