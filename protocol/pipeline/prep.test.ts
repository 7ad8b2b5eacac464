import { beforeEach, describe, expect, it } from 'vitest';
import { errorName, ErrorCode } from '../error-code.ts';
import { makeZxid, type SessionId } from '../ids.ts';
import { CreateFlag, OPEN_ACL, type Acl, type CreateOp, type MultiPart, type WriteOp } from '../op.ts';
import { DataTree } from '../store/data-tree.ts';
import type { Txn, TxnBody } from '../txn.ts';
import { Prep, type PrepContext } from './prep.ts';

const S1 = '0x1' as SessionId;
const S2 = '0x2' as SessionId;
const NOTHING_ALLOWED: readonly Acl[] = [{ perms: 0, scheme: 'world', id: 'anyone' }];

function create(path: string, flags: number = CreateFlag.PERSISTENT, acl: readonly Acl[] = OPEN_ACL): CreateOp {
  return { type: 'create', path, data: null, acl, flags };
}
function remove(path: string, version = -1) {
  return { type: 'delete', path, version } as const;
}
function set(path: string, version = -1) {
  return { type: 'setData', path, data: null, version } as const;
}
function check(path: string, version = -1) {
  return { type: 'check', path, version } as const;
}
function multi(...parts: MultiPart[]) {
  return { type: 'multi', parts } as const;
}

let tree: DataTree;
let prep: Prep;
let counter: number;
let waiting: Txn[];

beforeEach(() => {
  tree = new DataTree();
  prep = new Prep(tree);
  counter = 0;
  waiting = [];
});

/** Prepares a request and leaves its transaction in the pipeline. */
function prepare(op: WriteOp, session = S1, sessionError: ErrorCode = ErrorCode.OK): TxnBody {
  const txn = prep.prepare({ session, cxid: 1, op }, makeZxid(1, ++counter), 5000, sessionError);
  waiting.push(txn);
  return txn.body;
}

/** Applies all that was prepared. */
function settle(): void {
  for (const txn of waiting) {
    tree.apply(txn);
    prep.applied(txn.zxid);
  }
  waiting = [];
}

/** What a request came to: the error's name, or the type of the transaction. */
function outcome(op: WriteOp, session = S1, sessionError: ErrorCode = ErrorCode.OK): string {
  const body = prepare(op, session, sessionError);
  return body.type === 'error' ? errorName(body.err) : body.type;
}

function slots(...parts: MultiPart[]): string[] {
  const body = prepare(multi(...parts));
  if (body.type !== 'multi') return [body.type];
  return body.parts.map((part) => (part.type === 'error' ? errorName(part.err) : part.type));
}

describe('every request', () => {
  it('becomes a transaction of its zxid, time and origin, an error one if a check fails', () => {
    const txn = prep.prepare({ session: S1, cxid: 7, op: create('/a/b') }, makeZxid(2, 9), 5000, ErrorCode.OK);
    expect(txn).toMatchObject({
      zxid: makeZxid(2, 9),
      session: S1,
      cxid: 7,
      timeMs: 5000,
      body: { type: 'error', err: ErrorCode.NONODE },
    });
  });
});

/** Each line: where several checks would fail, the one that wins. */
describe('the first failing check decides', () => {
  beforeEach(() => {
    prepare(create('/a'));
    prepare(create('/a/kid'));
    prepare(set('/a'));
    prepare(create('/eph', CreateFlag.EPHEMERAL));
    prepare(create('/locked', CreateFlag.PERSISTENT, NOTHING_ALLOWED));
    prepare(create('/shy', CreateFlag.PERSISTENT, [{ perms: 4 + 8, scheme: 'world', id: 'anyone' }]));
    prepare(create('/shy/kid', CreateFlag.PERSISTENT, NOTHING_ALLOWED));
  });

  const gone = ErrorCode.SESSIONEXPIRED;
  const rows: readonly (readonly [string, WriteOp, ErrorCode, string])[] = [
    ['create with unknown flags before the session', create('/a', 9), gone, 'BADARGUMENTS'],
    ['create of an expired session before the path', create('bad'), gone, 'SESSIONEXPIRED'],
    ['create of a moved session', create('/x'), ErrorCode.SESSIONMOVED, 'SESSIONMOVED'],
    ['create without a slash before the ACL', create('bad', 0, []), 0, 'BADARGUMENTS'],
    ['create with NUL', create('/a\u0000'), 0, 'BADARGUMENTS'],
    ['create with an empty ACL before the parent', create('/no/b', 0, []), 0, 'INVALIDACL'],
    ['create with an unknown scheme', create('/x', 0, [{ perms: 31, scheme: 'who', id: '' }]), 0, 'INVALIDACL'],
    ['create under a missing parent before the full path', create('/no/b//c'), 0, 'NONODE'],
    ['create of a malformed path under a node', create('//x'), 0, 'BADARGUMENTS'],
    ['create under a parent that forbids it before the path', create('/locked/..'), 0, 'NOAUTH'],
    ['create ending with a slash', create('/a/'), 0, 'BADARGUMENTS'],
    ['create of the root', create('/'), 0, 'NODEEXISTS'],
    ['create of what exists', create('/a'), 0, 'NODEEXISTS'],
    ['create under an ephemeral', create('/eph/x'), 0, 'NOCHILDRENFOREPHEMERALS'],
    ['delete of an expired session', remove('/'), gone, 'SESSIONEXPIRED'],
    ['delete of the root', remove('/'), 0, 'BADARGUMENTS'],
    ['delete of a special node', remove('/zookeeper/quota'), 0, 'BADARGUMENTS'],
    ['delete without a slash', remove('a'), 0, 'BADARGUMENTS'],
    ['delete ending with a slash', remove('/a/'), 0, 'NONODE'],
    ['delete under a missing parent', remove('/no/x'), 0, 'NONODE'],
    ['delete where the parent forbids it, before the node', remove('/locked/none'), 0, 'NOAUTH'],
    ['delete of a missing node', remove('/x', 3), 0, 'NONODE'],
    ['delete with a wrong version before the children', remove('/a', 5), 0, 'BADVERSION'],
    ['delete of a node with children', remove('/a', 1), 0, 'NOTEMPTY'],
    ['delete asks the parent and not the node', remove('/shy/kid'), 0, 'delete'],
    ['setData of an expired session', set('bad'), gone, 'SESSIONEXPIRED'],
    ['setData of a malformed path', set('/no//x'), 0, 'BADARGUMENTS'],
    ['setData of a missing node', set('/x', 7), 0, 'NONODE'],
    ['setData where the node forbids it, before the version', set('/locked', 7), 0, 'NOAUTH'],
    ['setData of the configuration', set('/zookeeper/config'), 0, 'NOAUTH'],
    ['setData with a wrong version', set('/a', 0), 0, 'BADVERSION'],
    ['setData with the right version', set('/a', 1), 0, 'setData'],
    ['setData of the root', set('/'), 0, 'setData'],
    ['a multi with unknown flags, as a whole', multi(remove('/a'), create('/x', 77)), 0, 'MARSHALLINGERROR'],
    ['closing a session that is closing already', { type: 'closeSession' }, gone, 'closeSession'],
    ['creating a session', { type: 'createSession', timeoutMs: 4000 }, gone, 'createSession'],
  ];

  it.each(rows)('%s, pending', (_title, op, sessionError, expected) => {
    expect(outcome(op, S1, sessionError)).toBe(expected);
  });

  it.each(rows)('%s, applied', (_title, op, sessionError, expected) => {
    settle();
    expect(prep.outstanding).toBe(0);
    expect(outcome(op, S1, sessionError)).toBe(expected);
  });

  it.each([
    ['of an expired session', check('bad'), gone, 'SESSIONEXPIRED'],
    ['of a malformed path', check('/a/'), 0, 'BADARGUMENTS'],
    ['of a missing node', check('/x', 3), 0, 'NONODE'],
    ['where the node forbids it', check('/locked', 3), 0, 'NOAUTH'],
    ['with a wrong version', check('/a', 0), 0, 'BADVERSION'],
  ] as const)('check %s', (_title, op, sessionError, expected) => {
    const body = prepare(multi(op), S1, sessionError);
    expect(body).toMatchObject({ parts: [{ type: 'error', err: ErrorCode[expected] }] });
  });
});

describe('the pending view', () => {
  it('shows requests the effects of those before them', () => {
    expect(outcome(create('/a'))).toBe('create');
    expect(outcome(create('/a'))).toBe('NODEEXISTS');
    expect(outcome(create('/a/b'))).toBe('create');
    expect(outcome(remove('/a'))).toBe('NOTEMPTY');
    expect(prepare(set('/a', 0))).toMatchObject({ version: 1 });
    expect(prepare(set('/a', 1))).toMatchObject({ version: 2 });
    expect(outcome(remove('/a/b'))).toBe('delete');
    expect(outcome(remove('/a', 2))).toBe('delete');
    expect(outcome(set('/a'))).toBe('NONODE');
    expect(outcome(create('/a'))).toBe('create');
  });

  it('keeps a record until its own transaction is applied', () => {
    prepare(create('/a'));
    const second = prepare(set('/a'));
    tree.apply(waiting[0] as Txn);
    prep.applied(makeZxid(1, 1));
    expect(second).toMatchObject({ version: 1 });
    expect(prepare(set('/a', 1))).toMatchObject({ version: 2 });
  });

  it('stays small over many transactions of which some are always outstanding', () => {
    for (let i = 0; i < 1000; i++) {
      prepare(create(`/n${i}`));
      if (i < 10) continue;
      tree.apply(waiting.shift() as Txn);
      prep.applied(makeZxid(1, i - 9));
    }
    expect(prep.outstanding).toBe(20);
    expect(outcome(create('/n999'))).toBe('NODEEXISTS');
    expect(outcome(create('/n0'))).toBe('NODEEXISTS');
  });
});

describe('sequential nodes', () => {
  it('are numbered by the creates under their parent, whatever was deleted since', () => {
    const seq = CreateFlag.PERSISTENT_SEQUENTIAL;
    prepare(create('/a'));
    expect(prepare(create('/a/n', seq))).toMatchObject({ path: '/a/n0000000000', parentCversion: 1 });
    prepare(create('/a/plain'));
    expect(prepare(create('/a/', seq))).toMatchObject({ path: '/a/0000000002', ephemeral: false });
    settle();
    prepare(remove('/a/plain'));
    expect(prepare(create('/a/n', CreateFlag.EPHEMERAL_SEQUENTIAL))).toMatchObject({
      path: '/a/n0000000003',
      ephemeral: true,
    });
  });

  it('are not numbered by creates that failed', () => {
    prepare(create('/a'));
    prepare(create('/a/x'));
    prepare(create('/a/x'));
    expect(prepare(create('/a/n', CreateFlag.PERSISTENT_SEQUENTIAL))).toMatchObject({ path: '/a/n0000000001' });
  });

  it('run over from 2147483647 to -2147483648, and the tree keeps the larger', () => {
    prepare(create('/a'));
    settle();
    (tree.node('/a') as { cversion: number }).cversion = 2147483647;
    const seq = CreateFlag.PERSISTENT_SEQUENTIAL;
    expect(prepare(create('/a/n', seq))).toMatchObject({ path: '/a/n2147483647', parentCversion: -2147483648 });
    expect(prepare(create('/a/n', seq))).toMatchObject({ path: '/a/n-2147483648' });
    settle();
    expect(tree.node('/a')?.cversion).toBe(2147483647);
  });
});

describe('a multi', () => {
  it('checks each slot against those before it', () => {
    expect(slots(create('/a'), create('/a/b'), set('/a', 0), check('/a', 1), remove('/a/b'), remove('/a', 1))).toEqual([
      'create',
      'create',
      'setData',
      'check',
      'delete',
      'delete',
    ]);
  });

  it('gives two sequential creates consecutive numbers', () => {
    const body = prepare(multi(create('/n', 2), create('/n', 2)));
    expect(body).toMatchObject({ parts: [{ path: '/n0000000000' }, { path: '/n0000000001' }] });
  });

  it('stops checking at the first failure and leaves no trace in the view', () => {
    prepare(create('/a'));
    prepare(set('/a'));
    expect(slots(set('/a', 1), create('/a/n', 2), remove('/none'), create('/b'))).toEqual([
      'setData',
      'create',
      'NONODE',
      'RUNTIMEINCONSISTENCY',
    ]);
    expect(prepare(set('/a', 1))).toMatchObject({ version: 2 });
    expect(prepare(create('/a/n', 2))).toMatchObject({ path: '/a/n0000000000' });
    expect(outcome(create('/b'))).toBe('create');
  });

  it('that fails leaves a pending delete pending, even of a name that a sequential create took again', () => {
    prepare(create('/n0000000002'));
    prepare(create('/x'));
    settle();
    prepare(remove('/n0000000002'));
    expect(slots(create('/n', 2), remove('/none'))).toEqual(['create', 'NONODE']);
    expect(outcome(create('/n0000000002'))).toBe('create');
  });

  it('of no slots is a transaction of no slots', () => {
    expect(prepare(multi())).toEqual({ type: 'multi', parts: [] });
  });
});

describe('closing a session', () => {
  it('lists its applied ephemerals, less pending deletes, plus pending creates, sorted', () => {
    const eph = CreateFlag.EPHEMERAL;
    for (const path of ['/c', '/b', '/a']) prepare(create(path, eph));
    prepare(create('/other', eph), S2);
    settle();
    prepare(remove('/b'));
    prepare(create('/0', eph));
    prepare(create('/gone', eph));
    prepare(remove('/gone'));
    expect(prepare({ type: 'closeSession' })).toEqual({ type: 'closeSession', paths: ['/0', '/a', '/c'] });
    expect(prepare({ type: 'closeSession' }, S2)).toEqual({ type: 'closeSession', paths: ['/other'] });
  });

  it('makes its nodes disappear for the requests behind, though their parent counts them until it is applied', () => {
    prepare(create('/p'));
    prepare(create('/p/e', CreateFlag.EPHEMERAL));
    settle();
    prepare({ type: 'closeSession' });
    expect(outcome(set('/p/e'), S2)).toBe('NONODE');
    expect(outcome(remove('/p'), S2)).toBe('NOTEMPTY');
    settle();
    expect(outcome(remove('/p'), S2)).toBe('delete');
  });
});

describe('a subclass', () => {
  it('may leave the session check out', () => {
    class WithoutClosingCheck extends Prep {
      protected override checkSession(_context: PrepContext): ErrorCode {
        return ErrorCode.OK;
      }
    }
    prep = new WithoutClosingCheck(tree);
    expect(outcome(create('/a', CreateFlag.EPHEMERAL), S1, ErrorCode.SESSIONEXPIRED)).toBe('create');
  });
});
