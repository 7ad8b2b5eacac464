import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { PlanOp } from '../../sim/record/plan.ts';
import { isCorner } from './corners.ts';
import { hotPaths, type OperationDice } from './draws.ts';
import { drawOperation, preparation } from './mixed.ts';
import { operationKinds, workloadOptions, workloads } from './mix.ts';
import { beginUs, shareOf } from './pacing.ts';
import { ContentHash } from '../../protocol/std/hash.ts';

/** Dice keyed by text alone. */
class HashDice implements OperationDice {
  private readonly key: string;
  private readonly hash = new ContentHash();
  constructor(key: string) {
    this.key = key;
  }
  below(part: number, bound: number): number {
    return this.hash.begin().text(this.key).number(part).end() % bound;
  }
}

const mixed = workloadOptions('mixed', {});

function draws(client: string, count: number): PlanOp[] {
  return Array.from({ length: count }, (_, n) => drawOperation(mixed, client, n, new HashDice(`${client}/${n}`)));
}

describe('the generator', () => {
  test('draws every kind of operation about as often as its weight says', () => {
    const count = 20_000;
    const seen = new Map<string, number>();
    for (const op of draws('c1', count)) seen.set(op.type, (seen.get(op.type) ?? 0) + 1);
    let total = 0;
    for (const kind of operationKinds) total += mixed[kind];
    const share = (weight: number): number => (count * weight) / total;
    const creates = mixed.create + mixed.createEphemeral + mixed.createSequential + mixed.createEphemeralSequential;
    expect(seen.get('create')).toBeGreaterThan(share(creates) * 0.9);
    expect(seen.get('create')).toBeLessThan(share(creates + mixed.useContainer + mixed.useQuota) * 1.1);
    for (const type of ['multi', 'exists', 'getData', 'getChildren', 'getChildren2', 'sync'] as const) {
      expect(seen.get(type)).toBeGreaterThan(share(mixed[type]) * 0.8);
      expect(seen.get(type)).toBeLessThan(share(mixed[type] + 3) * 1.2);
    }
    expect(seen.get('closeSession')).toBeGreaterThan(share(mixed.closeSession) * 0.5);
    const rare = [
      'create2',
      'createContainer',
      'createTTL',
      'setACL',
      'getACL',
      'auth',
      'whoAmI',
      'multiRead',
    ] as const;
    const rarer = ['getAllChildrenNumber', 'getEphemerals', 'addWatch', 'removeWatches', 'checkWatches', 'reconfig'];
    for (const type of [...rare, ...rarer]) expect(seen.get(type) ?? 0, type).toBeGreaterThan(share(1) * 0.5);
  });

  test('gives most of its operations to what everybody uses, and those do not hang on the others', () => {
    const corners = operationKinds.filter(isCorner);
    const without = workloadOptions('mixed', Object.fromEntries(corners.map((kind) => [kind, 0])));
    let same = 0;
    for (let n = 0; n < 1000; n++) {
      const plain = drawOperation(without, 'c1', n, new HashDice(`c1/${n}`));
      const drawn = drawOperation(mixed, 'c1', n, new HashDice(`c1/${n}`));
      if (JSON.stringify(plain) === JSON.stringify(drawn)) same++;
    }
    expect(same).toBeGreaterThan(750);
  });

  test('has every kind in it when every draw is quiet', () => {
    const seen = new Set(Array.from({ length: 300 }, (_, n) => drawOperation(mixed, 'c1', n, { below: () => 0 }).type));
    for (const type of ['multi', 'closeSession', 'setACL', 'auth', 'addWatch', 'removeWatches', 'multiRead'] as const)
      expect(seen, type).toContain(type);
  });

  test('draws an operation from its own address alone', () => {
    fc.assert(
      fc.property(fc.nat(1000), fc.nat(1000), (n, other) => {
        const alone = drawOperation(mixed, 'c2', n, new HashDice(`c2/${n}`));
        drawOperation(mixed, 'c2', other, new HashDice(`c2/${other}`));
        expect(drawOperation(mixed, 'c2', n, new HashDice(`c2/${n}`))).toEqual(alone);
      }),
      { seed: 1 },
    );
  });

  test('writes different data with each operation, the parts of a multi included', () => {
    const written = new Set<string>();
    let writes = 0;
    for (const op of [...draws('c1', 2000), ...draws('c2', 2000)]) {
      for (const part of op.type === 'multi' ? op.parts : [op]) {
        if (!('data' in part) || part.path.startsWith('/zookeeper/') || part.path === '/u') continue;
        writes++;
        written.add(String(part.data));
      }
    }
    expect(written.size).toBe(writes);
  });

  test('keeps to at most eight hot paths', () => {
    expect(hotPaths.length).toBe(8);
    const corners = operationKinds.filter(isCorner);
    const few = workloadOptions('mixed', { paths: 2, ...Object.fromEntries(corners.map((kind) => [kind, 0])) });
    for (let n = 0; n < 500; n++) {
      const op = drawOperation(few, 'c1', n, new HashDice(String(n)));
      if ('path' in op && !op.path.startsWith('/q')) expect(hotPaths.slice(0, 2)).toContain(op.path);
    }
  });

  test('has the first client make what others work on, at first and again behind the faults', () => {
    const fuzz = workloadOptions('fuzz', { preparedPaths: 2, afterOps: 3 });
    const made = [0, 1, 6, 7, 8, 9].filter((n) => preparation(fuzz, 'c1', n, 10) !== null);
    expect(made).toEqual([0, 7]);
    expect(preparation(fuzz, 'c2', 0, 10)).toBeNull();
    expect(preparation(mixed, 'c1', 0, 10)).toBeNull();
    const first = preparation(fuzz, 'c1', 0, 10);
    expect(first?.type === 'multi' && first.parts.map((part) => part.path)).toEqual(['/a', '/a/x', '/q']);
  });

  test.each([
    ['access', ['/p', '/p/x']],
    ['containers', ['/k']],
    [
      'quotas',
      ['/u', '/zookeeper/quota/u', '/zookeeper/quota/u/zookeeper_limits', '/zookeeper/quota/u/zookeeper_stats'],
    ],
    ['storm', []],
  ])('has it make the corner that workload %s is about', (name, nodes) => {
    const made = preparation(workloadOptions(name, { preparedPaths: 1 }), 'c1', 0, 10);
    expect(made?.type === 'multi' && made.parts.map((part) => part.path)).toEqual(['/a', '/q', ...nodes]);
  });

  test('refuses workloads and options it does not know, with a sentence', () => {
    expect(() => workloadOptions('mxied', {})).toThrow('there is no workload "mxied"');
    expect(() => workloadOptions('mixed', { setDta: 3 })).toThrow('has no option "setDta"');
    expect(() => workloadOptions('mixed', { setData: -1 })).toThrow('whole number');
    expect(() => workloadOptions('none', { ops: 5 })).toThrow('gives no operation any weight');
    for (const name of Object.keys(workloads)) expect(workloadOptions(name, {}).paths).toBeGreaterThan(0);
  });
});

describe('pacing', () => {
  test('leaves operations for the time behind the faults, if the workload says so', () => {
    const pacing = { fromUs: 0, untilUs: 1_000_000, afterUs: 300_000 };
    const fuzz = workloadOptions('fuzz', { burstPercent: 99, afterOps: 2 });
    for (let n = 0; n < 10; n++) {
      const at = beginUs(pacing, fuzz, n, 10, 0, new HashDice(String(n)));
      if (n < 8) expect(at).toBeLessThan(1_000_000);
      if (n === 8) expect(at).toBeGreaterThanOrEqual(1_000_000);
      expect(at).toBeLessThan(1_300_000);
    }
  });

  test('shares all operations out', () => {
    fc.assert(
      fc.property(fc.nat(1000), fc.integer({ min: 1, max: 9 }), (ops, clients) => {
        let sum = 0;
        for (let i = 0; i < clients; i++) sum += shareOf(ops, clients, i);
        expect(sum).toBe(ops);
      }),
      { seed: 1 },
    );
  });

  test('never goes back, stays inside its time and uses all of it', () => {
    const pacing = { fromUs: 1_000_000, untilUs: 30_000_000, afterUs: 0 };
    let previous = pacing.fromUs;
    const quarters = [0, 0, 0, 0];
    for (let n = 0; n < 400; n++) {
      const at = beginUs(pacing, mixed, n, 400, previous, new HashDice(String(n)));
      expect(at).toBeGreaterThanOrEqual(previous);
      expect(at).toBeLessThan(pacing.untilUs);
      const quarter = Math.floor((4 * (at - pacing.fromUs)) / (pacing.untilUs - pacing.fromUs));
      quarters[quarter] = (quarters[quarter] ?? 0) + 1;
      previous = at;
    }
    for (const count of quarters) expect(count).toBeGreaterThan(80);
  });
});
