import { beforeEach, describe, expect, it } from 'vitest';
import { ErrorCode } from '../error-code.ts';
import { makeZxid } from '../ids.ts';
import { CreateFlag, OPEN_ACL, type Acl, type CreateOp, type MultiPart, type SetAclOp, type WriteOp } from '../op.ts';
import { CONTAINER_OWNER, ttlOwner } from '../store/owner.ts';
import type { PrepConfig } from './prep.ts';
import {
  S1,
  NOTHING_ALLOWED,
  EXTENDED,
  OLD,
  create,
  remove,
  set,
  setAcl,
  reap,
  as,
  check,
  multi,
  tree,
  prep,
  configured,
  prepare,
  settle,
  outcome,
  slots,
} from './prep.testkit.ts';

beforeEach(() => {
  configured();
});

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

describe('a null is come to when all before it is right', () => {
  const stumble = (at: 'path' | 'acl', op: CreateOp | SetAclOp, session: ErrorCode = ErrorCode.OK): string =>
    outcome({ type: 'undecodable', opCode: 1, takesZxid: true, stumbles: { at, op } }, S1, session);
  const nothing: readonly Acl[] = [];
  const bad: readonly Acl[] = [{ perms: 1, scheme: 'nobody', id: '' }];

  it.each<[string, 'path' | 'acl', CreateOp | SetAclOp, string]>([
    ['a null path', 'path', create(''), 'MARSHALLINGERROR'],
    ['behind flags nobody knows', 'path', create('', 77), 'BADARGUMENTS'],
    ['behind a time to live that does not fit', 'path', as('createTTL', '', 5, 0), 'BADARGUMENTS'],
    ['a null id in the list of a create', 'acl', { ...create('/x'), acl: nothing }, 'MARSHALLINGERROR'],
    ['behind a path without a slash', 'acl', { ...create('x'), acl: nothing }, 'BADARGUMENTS'],
    ['behind an entry that is refused', 'acl', { ...create('/x'), acl: bad }, 'INVALIDACL'],
    ['though the parent is missing', 'acl', { ...create('/no/x'), acl: OPEN_ACL }, 'MARSHALLINGERROR'],
    ['a null id in the list of a setACL', 'acl', setAcl('/a', OPEN_ACL), 'MARSHALLINGERROR'],
    ['behind a path that is none', 'acl', setAcl('/a/', nothing), 'BADARGUMENTS'],
  ])('%s', (_what, at, op, expected) => {
    configured(EXTENDED);
    expect(stumble(at, op)).toBe(expected);
  });

  it('as the session is looked at behind the flags, and before the path', () => {
    expect(stumble('path', create(''), ErrorCode.SESSIONEXPIRED)).toBe('SESSIONEXPIRED');
    expect(stumble('path', create('', 77), ErrorCode.SESSIONEXPIRED)).toBe('BADARGUMENTS');
    expect(stumble('acl', setAcl('', nothing), ErrorCode.SESSIONMOVED)).toBe('SESSIONMOVED');
  });

  it('and a time to live where none is allowed is told first', () => {
    expect(stumble('path', as('createTTL', '', 5, 9))).toBe('UNIMPLEMENTED');
  });
});
