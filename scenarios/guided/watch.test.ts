import { expect, test } from 'vitest';
import { newCase } from '../../sim/record/case.ts';
import { run } from '../run.ts';
import { version } from '../version.ts';
import { Margin } from './margin.ts';
import { runOrder } from './run-order.ts';
import type { Fact } from '../../protocol/facts.ts';

const base = newCase(version, 'fuzz', '1');

test('a watched run is the run nobody watches, and shows the same each time', () => {
  for (const seed of ['3', '4', '5']) {
    const order = { seed, kind: 'dense', parent: null } as const;
    const watched = runOrder(base, order, true);
    expect(runOrder(base, order, true).report).toEqual(watched.report);
    expect(watched.result.fingerprint).toBe(run(watched.of).fingerprint);
    expect(watched.report.behaviours.length).toBeGreaterThan(100);
    expect(watched.report.behaviours).toEqual([...new Set(watched.report.behaviours)].sort((a, b) => a - b));
    expect(watched.report.margin).not.toBeNull();
  }
});

test('a run nobody asks about tells no behaviours and no margin', () => {
  const { report } = runOrder(base, { seed: '3', kind: 'random', parent: null }, false);
  expect(report).toMatchObject({ of: null, behaviours: [], margin: null });
});

test('faults show behaviours that a run without them does not', () => {
  const calm = runOrder(base, { seed: '3', kind: 'order', parent: null }, true).report;
  const rough = runOrder(base, { seed: '3', kind: 'dense', parent: null }, true).report;
  const known = new Set(calm.behaviours);
  expect(rough.behaviours.filter((each) => !known.has(each)).length).toBeGreaterThan(50);
});

const fact = (given: object): Fact => given as Fact;

function ensemble(): Margin {
  const margin = new Margin(['1', '2', '3']);
  for (const name of ['1', '2', '3']) margin.onLifecycle(name, { change: 'started', incarnation: 1 });
  margin.onFact('1', fact({ type: 'role', state: 'LEADING', phase: 'DISCOVERY', epoch: 1, leader: 1 }));
  margin.onFact('1', fact({ type: 'established', epoch: 1, zxid: 0, quorum: [1, 2, 3] }));
  for (const name of ['2', '3']) {
    margin.onFact(name, fact({ type: 'role', state: 'FOLLOWING', phase: 'BROADCAST', epoch: 1, leader: 1 }));
  }
  return margin;
}

function commitHeldBy(margin: Margin, holders: readonly string[]): number {
  for (const name of holders) margin.onFact(name, fact({ type: 'synced', zxid: 5, group: 1 }));
  margin.onFact('1', fact({ type: 'committed', zxid: 5, acks: [] }));
  return margin.value;
}

test('the fewer disks hold a commit, the nearer it is to being erased', () => {
  const three = commitHeldBy(ensemble(), ['1', '2', '3']);
  const two = commitHeldBy(ensemble(), ['1', '2']);
  const one = commitHeldBy(ensemble(), ['1']);
  expect(two).toBeLessThan(three);
  expect(one).toBeLessThan(two);
});

test('a second server that begins to lead is nearer to two leaders, and in the same epoch nearest', () => {
  const alone = ensemble().value;
  const next = ensemble();
  next.onFact('2', fact({ type: 'role', state: 'LEADING', phase: 'BROADCAST', epoch: 2, leader: 2 }));
  const same = ensemble();
  same.onFact('2', fact({ type: 'role', state: 'LEADING', phase: 'BROADCAST', epoch: 1, leader: 2 }));
  expect(next.value).toBeLessThan(alone);
  expect(same.value).toBeLessThan(next.value);
});
