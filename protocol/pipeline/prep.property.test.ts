/**
 * Random histories through the prep stage and the tree, held against a twin so simple that it is plainly right: it
 * carries out each request at once, looks children up by scanning, and undoes a failed multi from a copy.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ErrorCode } from '../error-code.ts';
import { makeZxid, NO_SESSION, ZXID_ZERO, type SessionId, type Zxid } from '../ids.ts';
import { OPEN_ACL, type MultiPart, type WriteOp } from '../op.ts';
import { byText } from '../std/compare.ts';
import { DataTree } from '../store/data-tree.ts';
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
const part: fc.Arbitrary<MultiPart> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ type: fc.constant('create' as const), path, data, flags: fc.nat(3) }).map(opened),
  },
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
          .record({ path: fc.constantFrom('/a', '/a/b', '/a/b/c'), flags: fc.constantFrom(0, 0, 0, 1) })
          .map(made),
      },
      { weight: 5, arbitrary: fc.constantFrom('/a', '/a/b', '/a/b/c').map(unmade) },
      { weight: 1, arbitrary: fc.constant({ type: 'closeSession' } as const) },
    ),
    session: fc.constantFrom(...SESSIONS),
    apply: fc.constant(60),
  }),
  { minLength: 20, maxLength: 60, size: 'max' },
);

function made(where: { path: string; flags: number }): WriteOp {
  return { type: 'create', ...where, data: null, acl: OPEN_ACL };
}
function unmade(where: string): WriteOp {
  return { type: 'delete', path: where, version: -1 };
}

function opened<T>(record: T) {
  return { ...record, acl: OPEN_ACL };
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
  owner: SessionId;
}

class Twin {
  nodes = new Map<string, TwinNode>();

  constructor() {
    for (const name of ['/', '/zookeeper', '/zookeeper/quota', '/zookeeper/config'])
      this.add(name, null, ZXID_ZERO, 0, NO_SESSION);
    for (const node of this.nodes.values()) node.data = Uint8Array.of();
  }

  /** Error codes: one, or one for each slot of a multi. */
  run(wish: WriteOp, session: SessionId, zxid: Zxid, timeMs: number): number[] {
    if (wish.type === 'closeSession') {
      for (const [name, node] of Array.from(this.nodes)) if (node.owner === session) this.remove(name, zxid);
      return [0];
    }
    if (wish.type === 'createSession') return [0];
    if (wish.type !== 'multi') return [this.one(wish as MultiPart, session, zxid, timeMs)];
    const copy = new Map(Array.from(this.nodes, ([name, node]) => [name, { ...node }]));
    const errors: number[] = [];
    for (const slot of wish.parts) {
      const failed = errors.some((err) => err !== 0);
      errors.push(failed ? ErrorCode.RUNTIMEINCONSISTENCY : this.one(slot, session, zxid, timeMs));
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
      aversion: name === '/zookeeper/config' ? -1 : 0,
      ephemeralOwner: node.owner,
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
        throw new Error('the twin does not know it yet');
      case 'create': {
        if (parent === undefined) return ErrorCode.NONODE;
        const sequential = slot.flags >= 2;
        const name = sequential ? slot.path + String(parent.creates).padStart(10, '0') : slot.path;
        if (up(slot.path) === '/zookeeper/config') return ErrorCode.NOAUTH;
        if (malformed && !sequential) return ErrorCode.BADARGUMENTS;
        if (this.nodes.has(name)) return ErrorCode.NODEEXISTS;
        if (parent.owner !== NO_SESSION) return ErrorCode.NOCHILDRENFOREPHEMERALS;
        parent.creates++;
        parent.pzxid = zxid;
        this.add(name, slot.data, zxid, timeMs, slot.flags % 2 === 1 ? session : NO_SESSION);
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

  private add(name: string, bytes: Uint8Array | null, zxid: Zxid, timeMs: number, owner: SessionId): void {
    const times = { ctime: timeMs, mtime: timeMs, version: 0, creates: 0, owner };
    this.nodes.set(name, { data: bytes, czxid: zxid, mzxid: zxid, pzxid: zxid, ...times });
  }

  private remove(name: string, zxid: Zxid): void {
    this.nodes.delete(name);
    (this.nodes.get(up(name)) as TwinNode).pzxid = zxid;
  }
}

function up(name: string): string {
  return name.slice(0, Math.max(1, name.lastIndexOf('/')));
}

/** Prepares and applies a history; returns its transactions. After a close the pipeline drains (see prep.test.ts). */
function play(steps: readonly Step[], tree: DataTree, onPrepared: (txn: Txn, step: Step) => void): Txn[] {
  const prep = new Prep(tree);
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
    stat: tree.stat(node.path),
    children: tree.children(node.path),
  })).sort((a, b) => byText(a.path, b.path));
}

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
          expect(tree.node(name)?.data).toEqual(node.data);
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
        const tree = new DataTree();
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

        const restored = DataTree.restore({ zxid: walk.zxid, sessions: walk.sessions, nodes });
        for (const txn of txns) if (txn.zxid > walk.zxid) restored.apply(txn);
        restored.dropOrphanEphemerals();
        tree.dropOrphanEphemerals();
        expect(picture(restored)).toEqual(picture(tree));
        expect(restored.digest).toBe(tree.digest);
        for (const session of SESSIONS) expect(restored.ephemeralsOf(session)).toEqual(tree.ephemeralsOf(session));
      }),
      { seed: SEED, numRuns: 600 },
    );
  });
});
