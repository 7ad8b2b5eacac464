import { beforeEach, describe, expect, it } from 'vitest';
import { errorName, ErrorCode } from '../error-code.ts';
import { makeZxid, type SessionId } from '../ids.ts';
import { CreateFlag, OPEN_ACL, type Acl, type AuthId, type CreateOp, type MultiPart, type WriteOp } from '../op.ts';
import { encodeText } from '../std/text-bytes.ts';
import { DataTree } from '../store/data-tree.ts';
import { CONTAINER_OWNER, ttlOwner } from '../store/owner.ts';
import type { Txn, TxnBody } from '../txn.ts';
import { Prep, type PrepConfig, type PrepContext } from './prep.ts';

const S1 = '0x1' as SessionId;
const S2 = '0x2' as SessionId;
const NOTHING_ALLOWED: readonly Acl[] = [{ perms: 0, scheme: 'world', id: 'anyone' }];

const EXTENDED: PrepConfig = { compat: '3.9', extendedTypesEnabled: true, enforceQuota: false };
const OLD: PrepConfig = { ...EXTENDED, compat: '3.8' };
const ANN: AuthId = { scheme: 'digest', id: 'ann:1' };

function create(path: string, flags: number = CreateFlag.PERSISTENT, acl: readonly Acl[] = OPEN_ACL): CreateOp {
  return { type: 'create', path, data: null, acl, flags };
}
function remove(path: string, version = -1) {
  return { type: 'delete', path, version } as const;
}
function set(path: string, version = -1) {
  return { type: 'setData', path, data: null, version } as const;
}
function setAcl(path: string, acl: readonly Acl[] | null = OPEN_ACL, version = -1) {
  return { type: 'setACL', path, acl, version } as const;
}
function reap(path: string) {
  return { type: 'deleteContainer', path } as const;
}
/** A create under another op code. */
function as(type: CreateOp['type'], path: string, flags: number = CreateFlag.PERSISTENT, ttlMs = -1): CreateOp {
  return type === 'createTTL' ? { ...create(path, flags), type, ttlMs } : { ...create(path, flags), type };
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

/** Begins anew, with another configuration. */
function configured(config?: PrepConfig): void {
  tree = new DataTree();
  prep = new Prep(tree, config);
  counter = 0;
  waiting = [];
}

beforeEach(() => {
  configured();
});

/** Prepares a request and leaves its transaction in the pipeline. */
function prepare(
  op: WriteOp,
  session = S1,
  sessionError: ErrorCode = ErrorCode.OK,
  auth: readonly AuthId[] = [],
): TxnBody {
  const txn = prep.prepare({ session, cxid: 1, op, auth }, makeZxid(1, ++counter), 5000, sessionError);
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
function outcome(op: WriteOp, session = S1, sessionError: ErrorCode = ErrorCode.OK, auth: AuthId[] = []): string {
  const body = prepare(op, session, sessionError, auth);
  return body.type === 'error' ? errorName(body.err) : body.type;
}

function slots(...parts: MultiPart[]): string[] {
  const body = prepare(multi(...parts));
  if (body.type === 'error') return [errorName(body.err)];
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
    prepare(as('createContainer', '/box'));
    prepare(as('createContainer', '/full'));
    prepare(create('/full/kid'));
  });

  const gone = ErrorCode.SESSIONEXPIRED;
  const rows: readonly (readonly [string, WriteOp, ErrorCode, string])[] = [
    ['create with unknown flags before the session', create('/a', 9), gone, 'BADARGUMENTS'],
    ['create with a time to live where there are none', create('/a', 5), gone, 'UNIMPLEMENTED'],
    ['createTTL where there are none, before its time', as('createTTL', '/x', 5, 0), gone, 'UNIMPLEMENTED'],
    ['createTTL of a node without one, before the session', as('createTTL', '/x', 0, 5), gone, 'BADARGUMENTS'],
    ['create2 of what exists', as('create2', '/a'), 0, 'NODEEXISTS'],
    ['createContainer under an ephemeral', as('createContainer', '/eph/x', 4), 0, 'NOCHILDRENFOREPHEMERALS'],
    ['create under a container', create('/box/x'), 0, 'create'],
    ['create with null for an ACL', { ...create('/x'), acl: null }, 0, 'INVALIDACL'],
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
    ['setACL of an expired session', setAcl('bad'), gone, 'SESSIONEXPIRED'],
    ['setACL of a malformed path before the ACL', setAcl('/a/', []), 0, 'BADARGUMENTS'],
    ['setACL with a bad ACL before the node', setAcl('/x', []), 0, 'INVALIDACL'],
    ['setACL with null for an ACL', setAcl('/a', null), 0, 'INVALIDACL'],
    ['setACL of a missing node', setAcl('/x', OPEN_ACL, 7), 0, 'NONODE'],
    ['setACL where the node forbids it, before the version', setAcl('/locked', OPEN_ACL, 7), 0, 'NOAUTH'],
    ['setACL with a wrong version', setAcl('/a', OPEN_ACL, 1), 0, 'BADVERSION'],
    ['setACL with the right version', setAcl('/a', OPEN_ACL, 0), 0, 'setACL'],
    ['setACL of the configuration', setAcl('/zookeeper/config', OPEN_ACL), 0, 'NOAUTH'],
    ['setACL of the root', setAcl('/', OPEN_ACL, 0), 0, 'setACL'],
    ['deleteContainer of nobody', reap('/box'), gone, 'deleteContainer'],
    ['deleteContainer of the root', reap('/'), 0, 'BADARGUMENTS'],
    ['deleteContainer without a slash', reap('box'), 0, 'BADARGUMENTS'],
    ['deleteContainer with NUL', reap('/box\u0000'), 0, 'BADARGUMENTS'],
    ['deleteContainer of a missing node', reap('/none'), 0, 'NONODE'],
    ['deleteContainer with children', reap('/full'), 0, 'NOTEMPTY'],
    ['deleteContainer of an ephemeral', reap('/eph'), 0, 'BADVERSION'],
    ['deleteContainer of a plain node, whatever its ACL', reap('/locked'), 0, 'deleteContainer'],
    [
      'reconfig',
      { type: 'reconfig', joining: null, leaving: null, newMembers: null, fromConfig: -1 },
      gone,
      'RECONFIGDISABLED',
    ],
    ['a multi that cannot be decoded', { type: 'undecodable', opCode: 14 }, gone, 'MARSHALLINGERROR'],
    ['a multi with a null ACL, as a whole', multi({ ...create('/x'), acl: null }), 0, 'MARSHALLINGERROR'],
    ['a multi with a time to live nobody gave', multi(create('/x', 5)), 0, 'MARSHALLINGERROR'],
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

describe('the kind of node', () => {
  beforeEach(() => {
    configured(EXTENDED);
  });

  it.each<[CreateOp, object]>([
    [create('/x', 4), { type: 'create', ephemeral: false }],
    [as('create2', '/x', 1), { type: 'create2', ephemeral: true }],
    [as('createContainer', '/x', 0), { type: 'createContainer', ephemeral: false }],
    [as('createContainer', '/x', 1), { type: 'createContainer', ephemeral: false }],
    [as('createContainer', '/x', 2), { type: 'createContainer', path: '/x0000000001' }],
    [as('createTTL', '/x', 5, 5000), { type: 'createTTL', ephemeral: false, ttlMs: 5000 }],
    [as('createTTL', '/x', 6, 1099511627775), { type: 'createTTL', path: '/x0000000001', ttlMs: 1099511627775 }],
    [as('createTTL', '/x', 6, 1099511627776), { type: 'error', err: ErrorCode.BADARGUMENTS }],
    [as('createTTL', '/x', 5, 0), { type: 'error', err: ErrorCode.BADARGUMENTS }],
    [as('createTTL', '/x', 5, -1), { type: 'error', err: ErrorCode.BADARGUMENTS }],
    [as('createTTL', '/x', 1, 0), { type: 'error', err: ErrorCode.BADARGUMENTS }],
    [create('/x', 5), { type: 'error', err: ErrorCode.BADARGUMENTS }],
    [create('/x', 7), { type: 'error', err: ErrorCode.BADARGUMENTS }],
    [create('/x', -1), { type: 'error', err: ErrorCode.BADARGUMENTS }],
  ])('%j is decided by the op code', (op, body) => {
    prepare(create('/before'));
    expect(prepare(op)).toMatchObject(body);
  });

  it('that ZooKeeper dies of is refused when nothing else is', () => {
    prepare(create('/a'));
    expect(outcome(as('createTTL', '/a', 0, -1))).toBe('NODEEXISTS');
    expect(outcome(as('createTTL', '/x', 0, -1))).toBe('SYSTEMERROR');
    expect(outcome(as('createTTL', '/x', 0, -1), S1, ErrorCode.SESSIONEXPIRED)).toBe('SESSIONEXPIRED');
    expect(outcome(create('/x'))).toBe('create');
  });

  it('goes by the flags while it is pending, and by the op code afterwards', () => {
    prepare(as('createContainer', '/x', 1));
    expect(outcome(create('/x/kid'))).toBe('NOCHILDRENFOREPHEMERALS');
    settle();
    expect(tree.node('/x')?.ephemeralOwner).toBe(CONTAINER_OWNER);
    expect(outcome(create('/x/kid'))).toBe('create');
    prepare(as('createTTL', '/t', 5, 77));
    expect(outcome(create('/t/kid'))).toBe('create');
    settle();
    expect(tree.node('/t')?.ephemeralOwner).toBe(ttlOwner(77));
    expect(outcome(reap('/t'))).toBe('NOTEMPTY');
  });
});

describe('a create in a multi is what Op.Create makes of it', () => {
  const seen = (config: PrepConfig, ...parts: MultiPart[]) => {
    configured(config);
    return slots(...parts);
  };

  it.each<[CreateOp, string, string]>([
    [create('/x', 0), 'create', 'create'],
    [create('/x', 4), 'createContainer', 'createContainer'],
    [as('create2', '/x', 0), 'create2', 'create'],
    [as('create2', '/x', 4), 'createContainer', 'createContainer'],
    [as('createContainer', '/x', 0), 'createContainer', 'create'],
    [as('createTTL', '/x', 5, 9), 'createTTL', 'createTTL'],
    [as('createTTL', '/x', 0, 9), 'create', 'create'],
    [as('createTTL', '/x', 4, 9), 'createContainer', 'createContainer'],
    [as('createTTL', '/x', 77, 9), 'BADARGUMENTS', 'BADARGUMENTS'],
    [create('/x', 5), 'MARSHALLINGERROR', 'MARSHALLINGERROR'],
    [create('/x', 77), 'MARSHALLINGERROR', 'BADARGUMENTS'],
    [{ ...create('/x'), acl: null }, 'MARSHALLINGERROR', 'INVALIDACL'],
    [{ ...as('createTTL', '/x', 5, 9), acl: null }, 'INVALIDACL', 'INVALIDACL'],
  ])('%j: %s, in 3.8 %s', (op, now, before) => {
    expect([seen(EXTENDED, op), seen(OLD, op)]).toEqual([[now], [before]]);
  });

  it('and in 3.8 nobody looks at it behind a failure', () => {
    expect(seen(OLD, remove('/none'), create('/x', 5))).toEqual(['NONODE', 'RUNTIMEINCONSISTENCY']);
    expect(seen(EXTENDED, remove('/none'), create('/x', 5))).toEqual(['MARSHALLINGERROR']);
  });

  it('one that ends the multi leaves nothing of the slots before it', () => {
    expect(seen(OLD, create('/y'), create('/x', 5))).toEqual(['MARSHALLINGERROR']);
    expect(outcome(create('/y'))).toBe('create');
  });
});

describe('what cannot be decoded takes a zxid in 3.8', () => {
  it.each([
    [1, 'MARSHALLINGERROR'],
    [2, 'SESSIONEXPIRED'],
    [5, 'SESSIONEXPIRED'],
    [7, 'SESSIONEXPIRED'],
    [14, 'MARSHALLINGERROR'],
    [15, 'MARSHALLINGERROR'],
    [19, 'MARSHALLINGERROR'],
    [21, 'MARSHALLINGERROR'],
  ])('op code %i of an expired session: %s', (opCode, expected) => {
    configured(OLD);
    expect(outcome({ type: 'undecodable', opCode }, S1, ErrorCode.SESSIONEXPIRED)).toBe(expected);
    expect(outcome({ type: 'undecodable', opCode })).toBe('MARSHALLINGERROR');
  });
});

describe('an ACL', () => {
  const annOnly: readonly Acl[] = [{ perms: 31, scheme: 'auth', id: '' }];

  it('of scheme auth is written down as who asks', () => {
    expect(outcome(create('/a', 0, annOnly))).toBe('INVALIDACL');
    const granted = [{ perms: 31, scheme: 'digest', id: 'ann:1' }];
    expect(prepare(create('/a', 0, annOnly), S1, 0, [ANN])).toMatchObject({ acl: granted });
    expect(outcome(create('/a/b'))).toBe('NOAUTH');
    expect(outcome(create('/a/b'), S1, 0, [ANN])).toBe('create');
    expect(outcome(create('/a/c'), S2, 0, [{ scheme: 'super', id: '' }])).toBe('create');
    expect(prepare(setAcl('/a', annOnly), S1, 0, [ANN])).toMatchObject({ acl: granted, version: 1 });
  });

  it('may name IPv6 addresses, but not in 3.8', () => {
    const ipv6 = create('/a', 0, [{ perms: 31, scheme: 'ip', id: '::1' }]);
    expect(outcome(ipv6)).toBe('create');
    configured(OLD);
    expect(outcome(ipv6)).toBe('INVALIDACL');
  });

  it('that is pending does not count yet, nor while a later record of the path is pending', () => {
    prepare(create('/a'));
    settle();
    const version = prepare(setAcl('/a', NOTHING_ALLOWED));
    expect(version).toMatchObject({ version: 1 });
    expect(prepare(setAcl('/a', NOTHING_ALLOWED, 1))).toMatchObject({ version: 2 });
    expect(outcome(set('/a'))).toBe('setData');
    tree.apply(waiting[0] as Txn);
    prep.applied(makeZxid(1, 2));
    expect(outcome(set('/a'))).toBe('setData');
    settle();
    expect(outcome(set('/a'))).toBe('NOAUTH');
  });

  it('of the root that is pending is not seen by its records as a parent', () => {
    prepare(setAcl('/', NOTHING_ALLOWED));
    expect(outcome(create('/a'))).toBe('create');
    expect(prepare(setAcl('/', OPEN_ACL, 1))).toMatchObject({ version: 2 });
    settle();
    expect(outcome(create('/b'))).toBe('create');
  });
});

describe('a quota', () => {
  const quota = (limits: string, config: PrepConfig = { ...EXTENDED, enforceQuota: true }) => {
    configured(config);
    for (const path of ['/a', '/a/b', '/zookeeper/quota/a']) prepare(create(path));
    const holding = (path: string, text: string) => ({ ...create(path), data: encodeText(text) });
    prepare(holding('/zookeeper/quota/a/zookeeper_limits', limits));
    prepare(holding('/zookeeper/quota/a/zookeeper_stats', ''));
    settle();
  };
  const write = (path: string, bytes: number, version = -1) => ({ ...set(path, version), data: new Uint8Array(bytes) });

  it('with a hard limit refuses what would go beyond it, and that before the version', () => {
    quota('countHardLimit=3;byteHardLimit=10');
    expect(outcome(write('/a', 11, 7))).toBe('QUOTAEXCEEDED');
    expect(outcome(write('/a', 10, 7))).toBe('BADVERSION');
    expect(outcome(create('/a/b'))).toBe('NODEEXISTS');
    expect(outcome(create('/a/c'))).toBe('create');
    expect(outcome(create('/c'))).toBe('create');
  });

  it('looks at what is applied, and at the pending data of the node alone', () => {
    quota('countHardLimit=3;byteHardLimit=10');
    expect([outcome(create('/a/c')), outcome(create('/a/d'))]).toEqual(['create', 'create']);
    expect([outcome(write('/a', 10)), outcome(write('/a', 11)), outcome(write('/a/b', 10))]).toEqual([
      'setData',
      'setData',
      'setData',
    ]);
    settle();
    expect([outcome(create('/a/e')), outcome(write('/a', 12))]).toEqual(['QUOTAEXCEEDED', 'QUOTAEXCEEDED']);
    expect(slots(create('/c'), create('/a/e'))).toEqual(['create', 'QUOTAEXCEEDED']);
  });

  it('whose limits are no numbers refuses the request as a whole', () => {
    quota('countHardLimit=x');
    expect(outcome(create('/a/c'))).toBe('MARSHALLINGERROR');
    expect(slots(create('/c'), create('/a/c'))).toEqual(['MARSHALLINGERROR']);
  });

  it('is not enforced unless that is asked for', () => {
    quota('countHardLimit=0', EXTENDED);
    expect(outcome(create('/a/c'))).toBe('create');
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
