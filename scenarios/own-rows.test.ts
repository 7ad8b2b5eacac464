import { describe, expect, test } from 'vitest';
import type { Check } from '../sim/check/check.ts';
import { newCase } from '../sim/record/case.ts';
import { ownRows } from './own-rows.ts';
import { run } from './run.ts';
import { defineScenario } from './scenario.ts';
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
    expect(
      ownRows(
        saying(() => rows),
        end,
      ),
    ).toBe(rows);
    expect(
      ownRows(
        saying(() => []),
        end,
      ),
    ).toEqual([]);
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
    const [row, ...others] = ownRows(saying(results), end);
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
