import { describe, expect, it } from 'vitest';
import { compatOf } from '../compat.ts';
import { ErrorCode } from '../error-code.ts';
import { makeZxid, NO_SESSION, type SessionId } from '../ids.ts';
import { OPEN_ACL, type Acl, type AuthId, type ReadOp } from '../op.ts';
import { authInfo } from '../session/auth-info.ts';
import { makeTxn } from '../txn.ts';
import { DataTree } from './data-tree.ts';
import { readOp } from './read.ts';

const HIDDEN: readonly Acl[] = [{ perms: 30, scheme: 'world', id: 'anyone' }];

function treeWith(...nodes: (readonly [string, readonly Acl[]])[]) {
  const tree = new DataTree();
  nodes.forEach(([path, acl], index) => {
    const header = { zxid: makeZxid(1, index + 1), session: NO_SESSION, cxid: 0, timeMs: 0 };
    const data = Uint8Array.of(7);
    tree.apply(makeTxn(header, { type: 'create', path, data, acl, ephemeral: false, parentCversion: -1 }));
  });
  return tree;
}

const tree = treeWith(['/a', OPEN_ACL], ['/a/y', OPEN_ACL], ['/a/x', OPEN_ACL], ['/hidden', HIDDEN]);

describe('a read', () => {
  it('answers data with the Stat', () => {
    expect(readOp(tree, { type: 'getData', path: '/a', watch: false })).toEqual({
      err: ErrorCode.OK,
      result: { type: 'getData', data: Uint8Array.of(7), stat: tree.stat('/a') },
      arms: null,
    });
  });

  it('answers children sorted by code units', () => {
    const answer = readOp(tree, { type: 'getChildren', path: '/a', watch: true });
    expect(answer.result).toEqual({ type: 'getChildren', children: ['x', 'y'] });
    expect(answer.arms).toEqual({ manager: 'child', path: '/a' });
  });

  it.each([
    ['exists', '/a', ErrorCode.OK, 'data'],
    ['exists', '/none', ErrorCode.NONODE, 'data'],
    ['exists', 'not a path', ErrorCode.NONODE, 'data'],
    ['exists', '/nul\u0000', ErrorCode.BADARGUMENTS, null],
    ['exists', '/hidden', ErrorCode.NOAUTH, null],
    ['getData', '/a', ErrorCode.OK, 'data'],
    ['getData', '/none', ErrorCode.NONODE, null],
    ['getData', '/hidden', ErrorCode.NOAUTH, null],
    ['getChildren', '/a', ErrorCode.OK, 'child'],
    ['getChildren', '/none', ErrorCode.NONODE, null],
    ['getChildren', '/hidden', ErrorCode.NOAUTH, null],
  ] as const)('%s of %j answers %i and leaves the watch %s', (type, path, err, manager) => {
    const answer = readOp(tree, { type, path, watch: true });
    expect(answer.err).toBe(err);
    expect(answer.arms).toEqual(manager === null ? null : { manager, path });
  });
});

const S1 = '0x1' as SessionId;
const ANN: AuthId = { scheme: 'digest', id: 'ann:1' };
const SECRET: readonly Acl[] = [
  { perms: 1 + 16, scheme: 'digest', id: 'ann:1' },
  { perms: 1, scheme: 'ip', id: '10.0.0.0/8' },
  { perms: 1, scheme: 'digest', id: 'bob:2' },
];

describe('what needs permission', () => {
  const guarded = treeWith(['/s', SECRET], ['/s/kid', OPEN_ACL], ['/open', OPEN_ACL]);
  const as = (...ids: AuthId[]) => ({ session: S1, auth: authInfo(ids) });

  it.each<[ReadOp, AuthId[], ErrorCode]>([
    [{ type: 'getData', path: '/s', watch: false }, [], ErrorCode.NOAUTH],
    [{ type: 'getData', path: '/s', watch: false }, [ANN], ErrorCode.OK],
    [{ type: 'getData', path: '/s', watch: false }, [{ scheme: 'ip', id: '10.1.2.3' }], ErrorCode.OK],
    [{ type: 'getData', path: '/s', watch: false }, [{ scheme: 'ip', id: '11.1.2.3' }], ErrorCode.NOAUTH],
    [{ type: 'getChildren2', path: '/s', watch: true }, [], ErrorCode.NOAUTH],
    [{ type: 'getAllChildrenNumber', path: '/s' }, [], ErrorCode.NOAUTH],
    [{ type: 'getAllChildrenNumber', path: '/none' }, [], ErrorCode.NONODE],
    [{ type: 'getAllChildrenNumber', path: '/s' }, [ANN], ErrorCode.OK],
    [{ type: 'getACL', path: '/none' }, [ANN], ErrorCode.NONODE],
    [{ type: 'getACL', path: '/s' }, [], ErrorCode.NOAUTH],
    [{ type: 'getACL', path: '/s' }, [ANN], ErrorCode.OK],
  ])('%j as %j', (op, ids, err) => {
    expect(readOp(guarded, op, as(...ids)).err).toBe(err);
  });

  it('exists asked for nothing in 3.8', () => {
    const op = { type: 'exists', path: '/s', watch: true } as const;
    expect(readOp(guarded, op, as(), compatOf('3.9')).err).toBe(ErrorCode.NOAUTH);
    expect(readOp(guarded, op, as(), compatOf('3.8'))).toMatchObject({ err: ErrorCode.OK, arms: { path: '/s' } });
  });

  it('getACL shows digests to who may ADMIN', () => {
    const op = { type: 'getACL', path: '/s' } as const;
    const stat = guarded.stat('/s');
    expect(readOp(guarded, op, as(ANN)).result).toEqual({ type: 'getACL', acl: SECRET, stat });
    const masked = SECRET.map((entry) =>
      entry.scheme === 'digest' ? { ...entry, id: `${entry.id.slice(0, 3)}:x` } : entry,
    );
    const bob = as({ scheme: 'digest', id: 'bob:2' });
    expect(readOp(guarded, op, bob).result).toEqual({ type: 'getACL', acl: masked, stat });
  });

  it('a multiRead answers each part for itself and leaves no watches', () => {
    const parts = [
      { type: 'getData', path: '/open', watch: true },
      { type: 'getData', path: '/s', watch: false },
      { type: 'getChildren', path: '/none', watch: false },
      { type: 'getChildren', path: '/', watch: true },
    ] as const;
    expect(readOp(guarded, { type: 'multiRead', parts }, as())).toEqual({
      err: ErrorCode.OK,
      result: {
        type: 'multiRead',
        results: [
          { type: 'getData', data: Uint8Array.of(7), stat: guarded.stat('/open') },
          { type: 'error', err: ErrorCode.NOAUTH },
          { type: 'error', err: ErrorCode.NONODE },
          { type: 'getChildren', children: ['open', 's', 'zookeeper'] },
        ],
      },
      arms: null,
    });
  });
});

describe('what a session asks of itself', () => {
  const owning = treeWith();
  ['/e', '/e2', '/f'].forEach((path, index) => {
    const header = { zxid: makeZxid(1, index + 1), session: S1, cxid: 0, timeMs: 0 };
    const body = { type: 'create', path, data: null, acl: OPEN_ACL, ephemeral: true, parentCversion: -1 } as const;
    owning.apply(makeTxn(header, body));
  });
  const reader = { session: S1, auth: authInfo([{ scheme: 'ip', id: '10.0.0.7' }, { scheme: 'super', id: '' }, ANN]) };

  it.each([
    [null, ['/e', '/e2', '/f']],
    ['', ['/e', '/e2', '/f']],
    ['/', ['/e', '/e2', '/f']],
    [' / ', ['/e', '/e2', '/f']],
    ['/e', ['/e', '/e2']],
    ['/e2/', []],
    [' /e', []],
  ])('getEphemerals below %j', (prefix, paths) => {
    expect(readOp(owning, { type: 'getEphemerals', prefix }, reader).result).toEqual({ type: 'getEphemerals', paths });
  });

  it('whoAmI tells users without what proves them', () => {
    expect(readOp(owning, { type: 'whoAmI' }, reader).result).toEqual({
      type: 'whoAmI',
      ids: [
        { scheme: 'ip', id: '10.0.0.7' },
        { scheme: 'super', id: '' },
        { scheme: 'digest', id: 'ann' },
      ],
    });
  });
});
