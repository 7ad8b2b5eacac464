import { beforeEach, describe, expect, it } from 'vitest';
import { ErrorCode } from '../../protocol/error-code.ts';
import type { SessionId, Zxid } from '../../protocol/ids.ts';
import type { UserOp, WriteOp } from '../../protocol/op.ts';
import { create, remove, set } from './run-maker.testkit.ts';
import { ZnodeModel } from './znode-model.ts';

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
