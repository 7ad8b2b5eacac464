import { describe, expect, test } from 'vitest';
import { standardParts, type Parts } from '../../protocol/parts.ts';
import { catalogue } from '../catalogue/index.ts';
import { newCase } from '../../sim/record/case.ts';
import { run } from '../run.ts';
import type { Scenario } from '../scenario.ts';
import { version } from '../version.ts';
import { bugs, findBug, scoredBugs } from './index.ts';

const names = Object.keys(standardParts) as (keyof Parts)[];

function changed(parts: Parts): (keyof Parts)[] {
  return names.filter((name) => parts[name] !== standardParts[name]);
}

const all = [...bugs.values()];

test('twenty bugs of ZooKeeper and twelve of the textbook make the score', () => {
  expect(scoredBugs.filter(({ kind }) => kind === 'historic')).toHaveLength(20);
  expect(scoredBugs.filter(({ kind }) => kind === 'textbook').map(({ id }) => id)).toEqual(
    Array.from({ length: 12 }, (_, at) => `G${at + 1}`),
  );
});

test('a bug is found by its id, its name and the name ZooKeeper gives it, in any case', () => {
  for (const { id, name } of all) {
    expect(findBug(id.toLowerCase())?.id).toBe(id);
    expect(findBug(name)?.id).toBe(id);
  }
  expect(findBug('ZOOKEEPER-4643')?.id).toBe('ZK-4643');
  expect(findBug('ZK-1')).toBeUndefined();
  expect(new Set(all.flatMap(({ id, name }) => (id === name ? [id] : [id, name]))).size).toBe(
    all.reduce((sum, { id, name }) => sum + (id === name ? 1 : 2), 0),
  );
});

describe.each(all)('$id', (bug) => {
  test('is the standard server with one other part', () => {
    expect(Object.keys(bug.parts).sort()).toEqual([...names].sort());
    expect(changed(bug.masked?.parts ?? bug.parts)).toHaveLength(1);
    if (bug.masked !== undefined) expect(changed(bug.parts).length).toBeLessThanOrEqual(2);
  });
});

describe.each(all.filter(({ masked }) => masked !== undefined))('$id without its pair', ({ masked }) => {
  test('changes nothing in any run: the defence behind it holds', () => {
    const fuzz = catalogue.get('fuzz') as Scenario;
    const parts = masked?.parts ?? standardParts;
    const registry = new Map([['fuzz', { ...fuzz, hooks: { parts } }]]);
    for (let seed = 1; seed <= 60; seed++) {
      const of = newCase(version, 'fuzz', String(seed), { observers: seed % 3 });
      expect(run(of, { registry }).fingerprint, `seed ${seed}`).toBe(run(of).fingerprint);
    }
  });
});
