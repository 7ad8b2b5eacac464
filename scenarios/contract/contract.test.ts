import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { epoch, serverId, type SessionId, type Zxid } from '../../protocol/ids.ts';
import type { UserOp } from '../../protocol/op.ts';
import {
  children,
  create,
  exists,
  get,
  judge,
  remove,
  RunMaker,
  set,
  violations,
  type Step,
} from './run-maker.testkit.ts';

import {
  passingRun,
  withReply,
  withFact,
  without,
  withResult,
  raised,
  swapReplies,
  insertAfter,
  isFact,
  foreign,
  mapTxns,
  recovered,
  recoveredAt,
} from './spoiled-runs.testkit.ts';

describe('the contract', () => {
  it('finds nothing in a run that keeps every promise, and has looked at every row', () => {
    const results = judge(passingRun());
    expect(results.filter((row) => row.verdict !== 'ok')).toEqual([]);
    const looked = results.filter((row) => /[1-9]\d* (checked|updates)/.test(row.detail)).map((row) => row.name);
    expect(looked.length).toBe(results.length);
  });

  it('finds nothing in random runs that keep every promise', () => {
    const path = fc.constantFrom('/a', '/a/x', '/b', '/b/y', '/c');
    const op: fc.Arbitrary<UserOp> = fc.oneof(
      path.map((p) => create(p)),
      path.map((p) => create(p, 1)),
      path.map((p) => create(`${p}/s-`, 2)),
      fc.tuple(path, fc.integer({ min: -1, max: 2 })).map(([p, version]) => remove(p, version)),
      fc.tuple(path, fc.integer({ min: -1, max: 2 })).map(([p, version]) => set(p, 'v', version)),
      fc.tuple(path, fc.boolean()).map(([p, watch]) => get(p, watch)),
      fc.tuple(path, fc.boolean()).map(([p, watch]) => exists(p, watch)),
      fc.tuple(path, fc.boolean()).map(([p, watch]) => children(p, watch)),
      fc.tuple(path, path).map(([p, q]): UserOp => ({ type: 'multi', parts: [create(p), set(q, 'm') as never] })),
      fc.constant<UserOp>({ type: 'sync', path: '/' }),
    );
    const step = fc.record({
      client: fc.constantFrom('c1', 'c2', 'c3'),
      op,
      silent: fc.integer({ min: 0, max: 9 }),
      elect: fc.integer({ min: 0, max: 30 }),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const run = new RunMaker();
        for (const [index, client] of ['c1', 'c2', 'c3'].entries()) run.connect(client, `0x${index + 1}`);
        for (const { client, op: what, silent, elect } of steps) {
          if (elect === 0) run.elect();
          const isRead = what.type === 'getData' || what.type === 'exists' || what.type === 'getChildren';
          run.ask(client, what, silent === 0 && !isRead);
        }
        run.expire('c2');
        run.ask('c1', get('/a'));
        expect(judge(run.steps).filter((row) => row.verdict !== 'ok')).toEqual([]);
      }),
      { numRuns: 300, seed: 20260723 },
    );
  });

  it.each<[string, string, () => Step[]]>([
    // replies
    [
      'a read with another value',
      'reads-consistent',
      () => withReply('getData', (o) => withResult(o, 'getData', (r) => ({ ...r, data: new Uint8Array([9]) }))),
    ],
    [
      'a read with another version in its Stat',
      'reads-consistent',
      () => withReply('getData', (o) => withResult(o, 'getData', (r) => ({ ...r, stat: { ...r.stat, version: 9 } }))),
    ],
    [
      'a read with another ctime',
      'reads-consistent',
      () => withReply('getData', (o) => withResult(o, 'getData', (r) => ({ ...r, stat: { ...r.stat, ctime: 1 } }))),
    ],
    [
      'a read that misses a child',
      'reads-consistent',
      () =>
        withReply('getChildren', (o) => withResult(o, 'getChildren', (r) => ({ ...r, children: r.children.slice(1) }))),
    ],
    [
      'a read of what is not committed',
      'reads-consistent',
      () => withReply('getData', (o) => ({ ...o, zxid: raised(o.zxid, 100) }), 1),
    ],
    [
      'a read that found nothing',
      'reads-consistent',
      () => withReply('getData', (o) => ({ ...o, err: -101, result: null })),
    ],
    [
      'a read behind its session',
      'session-order',
      () => withReply('getData', (o) => ({ ...o, zxid: raised(o.zxid, -1) }), 1),
    ],
    ['replies in another order than requests', 'session-order', swapReplies],
    [
      'a write acknowledged with the zxid of another',
      'updates-linearizable',
      () => withReply('setData', (o) => ({ ...o, zxid: raised(o.zxid, 1) })),
    ],
    [
      'a write acknowledged with a zxid shown before it was called',
      'updates-linearizable',
      () => withReply('setData', (o) => ({ ...o, zxid: raised(o.zxid, -1) })),
    ],
    [
      'a setData with a wrong version in its Stat',
      'updates-linearizable',
      () => withReply('setData', (o) => withResult(o, 'setData', (r) => ({ ...r, stat: { ...r.stat, version: 5 } }))),
    ],
    [
      'a sequential create with a wrong name',
      'updates-linearizable',
      () => withReply('create', (o) => withResult(o, 'create', (r) => ({ ...r, path: '/q/s-0000000007' })), 3),
    ],
    [
      'a delete of nothing that succeeded',
      'updates-linearizable',
      () => withReply('delete', (o) => ({ ...o, err: 0 })),
    ],
    [
      'a multi with a slot too few',
      'updates-linearizable',
      () => withReply('multi', (o) => withResult(o, 'multi', (r) => ({ ...r, results: r.results.slice(1) }))),
    ],
    [
      'a failed multi with another error',
      'updates-linearizable',
      () =>
        withReply(
          'multi',
          (o) =>
            withResult(o, 'multi', (r) => ({
              ...r,
              results: r.results.map(() => ({ type: 'error' as const, err: -103 as const })),
            })),
          1,
        ),
    ],
    // watches
    [
      'a lost watch event',
      'watches',
      () => without((step) => step.kind === 'event' && step.value.event === 'NodeDataChanged'),
    ],
    [
      'a lost NodeCreated',
      'watches',
      () => without((step) => step.kind === 'event' && step.value.event === 'NodeCreated'),
    ],
    [
      'a watch event of another type',
      'watches',
      () =>
        passingRun().map((step) =>
          step.kind === 'event' && step.value.event === 'NodeDataChanged'
            ? { ...step, value: { ...step.value, event: 'NodeDeleted' as const } }
            : step,
        ),
    ],
    [
      'a watch event told twice',
      'watches',
      () => passingRun().flatMap((step): Step[] => (step.kind === 'event' ? [step, step] : [step])),
    ],
    [
      'a watch event without a watch',
      'watches',
      () =>
        passingRun().flatMap((step): Step[] =>
          step.kind === 'event'
            ? [step, { ...step, client: 'c1', value: { ...step.value, session: '0x1' as SessionId } }]
            : [step],
        ),
    ],
    [
      'a watch event after the read that shows its change',
      'watches',
      () => {
        const steps = passingRun();
        const event = steps.findIndex((step) => step.kind === 'event');
        const reply = steps.findIndex((step, index) => index > event && step.kind === 'reply' && step.client === 'c2');
        const [moved] = steps.splice(event, 1) as [Step];
        steps.splice(reply, 0, moved);
        return steps;
      },
    ],
    [
      'a setWatches event for nothing missed',
      'watches',
      () =>
        passingRun().flatMap((step): Step[] =>
          step.kind === 'news' && step.value.resumed
            ? [
                step,
                {
                  kind: 'event',
                  client: 'c2',
                  value: { kind: 'event', session: '0x2' as SessionId, event: 'NodeDataChanged', path: '/q', zxid: -1 },
                },
              ]
            : [step],
        ),
    ],
    // sessions
    [
      'an expiry before the time-out',
      'sessions',
      () => withFact('sessionExpired', (fact) => ({ ...fact, atUs: fact.atUs - 2_000_000 })),
    ],
    ['a session closed by nobody', 'sessions', () => without((step) => isFact(step, 'sessionExpired'))],
    [
      'a closeSession that forgets an ephemeral',
      'sessions',
      () => mapTxns((txn) => (txn.body.type === 'closeSession' ? { ...txn, body: { ...txn.body, paths: [] } } : txn)),
    ],
    [
      'a client given a session that is not committed',
      'sessions',
      () =>
        passingRun().map((step) =>
          step.kind === 'news' && step.client === 'c2'
            ? { ...step, value: { ...step.value, session: '0x77' as SessionId } }
            : step,
        ),
    ],
    // unknown outcomes and phantoms
    [
      'a transaction nobody asked for',
      'updates-linearizable',
      () => mapTxns((txn) => (txn.body.type === 'setData' && txn.cxid === 8 ? { ...txn, cxid: 88 } : txn)),
    ],
    [
      'an update done twice',
      'updates-linearizable',
      () => mapTxns((txn) => (txn.session === '0x2' && txn.body.type === 'error' ? { ...txn, cxid: 3 } : txn)),
    ],
    // Zab
    [
      'two leaders in one epoch',
      'zab-one-leader-per-epoch',
      () =>
        insertAfter((step) => isFact(step, 'established'), {
          kind: 'fact',
          server: serverId(2),
          fact: { type: 'established', epoch: epoch(1), zxid: 0 as Zxid, quorum: [serverId(1), serverId(2)] },
        }),
    ],
    [
      'a second server that leads the epoch',
      'zab-one-leader-per-epoch',
      () =>
        insertAfter((step) => isFact(step, 'established'), {
          kind: 'fact',
          server: serverId(3),
          fact: { type: 'role', state: 'LEADING', phase: 'SYNCHRONIZATION', epoch: epoch(1), leader: serverId(3) },
        }),
    ],
    [
      'one zxid with two transactions',
      'zab-one-leader-per-epoch',
      () => withFact('logged', (fact) => ({ ...fact, txn: { ...fact.txn, digest: 1 } }), 1),
    ],
    ['a gap in proposals', 'zab-primary-order', () => withFact('proposed', () => null, 3)],
    [
      'a zxid proposed twice',
      'zab-primary-order',
      () => insertAfter((step) => isFact(step, 'committed'), ...foreign(4294967297, 5)),
    ],
    ['a commit left out', 'zab-primary-order', () => withFact('committed', () => null, 2)],
    [
      'a commit without a quorum',
      'zab-integrity',
      () => withFact('committed', (fact) => ({ ...fact, acks: [serverId(1)] }), 2),
    ],
    [
      'a commit that counts a server which did not acknowledge',
      'zab-integrity',
      () => without((step) => isFact(step, 'acked') && step.kind === 'fact' && step.server === 2),
    ],
    [
      'an establishment without a quorum',
      'zab-integrity',
      () => withFact('established', (fact) => ({ ...fact, quorum: [serverId(1)] })),
    ],
    [
      'an establishment that counts a server which did not acknowledge',
      'zab-integrity',
      () => withFact('newLeaderAcked', () => null),
    ],
    [
      'a new leader without a committed transaction',
      'zab-integrity',
      () => withFact('established', (fact) => ({ ...fact, zxid: raised(fact.zxid, -2) }), 1),
    ],
    [
      'a new leader from a history nobody proposed',
      'zab-integrity',
      () => withFact('established', (fact) => ({ ...fact, zxid: raised(fact.zxid, 2) }), 1),
    ],
    [
      'a delivery before the commit',
      'zab-integrity',
      () => {
        const steps = passingRun();
        const commit = steps.findIndex((step) => isFact(step, 'committed'));
        const [moved] = steps.splice(commit, 1) as [Step];
        steps.splice(commit + 1, 0, moved);
        return steps;
      },
    ],
    ['a delivery left out', 'zab-prefix', () => withFact('applied', () => null, 4)],
    ['a hole in a log', 'zab-prefix', () => withFact('logged', () => null, 4)],
    [
      'a committed transaction cut from a log',
      'zab-integrity',
      () =>
        insertAfter((step) => isFact(step, 'committed'), {
          kind: 'fact',
          server: serverId(1),
          fact: { type: 'truncated', zxid: 0 as Zxid, treeDigest: 7 },
        }),
    ],
    ['an acknowledgement before the sync', 'durable-before-told', () => withFact('synced', () => null, 4)],
    ['an epoch promised before it is durable', 'durable-before-told', () => withFact('acceptedEpoch', () => null, 1)],
    [
      'NEWLEADER acknowledged before the epoch is durable',
      'durable-before-told',
      () => withFact('currentEpoch', () => null, 1),
    ],
    [
      'a healed server without an acknowledged update',
      'durability',
      () =>
        passingRun().filter(
          (step) =>
            !(step.kind === 'fact' && step.server === 3 && 'txn' in step.fact && step.fact.txn.zxid > 4294967320),
        ),
    ],
    ['a recovery that lost what was durable', 'recovery', () => [...passingRun(), recovered(0)]],
    [
      'a recovery that lost its acceptedEpoch',
      'recovery',
      () => withFact('recovered', (fact) => fact).concat(recoveredAt(1)),
    ],
    [
      'trees that differ',
      'tree-digests',
      () => withFact('applied', (fact) => ({ ...fact, treeDigest: fact.treeDigest + 1 }), 5),
    ],
    // black box
    [
      'an answer no order explains',
      'linearizable-search',
      () => withReply('setData', (o) => withResult(o, 'setData', (r) => ({ ...r, stat: { ...r.stat, version: 5 } }))),
    ],
  ])('catches %s', (_name, row, spoil) => {
    expect(violations(judge(spoil()))).toContain(row);
  });

  it('catches an update without an answer that is done behind a later one of its session', () => {
    const run = new RunMaker();
    run.connect('c1', '0x1');
    run.ask('c1', create('/first'), true);
    run.ask('c1', create('/second'), true);
    expect(violations(judge(run.steps))).toEqual([]);
    // Both are asked for at once, and done in the other order.
    const second = run.steps.findLastIndex((step) => step.kind === 'request');
    const [request] = run.steps.splice(second, 1) as [Step];
    run.steps.splice(run.steps.findIndex((step) => step.kind === 'request') + 1, 0, request);
    const swapped = run.steps.map((step): Step => {
      if (step.kind !== 'fact' || !('txn' in step.fact)) return step;
      const { txn } = step.fact;
      if (txn.body.type !== 'create') return step;
      const other = txn.cxid === 1 ? { cxid: 2, path: '/second' } : { cxid: 1, path: '/first' };
      const body = { ...txn.body, path: other.path };
      return { ...step, fact: { ...step.fact, txn: { ...txn, cxid: other.cxid, body } } };
    });
    expect(violations(judge(swapped))).toEqual(['unknown-outcomes']);
  });

  it('searches for an order that is that of each session, too', () => {
    const set: UserOp = { type: 'setData', path: '/k', data: null, version: -1 };
    // Two updates asked for at once: by whom, and the versions they were answered.
    const isExplained = (clients: readonly ('c1' | 'c2')[], versions: readonly number[]): boolean => {
      const run = new RunMaker();
      run.connect('c1', '0x1');
      run.connect('c2', '0x2');
      run.ask('c1', create('/k'));
      run.together('c1', [set, set]);
      const asking = clients.values();
      const answered = clients.entries();
      const steps = run.steps.map((step): Step => {
        if (step.kind === 'request' && step.op === set) return { ...step, client: asking.next().value ?? 'c1' };
        if (step.kind !== 'reply' || step.value.kind !== 'answered') return step;
        const { result } = step.value;
        if (result?.type !== 'setData') return step;
        const [index, client] = answered.next().value ?? [0, 'c1'];
        const session = (client === 'c1' ? '0x1' : '0x2') as SessionId;
        const stat = { ...result.stat, version: versions[index] ?? 0 };
        return { ...step, client, value: { ...step.value, session, result: { ...result, stat } } };
      });
      return !violations(judge(steps)).includes('linearizable-search');
    };
    expect(isExplained(['c1', 'c1'], [1, 2])).toBe(true);
    expect(isExplained(['c1', 'c2'], [2, 1])).toBe(true);
    expect(isExplained(['c1', 'c1'], [2, 1])).toBe(false);
  });

  it('forgives a wiped disk once', () => {
    const wiped: Step = { kind: 'fault', fault: 'wipe', text: 'wipe 3' };
    expect(violations(judge([...passingRun(), wiped, recovered(0)]))).not.toContain('recovery');
  });

  it('tells a stale sync and counts it as a violation only where sync asks a quorum', () => {
    const stale = (): Step[] => {
      const run = new RunMaker();
      run.connect('c1', '0x1');
      run.connect('c2', '0x2');
      const before = run.zxid;
      run.ask('c1', create('/k'));
      run.ask('c2', { type: 'sync', path: '/' });
      return run.steps.map((step) =>
        step.kind === 'reply' && step.value.kind === 'answered' && step.value.result?.type === 'sync'
          ? { ...step, value: { ...step.value, zxid: before } }
          : step,
      );
    };
    const shipped = judge(stale());
    expect(violations(shipped)).toEqual([]);
    expect(shipped.find((row) => row.name === 'sync')?.detail).toContain('stale-sync 1 times');
    expect(violations(judge(stale(), { syncMode: 'quorum' }))).toEqual(['sync']);
  });

  it('is undecided about a run in which nothing was committed', () => {
    const row = judge([]).find(({ name }) => name === 'updates-linearizable');
    expect(row?.verdict).toBe('undecided');
  });
});
