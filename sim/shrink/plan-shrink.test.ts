import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Plan } from '../record/plan.ts';
import { shrinkPlan } from './plan-shrink.ts';

/** Operations are told apart by their times, faults by their ids. */
function plan(operations: readonly number[], faults: readonly number[]): Plan {
  return {
    operations: operations.map((atUs) => ({ client: 'c1', atUs, op: { type: 'sync', path: '/' } })),
    faults: faults.map((at) => ({ id: `f${at}`, line: `at ${at}ms: heal` })),
  };
}

function names(of: Plan): string[] {
  return [...of.operations.map(({ atUs }) => `o${atUs}`), ...of.faults.map(({ id }) => id)];
}

const upTo = (count: number): number[] => Array.from({ length: count }, (_, at) => at);

describe('a plan that fails', () => {
  test('is left with what the failure needs, in its order', () => {
    const needs = ['o3', 'o17', 'f5'];
    const holds = (some: Plan): boolean => needs.every((name) => names(some).includes(name));
    const shrunk = shrinkPlan(plan(upTo(40), upTo(12)), holds, { attempts: 1000 });
    expect(names(shrunk.plan)).toEqual(needs);
    expect(shrunk.minimal).toBe(true);
  });

  test('is empty when it needs nothing', () => {
    const shrunk = shrinkPlan(plan(upTo(9), upTo(3)), () => true, { attempts: 100 });
    expect(names(shrunk.plan)).toEqual([]);
    expect(shrunk.attempts).toBe(2);
  });

  test('stays what it is when nothing may go', () => {
    const whole = plan(upTo(4), upTo(2));
    const holds = (some: Plan): boolean => names(some).length === 6;
    expect(shrinkPlan(whole, holds, { attempts: 100 }).plan).toEqual(whole);
  });

  test('still fails, and says so, when the attempts end too early', () => {
    const holds = (some: Plan): boolean => names(some).includes('o30');
    const shrunk = shrinkPlan(plan(upTo(40), upTo(12)), holds, { attempts: 5 });
    expect(shrunk).toMatchObject({ attempts: 5, minimal: false });
    expect(holds(shrunk.plan)).toBe(true);
  });

  test('of any need, is left with nothing that could go alone', () => {
    const subset = fc.subarray(names(plan(upTo(12), upTo(6))));
    fc.assert(
      fc.property(subset, subset, (all, alternative) => {
        const holds = (some: Plan): boolean =>
          [all, alternative].some((needs) => needs.every((name) => names(some).includes(name)));
        const { plan: least } = shrinkPlan(plan(upTo(12), upTo(6)), holds, { attempts: 10_000 });
        for (const name of names(least)) {
          const without: Plan = {
            operations: least.operations.filter(({ atUs }) => `o${atUs}` !== name),
            faults: least.faults.filter(({ id }) => id !== name),
          };
          expect(holds(without)).toBe(false);
        }
      }),
    );
  });
});
