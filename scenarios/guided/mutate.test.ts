import { describe, expect, test } from 'vitest';
import { caseSchema } from '../../sim/record/case-schema.ts';
import { newCase, type Case } from '../../sim/record/case.ts';
import type { Order } from '../../sim/search/strategy.ts';
import { explicitCase } from '../explicit.ts';
import { plannedFaults } from '../plan.ts';
import { checkCase, run } from '../run.ts';
import { version } from '../version.ts';
import { caseOfOrder } from './case-of-order.ts';
import { mutate } from './mutate.ts';

const fuzz = newCase(version, 'fuzz', '1');
const kinds = ['random', 'dense', 'pct', 'order'] as const;

function fresh(kind: Order['kind'], seed: number, base = fuzz): Case {
  return caseOfOrder(base, { seed: String(seed), kind, parent: null });
}

/** A parent, its mutant, that one's mutant, … */
function line(of: Case, generations: number, seed: number): Case[] {
  const all = [of];
  for (let i = 1; i <= generations; i++) all.push(mutate(all[i - 1] as Case, String(1000 * seed + i)));
  return all;
}

describe('a mutant', () => {
  test('is a case that can be read and run, whatever its parents were', () => {
    for (let seed = 1; seed <= 300; seed++) {
      const of = line(fresh(kinds[seed % 4] as Order['kind'], seed), 3, seed).at(-1) as Case;
      expect(caseSchema.parse(JSON.parse(JSON.stringify(of)))).toEqual(of);
      expect(() => checkCase(of)).not.toThrow();
    }
  });

  test('of a scenario whose faults are a named mix, or lines, or of a written plan is one as well', () => {
    const bases = [
      newCase(version, 'chaos', '1', { ops: 30, durationMs: 3000 }),
      newCase(version, 'leader-crash', '1'),
      newCase(version, 'steady', '1'),
      explicitCase(fresh('random', 5)),
    ];
    for (const base of bases) {
      for (let seed = 1; seed <= 20; seed++) {
        for (const of of line(fresh('dense', seed, base), 2, seed)) expect(() => checkCase(of)).not.toThrow();
      }
    }
  });

  test('depends on its parent and its seed alone', () => {
    for (let seed = 1; seed <= 50; seed++) {
      const parent = fresh('dense', seed);
      const before = JSON.stringify(parent);
      expect(mutate(parent, '77')).toEqual(mutate(JSON.parse(before) as Case, '77'));
      expect(JSON.stringify(parent)).toBe(before);
    }
  });

  test('differs from its parent before it is run, or in the times of all its messages', () => {
    for (let seed = 1; seed <= 100; seed++) {
      const parent = fresh('random', seed);
      expect(mutate(parent, String(seed + 5000))).not.toEqual(parent);
    }
  });

  test('stays small: a line of twenty says no more than its sites', () => {
    for (let seed = 1; seed <= 5; seed++) {
      const last = line(fresh('dense', seed), 20, seed).at(-1) as Case;
      expect(JSON.stringify(last).length).toBeLessThan(6000);
    }
  });

  test('written out is the same run', () => {
    for (let seed = 1; seed <= 6; seed++) {
      const of = mutate(fresh(kinds[seed % 4] as Order['kind'], seed), String(seed + 900));
      expect(run(explicitCase(of)).fingerprint).toBe(run(of).fingerprint);
    }
  });
});

describe('what is ordered', () => {
  test('as random is what the scenario draws', () => {
    expect(fresh('random', 8)).toEqual({ ...fuzz, seed: '8' });
  });

  test('as dense has many faults, of which the first are those of the random case', () => {
    let more = 0;
    for (let seed = 1; seed <= 40; seed++) {
      const few = plannedFaults(fresh('random', seed)).filter(({ id }) => id.startsWith('f'));
      const many = plannedFaults(fresh('dense', seed)).filter(({ id }) => id.startsWith('f'));
      expect(many.length).toBeGreaterThanOrEqual(12);
      expect(many.slice(0, few.length)).toEqual(few.slice(0, many.length));
      more += many.length > few.length ? 1 : 0;
    }
    expect(more).toBeGreaterThan(35);
  });

  test('as a mutant of a parent of another scenario is a dense case of its own', () => {
    const parent = newCase(version, 'chaos', '4');
    const of = caseOfOrder(fuzz, { seed: '9', kind: 'mutant', parent });
    expect(of).toEqual(fresh('dense', 9));
  });

  test('as order has no fault, and messages overtake each other otherwise than without priorities', () => {
    const of = fresh('order', 3);
    expect(plannedFaults(of)).toEqual([]);
    const { priorities: _none, ...plain } = of.options;
    expect(run(of).fingerprint).not.toBe(run({ ...of, options: plain }).fingerprint);
  });

  test('with priorities, under the quiet seed, is quiet', () => {
    const { priorities } = fresh('pct', 3).options;
    const quiet = newCase(version, 'fuzz', 'quiet');
    const level = priorities === undefined ? {} : { priorities: { ...priorities, changes: [] } };
    expect(run({ ...quiet, options: { ...level, seeds: { net: '5' } } }).fingerprint).toBe(run(quiet).fingerprint);
  });
});
