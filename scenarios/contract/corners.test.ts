import { describe, expect, it } from 'vitest';
import { ErrorCode } from '../../protocol/error-code.ts';
import type { Fact } from '../../protocol/facts.ts';
import { serverId, type SessionId, type Zxid } from '../../protocol/ids.ts';
import { OPEN_ACL, type MultiPart, type UserOp } from '../../protocol/op.ts';
import { aclNamed, authOf } from '../workloads/identities.ts';
import {
  children,
  create,
  createWith,
  exists,
  get,
  judge,
  remove,
  RunMaker,
  set,
  setAcl,
  standing,
  violations,
  type Step,
} from './run-maker.testkit.ts';
import type { Answered } from './spoiled-runs.testkit.ts';

function begin(): RunMaker {
  const run = new RunMaker();
  run.connect('c1', '0x1');
  run.connect('c2', '0x2');
  return run;
}

/** Access control lists, who proves what, and who is refused. */
function accessRun(): Step[] {
  const run = begin();
  run.ask('c1', authOf('alice'));
  run.ask('c1', createWith(aclNamed('creator'), '/p'));
  run.ask('c2', get('/p'));
  run.ask('c2', create('/p/no'));
  run.ask('c1', get('/p', true));
  run.ask('c1', setAcl('/p', aclNamed('shared')));
  run.ask('c1', set('/p', 'mine'));
  run.ask('c2', { type: 'getACL', path: '/p' });
  run.ask('c1', { type: 'getACL', path: '/p' });
  run.ask('c2', { type: 'whoAmI' });
  run.ask('c1', { type: 'whoAmI' });
  run.ask('c2', create('/open'));
  run.together('c2', [setAcl('/open', aclNamed('locked')), create('/open/x'), set('/open', 'late')]);
  run.ask('c2', set('/open', 'refused'));
  run.ask('c2', createWith(aclNamed('empty'), '/none/x'));
  return run.steps;
}

/** Nodes that go by themselves, and a quota. */
function reapedRun(): Step[] {
  const run = begin();
  run.ask('c1', { ...create('/k', 4), type: 'createContainer' });
  run.ask('c2', exists('/k', true));
  run.ask('c1', create('/k/m'));
  run.ask('c1', remove('/k/m'));
  run.reap('/k');
  run.ask('c1', { ...create('/t', 5), type: 'createTTL', ttlMs: 500 });
  run.wait(600);
  run.reap('/t');
  run.ask('c2', get('/t'));
  run.ask('c1', { ...create('/l', 4), type: 'createContainer' });
  run.ask('c1', create('/l/m'));
  run.ask('c1', create('/u', 0, 'abc'));
  run.ask('c1', create('/zookeeper/quota/u'));
  run.ask('c1', create('/zookeeper/quota/u/zookeeper_limits', 0, 'count=-1,bytes=-1=;countHardLimit=2'));
  run.ask('c1', create('/zookeeper/quota/u/zookeeper_stats'));
  run.ask('c1', create('/u/a'));
  run.ask('c1', create('/u/b'));
  run.ask('c2', get('/zookeeper/quota/u/zookeeper_stats'));
  return run.steps;
}

/** Watches that stay. */
function watchedRun(): Step[] {
  const run = begin();
  run.ask('c2', standing('/', true));
  run.ask('c1', standing('/w'));
  run.ask('c1', create('/w'));
  run.ask('c1', get('/w', true));
  run.ask('c2', set('/w', 'one'));
  run.ask('c2', set('/w', 'two'));
  run.ask('c2', create('/w/x', 1));
  run.ask('c1', { type: 'checkWatches', path: '/w', watcherType: 4 });
  run.ask('c1', { type: 'checkWatches', path: '/w', watcherType: 5 });
  run.ask('c1', { type: 'removeWatches', path: '/w', watcherType: 3 });
  run.ask('c1', { type: 'checkWatches', path: '/w', watcherType: 3 });
  run.ask('c2', set('/w', 'three'));
  run.ask('c1', get('/w'));
  run.ask('c2', { type: 'getEphemerals', prefix: '/w' });
  run.ask('c2', { type: 'getAllChildrenNumber', path: '/' });
  run.ask('c1', { ...children('/w'), type: 'getChildren2' } as UserOp);
  run.ask('c1', {
    type: 'multiRead',
    parts: [
      { type: 'getData', path: '/w', watch: false },
      { type: 'getChildren', path: '/none', watch: false },
    ],
  });
  return run.steps;
}

/** One reply changed: the n-th (from 0) to an operation of that type. */
function withReply(steps: Step[], type: UserOp['type'], change: (outcome: Answered) => Answered, nth = 0): Step[] {
  const asked = new Map<string, UserOp>();
  let seen = 0;
  return steps.map((step) => {
    if (step.kind === 'request') asked.set(`${step.client} ${step.id}`, step.op);
    if (step.kind !== 'reply' || step.value.kind !== 'answered') return step;
    if (asked.get(`${step.client} ${step.id}`)?.type !== type || seen++ !== nth) return step;
    return { ...step, value: change(step.value) };
  });
}

/** Without the n-th event that matches. */
function withoutEvent(steps: Step[], matches: (step: Extract<Step, { kind: 'event' }>) => boolean): Step[] {
  const at = steps.findIndex((step) => step.kind === 'event' && matches(step));
  expect(at).toBeGreaterThan(0);
  return steps.filter((_, index) => index !== at);
}

/** A leader looks in the middle of a multi of these parts, which it applies behind a container that had no child before. */
function lookedWithin(parts: readonly MultiPart[]): Step[] {
  const run = begin();
  run.ask('c1', { ...create('/k', 4), type: 'createContainer' });
  run.ask('c1', { type: 'multi', parts });
  const applied = run.steps.findLastIndex(
    (step) => step.kind === 'fact' && step.server === serverId(1) && step.fact.type === 'applied',
  );
  const found: Fact = { type: 'unusedNode', path: '/k', wallMs: 2_000_000 };
  return [
    ...run.steps.slice(0, applied),
    { kind: 'fact', server: serverId(1), fact: found },
    ...run.steps.slice(applied),
  ];
}

function withUnused(change: (fact: Extract<Fact, { type: 'unusedNode' }>) => Fact | null, nth = 0): Step[] {
  let seen = 0;
  return reapedRun().flatMap((step) => {
    if (step.kind !== 'fact' || step.fact.type !== 'unusedNode' || seen++ !== nth) return [step];
    const fact = change(step.fact);
    return fact === null ? [] : [{ ...step, fact }];
  });
}

/** The transactions behind the together of accessRun, with that body instead of what the create came to. */
function refusedWhilePending(): Step[] {
  const err = ErrorCode.NOAUTH;
  const refused = accessRun().map((step): Step => {
    if (step.kind !== 'fact' || !('txn' in step.fact)) return step;
    const { txn } = step.fact;
    if (!('path' in txn.body) || txn.body.path !== '/open/x') return step;
    return { ...step, fact: { ...step.fact, txn: { ...txn, body: { type: 'error', err } } } };
  });
  return withReply(refused, 'create', (o) => ({ ...o, err, result: null }), 3);
}

const ALLOWED = { err: ErrorCode.OK } as const;

describe('the contract of access, reaping and standing watches', () => {
  it.each<[string, () => Step[]]>([
    ['access', accessRun],
    ['reaping and quotas', reapedRun],
    ['standing watches', watchedRun],
  ])('finds nothing in a run of %s that keeps every promise', (_title, run) => {
    expect(judge(run()).filter(({ verdict }) => verdict !== 'ok')).toEqual([]);
  });

  it('takes a node for unused that was so between two parts of a multi', () => {
    const steps = lookedWithin([create('/k/m'), { type: 'delete', path: '/k/m', version: -1 }, create('/k/n')]);
    expect(violations(judge(steps))).toEqual([]);
  });

  it.each<[string, string, () => Step[]]>([
    // access
    [
      'a read of what may not be read',
      'reads-consistent',
      () => withReply(accessRun(), 'getData', (o) => ({ ...o, ...ALLOWED })),
    ],
    [
      'a write that may not be',
      'updates-linearizable',
      () => withReply(accessRun(), 'create', (o) => ({ ...o, ...ALLOWED }), 1),
    ],
    ['a write refused by a list that is still pending', 'updates-linearizable', refusedWhilePending],
    [
      'digests shown to who may not administer',
      'reads-consistent',
      () =>
        withReply(accessRun(), 'getACL', (o) =>
          o.result?.type === 'getACL' ? { ...o, result: { ...o.result, acl: aclNamed('shared') } } : o,
        ),
    ],
    [
      'a list that was not set',
      'reads-consistent',
      () =>
        withReply(
          accessRun(),
          'getACL',
          (o) => (o.result?.type === 'getACL' ? { ...o, result: { ...o.result, acl: OPEN_ACL } } : o),
          1,
        ),
    ],
    [
      'somebody taken for another',
      'reads-consistent',
      () =>
        withReply(accessRun(), 'whoAmI', (o) => ({
          ...o,
          result: { type: 'whoAmI', ids: [{ scheme: 'digest', id: 'alice' }] },
        })),
    ],
    [
      'an auth answered by the tree',
      'reads-consistent',
      () => withReply(accessRun(), 'auth', (o) => ({ ...o, zxid: 1 as Zxid })),
    ],
    [
      'an aversion that does not rise',
      'updates-linearizable',
      () =>
        withReply(accessRun(), 'setACL', (o) =>
          o.result?.type === 'setACL' ? { ...o, result: { ...o.result, stat: { ...o.result.stat, aversion: 0 } } } : o,
        ),
    ],
    // reaping
    ['a node reaped that no leader found unused', 'updates-linearizable', () => withUnused(() => null)],
    [
      'a node whose time to live is not over',
      'updates-linearizable',
      () => withUnused((fact) => ({ ...fact, wallMs: fact.wallMs - 300 }), 1),
    ],
    [
      'a container found unused that has a child',
      'updates-linearizable',
      () => [
        ...reapedRun(),
        { kind: 'fact', server: serverId(1), fact: { type: 'unusedNode', path: '/l', wallMs: 2_000_000 } },
      ],
    ],
    [
      'a container found unused that never had a child, within a multi about others',
      'updates-linearizable',
      () => lookedWithin([create('/m'), create('/m/n')]),
    ],
    [
      'a plain node found unused',
      'updates-linearizable',
      () => [
        ...reapedRun(),
        { kind: 'fact', server: serverId(1), fact: { type: 'unusedNode', path: '/u', wallMs: 2_000_000 } },
      ],
    ],
    [
      'the lost event of a reaped node',
      'watches',
      () => withoutEvent(reapedRun(), ({ value }) => value.event === 'NodeDeleted'),
    ],
    [
      'a quota that lets more in',
      'updates-linearizable',
      () => withReply(reapedRun(), 'create', (o) => ({ ...o, ...ALLOWED }), 7),
    ],
    [
      'a quota that counts otherwise',
      'reads-consistent',
      () =>
        withReply(
          reapedRun(),
          'getData',
          (o) => (o.result?.type === 'getData' ? { ...o, result: { ...o.result, data: new Uint8Array(3) } } : o),
          1,
        ),
    ],
    // watches
    [
      'a persistent watch that is used up',
      'watches',
      () =>
        withoutEvent(
          withoutEvent(watchedRun(), ({ client, value }) => client === 'c1' && value.event === 'NodeChildrenChanged'),
          ({ value }) => value.event === 'NodeCreated',
        ),
    ],
    [
      'a recursive watch that misses what is below',
      'watches',
      () => withoutEvent(watchedRun(), ({ client, value }) => client === 'c2' && value.path === '/w/x'),
    ],
    [
      'an event behind the removal of its watch',
      'watches',
      () => {
        const steps = watchedRun();
        const three = steps.findLastIndex((step) => step.kind === 'event' && step.client === 'c2');
        const told = steps[three] as Extract<Step, { kind: 'event' }>;
        const again = { ...told, client: 'c1', value: { ...told.value, session: '0x1' as SessionId } };
        return [...steps.slice(0, three), again, ...steps.slice(three)];
      },
    ],
    [
      'checkWatches that finds nothing',
      'watches',
      () => withReply(watchedRun(), 'checkWatches', (o) => ({ ...o, err: ErrorCode.NOWATCHER })),
    ],
    [
      'checkWatches that finds what was removed',
      'watches',
      () => withReply(watchedRun(), 'checkWatches', (o) => ({ ...o, ...ALLOWED }), 2),
    ],
    [
      'removeWatches that finds nothing',
      'watches',
      () => withReply(watchedRun(), 'removeWatches', (o) => ({ ...o, err: ErrorCode.NOWATCHER })),
    ],
    // reads
    [
      'an ephemeral that is not told',
      'reads-consistent',
      () => withReply(watchedRun(), 'getEphemerals', (o) => ({ ...o, result: { type: 'getEphemerals', paths: [] } })),
    ],
    [
      'a wrong number of nodes',
      'reads-consistent',
      () =>
        withReply(watchedRun(), 'getAllChildrenNumber', (o) => ({
          ...o,
          result: { type: 'getAllChildrenNumber', total: 3 },
        })),
    ],
    [
      'a part of a multiRead that fails with the others',
      'reads-consistent',
      () =>
        withReply(watchedRun(), 'multiRead', (o) => ({
          ...o,
          result: {
            type: 'multiRead',
            results: [
              { type: 'error', err: ErrorCode.RUNTIMEINCONSISTENCY },
              { type: 'error', err: ErrorCode.NONODE },
            ],
          },
        })),
    ],
  ])('catches %s', (_name, row, spoil) => {
    expect(violations(judge(spoil()))).toContain(row);
  });
});

describe('an event of what its client may not read', () => {
  function hidden(): RunMaker {
    const run = begin();
    run.ask('c1', authOf('alice'));
    run.ask('c1', createWith(aclNamed('shared'), '/p'));
    run.ask('c2', get('/p', true));
    run.ask('c1', setAcl('/p', aclNamed('alice')));
    run.ask('c1', set('/p', 'secret'));
    run.ask('c2', get('/'));
    return run;
  }

  it('is not told, and not missed', () => {
    const { steps } = hidden();
    expect(steps.filter(({ kind }) => kind === 'event')).toEqual([]);
    expect(violations(judge(steps))).toEqual([]);
  });

  it('is a finding when it is told', () => {
    const { steps, zxid } = hidden();
    const at = steps.findLastIndex(({ kind }) => kind === 'request');
    const session = '0x2' as SessionId;
    const value = { kind: 'event', session, event: 'NodeDataChanged', path: '/p', zxid } as const;
    steps.splice(at, 0, { kind: 'event', client: 'c2', value });
    expect(violations(judge(steps))).toEqual(['watches']);
  });

  it('leaves a watch at the client, which may take others with it when it comes back', () => {
    const run = begin();
    run.ask('c2', exists('/p', true));
    run.ask('c1', authOf('alice'));
    run.ask('c1', createWith(aclNamed('alice'), '/p'));
    run.ask('c1', setAcl('/p', OPEN_ACL));
    run.ask('c2', get('/p', true));
    run.reconnect('c2');
    const session = '0x2' as SessionId;
    run.steps.push({
      kind: 'event',
      client: 'c2',
      value: { kind: 'event', session, event: 'NodeCreated', path: '/p', zxid: -1 },
    });
    run.ask('c1', set('/p', 'not heard'));
    run.ask('c2', get('/p'));
    const last = run.steps.findLastIndex(({ kind }) => kind === 'event');
    expect(violations(judge(run.steps.filter((_, index) => index !== last)))).toEqual([]);
  });

  it('may be told or not while its client proves who it is', () => {
    const run = begin();
    run.ask('c1', createWith(aclNamed('shared'), '/p'));
    run.ask('c2', get('/p', true));
    run.ask('c2', authOf('alice'));
    run.ask('c2', setAcl('/p', aclNamed('alice')));
    run.ask('c2', set('/p', 'seen'));
    expect(violations(judge(run.steps))).toEqual([]);
    expect(violations(judge(run.steps.filter(({ kind }) => kind !== 'event')))).toEqual([]);
  });
});

describe('a standing watch whose client was away', () => {
  function away(connectedAgain: boolean): Step[] {
    const run = begin();
    run.ask('c1', create('/w'));
    run.ask('c2', standing('/w'));
    const lost = run.steps.length;
    if (connectedAgain) run.news('c2', 'disconnected', false);
    run.ask('c1', set('/w', 'unseen'));
    if (connectedAgain) run.news('c2', 'connected', true);
    run.ask('c2', get('/'));
    run.ask('c1', set('/w', 'seen'));
    run.ask('c2', get('/'));
    const first = run.steps.findIndex(({ kind }, index) => index > lost && kind === 'event');
    return run.steps.filter((_, index) => index !== first);
  }

  it('is not told of what it missed', () => {
    expect(violations(judge(away(true)))).toEqual([]);
  });

  it('is a finding when nobody was away', () => {
    expect(violations(judge(away(false)))).toEqual(['watches']);
  });

  it('hears again of what comes later', () => {
    const steps = away(true);
    const last = steps.findLastIndex(({ kind }) => kind === 'event');
    expect(violations(judge(steps.filter((_, index) => index !== last)))).toEqual(['watches']);
  });
});
