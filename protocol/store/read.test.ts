import { describe, expect, it } from 'vitest';
import { ErrorCode } from '../error-code.ts';
import { makeZxid, NO_SESSION } from '../ids.ts';
import { OPEN_ACL, type Acl } from '../op.ts';
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
