import { describe, expect, test } from 'vitest';
import type { Plain } from '../protocol/process.ts';
import type { Check } from '../sim/check/check.ts';
import type { CheckResult } from '../sim/check/verdict.ts';
import { newCase, type Case } from '../sim/record/case.ts';
import type { RunResult } from '../sim/record/run-result.ts';
import { GuardedProperty } from './own-code.ts';
import { drawPlan, firstOperations } from './plan.ts';
import { run } from './run.ts';
import { defineScenario, type Scenario, type ScenarioHooks } from './scenario.ts';
import { version } from './version.ts';

const end = { atUs: 3_000_000, event: 852, reason: 'time' };
const good = { name: 'mine', verdict: 'ok', detail: '', finding: null };
const finding = { signature: 'mine: seen', message: 'It was seen.', atUs: 7, event: 3 };

function saying(results: () => unknown): Check {
  return { name: 'mine', results: results as Check['results'] };
}

describe('what a property of a module says', () => {
  test('is taken as it is when it is rows', () => {
    const rows = [
      good,
      { ...good, verdict: 'violation', finding },
      { ...good, verdict: 'undecided', detail: 'Too few.' },
    ];
    expect(new GuardedProperty(saying(() => rows)).results(end)).toBe(rows);
    expect(new GuardedProperty(saying(() => [])).results(end)).toEqual([]);
  });

  test.each([
    ['its results are no list', () => 5],
    ['a result is no object', () => [good, null]],
    ['a result has no name', () => [{ ...good, name: '' }]],
    ['a result has the verdict "fine", and not one of ok, violation, ', () => [good, { ...good, verdict: 'fine' }]],
    ['a result has the verdict "toString", and not one of ok, ', () => [{ ...good, verdict: 'toString' }]],
    ['a result has no text as detail', () => [{ ...good, detail: 3 }]],
    ['a result has a finding that is neither null nor ', () => [{ ...good, finding: undefined }]],
    ['a result has a finding that is neither null nor ', () => [{ ...good, finding: { ...finding, event: '3' } }]],
    [
      'Error: no luck',
      () => {
        throw new Error('no luck');
      },
    ],
  ])('is a crash: %s', (problem, results) => {
    const [row, ...others] = new GuardedProperty(saying(results)).results(end);
    expect(others).toEqual([]);
    expect(row).toMatchObject({ name: 'mine', verdict: 'crash', finding: { atUs: end.atUs, event: end.event } });
    expect(row?.detail).toContain(`the property mine failed: ${problem}`);
  });

  test('so a verdict that there is none of does not pass for a good run', () => {
    const scenario = defineScenario({
      name: 'odd',
      story: 'A property with a slip of the pen.',
      ensemble: { voters: 1 },
      duration: '2s',
      workload: { ops: 2 },
      hooks: { properties: [() => saying(() => [{ ...good, verdict: 'violated', finding }])] },
    });
    const result = run(newCase(version, 'odd', '1'), { registry: new Map([['odd', scenario]]) });
    expect(result.verdict).toBe('crash');
    expect(result.failure?.message).toContain('has the verdict "violated"');
  });
});

/** Fails at the fifth committed transaction, if it is to. */
class Watching {
  readonly name = 'watching';
  readonly factTypes = ['committed'];
  readonly later: boolean;
  private readonly fails: boolean;
  private committed = 0;
  private readonly others: string[] = [];

  constructor(fails: boolean, later: boolean) {
    this.fails = fails;
    this.later = later;
  }

  onFact(_process: string, fact: Plain): void {
    const { type } = fact as { readonly type: string };
    if (type !== 'committed') this.others.push(type);
    this.committed++;
    if (this.fails && this.committed === 5) throw new TypeError('nothing at 5');
  }

  results(): readonly CheckResult[] {
    const detail = `${this.committed} committed, ${this.others.length} others`;
    return [{ name: this.name, verdict: 'ok', detail, finding: null }];
  }
}

describe('the code of a module that throws in the middle of a run', () => {
  const mine = (hooks: ScenarioHooks): RunResult => {
    const scenario = defineScenario({
      name: 'mine',
      story: 'Eight writes one after the other.',
      ensemble: { voters: 1 },
      clients: 1,
      duration: '4s',
      workload: { ops: 8 },
      hooks: {
        operation: (_client, n) => ({ type: 'create', path: `/a${n}`, data: '', mode: 'PERSISTENT' }),
        ...hooks,
      },
    });
    return run(newCase(version, 'mine', '1'), { registry: new Map([['mine', scenario]]) });
  };

  test.each([true, false])('is a crash when a property watches, told later: %s', (later) => {
    const { verdict, failure, checks } = mine({ properties: [() => new Watching(true, later)] });
    expect(verdict).toBe('crash');
    expect(failure).toMatchObject({
      check: 'watching',
      signature: 'watching: TypeError: nothing at n',
      message: 'the property watching failed: TypeError: nothing at 5',
    });
    expect(checks.find(({ name }) => name === 'updates-linearizable')?.verdict).toBe('ok');
  });

  test('is a crash when it draws an operation, told with its number', () => {
    const operation: ScenarioHooks['operation'] = (client, n) => {
      if (n === 3) throw new Error('no more');
      return { type: 'exists', path: `/${client}`, watch: false };
    };
    const { verdict, failure } = mine({ operation });
    expect(verdict).toBe('crash');
    expect(failure?.message).toBe('operation 3 of client c1 failed: Error: no more');
  });

  test('draws no plan, and none of its first operations, with a sentence that says so', () => {
    const fails = (from: number): [Case, { registry: ReadonlyMap<string, Scenario> }] => {
      const operation: ScenarioHooks['operation'] = (_client, n) => {
        if (n >= from) throw new Error('no more');
        return { type: 'sync', path: '/' };
      };
      const scenario = defineScenario({
        name: 'mine',
        story: 'Mine.',
        ensemble: { voters: 1 },
        clients: 1,
        hooks: { operation },
      });
      return [newCase(version, 'mine', '1'), { registry: new Map([['mine', scenario]]) }];
    };
    expect(() => drawPlan(...fails(3))).toThrow(
      new RangeError('its operations cannot be written out: operation 3 of client c1 failed: Error: no more'),
    );
    expect(firstOperations(...fails(3))).toEqual([{ type: 'sync', path: '/' }]);
    expect(() => firstOperations(...fails(0))).toThrow('operation 0 of client c1 failed: Error: no more');
  });

  test('and a property that throws nothing hears what it asked for, and no more', () => {
    const { verdict, checks } = mine({ properties: [() => new Watching(false, true)] });
    expect(verdict).toBe('ok');
    const { detail } = checks.find(({ name }) => name === 'watching') ?? { detail: '' };
    expect(detail).toMatch(/^[0-9]+ committed, 0 others$/);
    expect(detail).not.toMatch(/^0 /);
  });
});
