import { beforeEach, describe, expect, it } from 'vitest';
import { ErrorCode } from '../error-code.ts';
import { makeZxid } from '../ids.ts';
import { CreateFlag, OPEN_ACL, type Acl } from '../op.ts';
import { encodeText } from '../std/text-bytes.ts';
import type { Txn } from '../txn.ts';
import { Prep, type PrepConfig, type PrepContext } from './prep.ts';
import {
  S1,
  S2,
  NOTHING_ALLOWED,
  EXTENDED,
  OLD,
  ANN,
  create,
  remove,
  set,
  setAcl,
  check,
  multi,
  tree,
  prep,
  waiting,
  configured,
  replacePrep,
  prepare,
  settle,
  outcome,
  slots,
} from './prep.testkit.ts';

beforeEach(() => {
  configured();
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
    replacePrep(new WithoutClosingCheck(tree));
    expect(outcome(create('/a', CreateFlag.EPHEMERAL), S1, ErrorCode.SESSIONEXPIRED)).toBe('create');
  });
});
