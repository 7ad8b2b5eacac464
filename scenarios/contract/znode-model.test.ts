import { beforeEach, describe, expect, it } from 'vitest';
import { ErrorCode } from '../../protocol/error-code.ts';
import type { SessionId, Zxid } from '../../protocol/ids.ts';
import { OPEN_ACL, type AuthId, type MultiPart, type UserOp, type WriteOp } from '../../protocol/op.ts';
import { encodeText } from '../../protocol/std/text-bytes.ts';
import { create, createWith, remove, set, setAcl } from './run-maker.testkit.ts';
import { PLAIN_RULES, ZnodeModel } from './znode-model.ts';

const A = '0xa' as SessionId;
const B = '0xb' as SessionId;
let model: ZnodeModel;
let next: number;

function write(op: UserOp, session: SessionId = A): ReturnType<ZnodeModel['write']> {
  next++;
  return model.write(op as WriteOp, session, next as Zxid, next * 10);
}

beforeEach(() => {
  model = new ZnodeModel();
  next = 0;
  model.write({ type: 'createSession', timeoutMs: 1000 }, A, 0 as Zxid, 0);
});

describe('the reference tree', () => {
  it('begins as ZooKeeper does: client cversions -1 and -2', () => {
    const stat = (path: string): unknown => model.read({ type: 'exists', path, watch: false }).result;
    expect(stat('/')).toMatchObject({ stat: { cversion: -1, numChildren: 1 } });
    expect(stat('/zookeeper')).toMatchObject({ stat: { cversion: -2, numChildren: 2 } });
  });

  it.each<[string, UserOp, keyof typeof ErrorCode]>([
    ['a create under a missing parent', create('/no/b//c'), 'NONODE'],
    ['a bad path under a parent that is there', create('/p/'), 'BADARGUMENTS'],
    ['a create of what is there', create('/p'), 'NODEEXISTS'],
    ['a child of an ephemeral', create('/e/x'), 'NOCHILDRENFOREPHEMERALS'],
    ['an unknown flag', create('/x', 7), 'BADARGUMENTS'],
    ['an empty ACL before a missing parent', { ...create('/no/x'), acl: [] }, 'INVALIDACL'],
    ['a time to live where there are none', { ...create('/t', 5), type: 'createTTL', ttlMs: 5 }, 'UNIMPLEMENTED'],
    ['a time to live of a node that has none', { ...create('/t'), type: 'createTTL', ttlMs: 5 }, 'BADARGUMENTS'],
    ['a setACL without a list before a missing node', setAcl('/none', []), 'INVALIDACL'],
    ['a setACL of a missing node', setAcl('/none', OPEN_ACL), 'NONODE'],
    ['a setACL with a wrong version', setAcl('/p', OPEN_ACL, 3), 'BADVERSION'],
    ["a setACL of ZooKeeper's configuration", setAcl('/zookeeper/config', OPEN_ACL), 'NOAUTH'],
    [
      'a reconfiguration',
      { type: 'reconfig', joining: null, leaving: '3', newMembers: null, fromConfig: -1 },
      'RECONFIGDISABLED',
    ],
    ['a delete of the root', remove('/'), 'BADARGUMENTS'],
    ['a delete of a path with a slash at its end', remove('/p/'), 'NONODE'],
    ['a wrong version before children', remove('/p', 9), 'BADVERSION'],
    ['a delete with children', remove('/p'), 'NOTEMPTY'],
    ['a setData with a wrong version', set('/p', '', 3), 'BADVERSION'],
    ["a setData of ZooKeeper's configuration", set('/zookeeper/config', ''), 'NOAUTH'],
  ])('refuses %s', (_title, op, err) => {
    write(create('/p'));
    write(create('/p/c'));
    write(create('/e', 1));
    expect(write(op).err).toBe(ErrorCode[err]);
  });

  it('names sequential nodes by all creates there ever were, which deletes do not take back', () => {
    write(create('/q'));
    expect(write(create('/q/s-', 2)).result).toMatchObject({ path: '/q/s-0000000000' });
    write(create('/q/plain'));
    write(remove('/q/plain'));
    expect(write(create('/q/', 2)).result).toMatchObject({ path: '/q/0000000002' });
    expect(model.read({ type: 'exists', path: '/q', watch: false }).result).toMatchObject({
      stat: { cversion: 4, numChildren: 2 },
    });
  });

  it('leaves nothing of a failed multi, and reports 0 before the failure and -2 after it', () => {
    write(create('/q'));
    const parts = [create('/q/s-', 2), remove('/none'), create('/z')];
    const failed = write({ type: 'multi', parts: parts as never });
    expect(failed).toMatchObject({
      err: 0,
      triggers: [],
      result: { results: [{ err: 0 }, { err: -101 }, { err: -2 }] },
    });
    expect(write(create('/q/s-', 2)).result).toMatchObject({ path: '/q/s-0000000000' });
    expect(model.nodes.has('/z')).toBe(false);
  });

  it('closes a session with its ephemerals, and refuses all of it afterwards', () => {
    model.write({ type: 'createSession', timeoutMs: 1000 }, B, 0 as Zxid, 0);
    write(create('/a', 1), A);
    write(create('/b', 1), B);
    expect(write({ type: 'closeSession' }, A).body).toEqual({ type: 'closeSession', paths: ['/a'] });
    expect([model.nodes.has('/a'), model.nodes.has('/b')]).toEqual([false, true]);
    expect(write(create('/c'), A).err).toBe(ErrorCode.SESSIONEXPIRED);
  });

  it('keeps the ephemerals of a session through a failed multi', () => {
    write(create('/a', 1));
    write({ type: 'multi', parts: [remove('/a'), remove('/none')] as never });
    expect(model.ephemeralsOf(A)).toEqual(['/a']);
  });
});

const ALICE: AuthId = { scheme: 'digest', id: 'alice:one' };
const ALICE_ONLY = [{ perms: 31, ...ALICE }];
const TTL = { ...create('/t', 5), type: 'createTTL', ttlMs: 500 } as const;

describe('the reference tree and who may do what', () => {
  it('checks the parent of what is made and deleted, and the node of what is written', () => {
    write(createWith(ALICE_ONLY, '/p'));
    write(create('/open'));
    const may = (op: UserOp, ids: readonly AuthId[]): number => {
      next++;
      return model.write(op as WriteOp, A, next as Zxid, next, { ids }).err;
    };
    for (const op of [create('/p/x'), set('/p', 'v'), setAcl('/p', OPEN_ACL), remove('/p/none')]) {
      expect(may(op, [])).toBe(ErrorCode.NOAUTH);
    }
    expect(may(create('/p/x'), [ALICE])).toBe(ErrorCode.OK);
    expect(may(remove('/p/x'), [])).toBe(ErrorCode.NOAUTH);
    expect(may(set('/p/x', 'v'), [])).toBe(ErrorCode.OK);
    expect(model.read({ type: 'getChildren2', path: '/p', watch: false }).err).toBe(ErrorCode.NOAUTH);
    expect(model.read({ type: 'getACL', path: '/p' }, { ids: [ALICE] }).result).toMatchObject({ acl: ALICE_ONLY });
  });

  it('checks writes behind a pending setACL against the list before it, and their copies too', () => {
    write(create('/p'));
    const at = (op: UserOp, zxid: number, applied: number): number => {
      return model.write(op as WriteOp, A, zxid as Zxid, zxid, { applied: applied as Zxid }).err;
    };
    expect(at(setAcl('/p', ALICE_ONLY), 10, 9)).toBe(ErrorCode.OK);
    expect(at(set('/p', 'pending'), 11, 9)).toBe(ErrorCode.OK);
    expect(at(create('/p/x'), 12, 11)).toBe(ErrorCode.NOAUTH);
    expect(at(setAcl('/p/none', OPEN_ACL), 13, 11)).toBe(ErrorCode.NONODE);
    expect(model.read({ type: 'getData', path: '/p', watch: false }).err).toBe(ErrorCode.NOAUTH);
  });

  it('holds to the record a write copied until that one is applied', () => {
    write(create('/p'));
    const at = (op: UserOp, zxid: number, applied: number): number => {
      return model.write(op as WriteOp, A, zxid as Zxid, zxid, { applied: applied as Zxid }).err;
    };
    at(setAcl('/p', ALICE_ONLY), 10, 9);
    at(create('/p/x'), 11, 9);
    expect(at(create('/p/y'), 12, 10)).toBe(ErrorCode.OK);
    const failed = { type: 'multi', parts: [create('/p/z'), remove('/none')] as MultiPart[] } as const;
    at(failed, 13, 11);
    expect(at(create('/p/z'), 14, 12)).toBe(ErrorCode.NOAUTH);
  });
});

describe('nodes that go by themselves', () => {
  beforeEach(() => {
    model = new ZnodeModel({ ...PLAIN_RULES, extendedTypes: true, enforceQuota: true });
    model.write({ type: 'createSession', timeoutMs: 1000 }, A, 0 as Zxid, 0);
  });

  const reap = (path: string): ReturnType<ZnodeModel['write']> => {
    next++;
    return model.write({ type: 'deleteContainer', path }, '0x0' as SessionId, next as Zxid, next);
  };

  it('show no owner, and are deleted when nobody is in them', () => {
    expect(write({ ...create('/k', 4), type: 'createContainer' }).result).toMatchObject({
      type: 'create2',
      stat: { ephemeralOwner: '0x0' },
    });
    write(create('/k/m'));
    expect(reap('/k').err).toBe(ErrorCode.NOTEMPTY);
    write(remove('/k/m'));
    expect(reap('/k')).toMatchObject({ err: 0, body: { type: 'deleteContainer', path: '/k' } });
    expect(reap('/k').err).toBe(ErrorCode.NONODE);
    write(create('/e', 1));
    expect(reap('/e').err).toBe(ErrorCode.BADVERSION);
  });

  it('have the time to live they were made with, which has its bounds', () => {
    expect(write(TTL)).toMatchObject({ err: 0, body: { ttlMs: 500, ephemeral: false } });
    expect(model.nodes.get('/t')?.ttlMs).toBe(500);
    expect(write({ ...TTL, path: '/u', ttlMs: 0 }).err).toBe(ErrorCode.BADARGUMENTS);
    expect(write({ ...TTL, path: '/u', ttlMs: 1_099_511_627_776 }).err).toBe(ErrorCode.BADARGUMENTS);
  });

  it('are made in a multi by flags, and stay what they are called, or were not before 3.9', () => {
    const multi = (op: UserOp): unknown => write({ type: 'multi', parts: [op as MultiPart] }).body;
    expect(multi(create('/k', 4))).toMatchObject({ parts: [{ type: 'createContainer' }] });
    expect(multi({ ...create('/c'), type: 'create2' })).toMatchObject({ parts: [{ type: 'create2' }] });
    expect(multi({ ...create('/d'), type: 'createTTL', ttlMs: 5 })).toMatchObject({ parts: [{ type: 'create' }] });
    expect(multi(create('/e', 5))).toMatchObject({ err: ErrorCode.MARSHALLINGERROR });
    expect(multi({ ...TTL, flags: 9 })).toMatchObject({ parts: [{ type: 'error', err: ErrorCode.BADARGUMENTS }] });
    model = new ZnodeModel({ ...PLAIN_RULES, multisKeepOpCodes: false });
    model.write({ type: 'createSession', timeoutMs: 1000 }, A, 0 as Zxid, 0);
    expect(multi({ ...create('/c'), type: 'create2' })).toMatchObject({ parts: [{ type: 'create' }] });
    expect(multi(create('/c', 9))).toMatchObject({ parts: [{ type: 'error', err: ErrorCode.BADARGUMENTS }] });
  });

  it('make no container by a flag alone', () => {
    write(create('/k', 4));
    expect(model.nodes.get('/k')?.container).toBe(false);
  });
});

describe('quotas of the reference tree', () => {
  const limits = '/zookeeper/quota/u/zookeeper_limits';
  const stats = '/zookeeper/quota/u/zookeeper_stats';
  const usage = (): string => String.fromCharCode(...(model.nodes.get(stats)?.data ?? []));

  beforeEach(() => {
    model = new ZnodeModel({ ...PLAIN_RULES, extendedTypes: true, enforceQuota: true });
    model.write({ type: 'createSession', timeoutMs: 1000 }, A, 0 as Zxid, 0);
    write({ ...create('/u'), data: encodeText('abc') });
    write(create('/zookeeper/quota/u'));
    write(create(limits, 0, 'count=-1,bytes=-1=;byteHardLimit=10;countHardLimit=3'));
    write(create(stats, 0, 'count=7,bytes=7'));
  });

  it('begin with what is there, and follow what comes and goes', () => {
    expect(usage()).toBe('count=1,bytes=3');
    write(create('/u/a', 0, 'xy'));
    expect(usage()).toBe('count=2,bytes=5');
    write(set('/u/a', 'wxyz'));
    expect(usage()).toBe('count=2,bytes=7');
    write(remove('/u/a'));
    expect(usage()).toBe('count=1,bytes=3');
    const failed = { type: 'multi', parts: [create('/u/b'), remove('/none')] as MultiPart[] } as const;
    write(failed);
    expect(usage()).toBe('count=1,bytes=3');
  });

  it('refuse what goes beyond a hard limit, before a wrong version', () => {
    write(create('/u/a'));
    write(create('/u/b'));
    expect(write(create('/u/c')).err).toBe(ErrorCode.QUOTAEXCEEDED);
    expect(write(set('/u/a', '12345678', 77)).err).toBe(ErrorCode.QUOTAEXCEEDED);
    expect(write(set('/u/a', '1234567')).err).toBe(ErrorCode.OK);
    write(remove(limits));
    expect(write(create('/u/c')).err).toBe(ErrorCode.OK);
  });

  it('know of pending changes only when the leader has applied them', () => {
    const applied = next as Zxid;
    for (const name of ['a', 'b', 'c', 'd']) {
      next++;
      expect(model.write(create(`/u/${name}`), A, next as Zxid, next, { applied }).err).toBe(ErrorCode.OK);
    }
    expect(write(create('/u/e')).err).toBe(ErrorCode.QUOTAEXCEEDED);
  });
});
