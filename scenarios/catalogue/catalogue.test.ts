import { describe, expect, test } from 'vitest';
import { newCase } from '../../sim/record/case.ts';
import type { RunResult } from '../../sim/record/run-result.ts';
import { run } from '../run.ts';
import { version } from '../version.ts';
import { catalogue } from './index.ts';

/** Rare paths need more seeds than a unit test has; the campaign of continuous integration asks for them all. */
/** So many seeds, and where they do not reach all that is to be reached, up to so many. */
const FEW = 4;
const MORE = 8;
const RARE: ReadonlySet<string> = new Set(['chaos', 'fuzz', 'split-vote', 'power-loss', 'observer-join', 'clock-skew']);

function seeds(name: string, count: number): RunResult[] {
  return Array.from({ length: count }, (_, i) => run(newCase(version, name, String(i + 1))));
}

describe.each([...catalogue.values()].filter((scenario) => scenario.expect === undefined))('$name', (scenario) => {
  test('is ok, and reaches what it is about', () => {
    let missed: readonly string[] = RARE.has(scenario.name) ? [] : (scenario.sometimes ?? []);
    for (let n = 1; n <= FEW || (n <= MORE && missed.length > 0); n++) {
      const { seed, verdict, failure, marks } = run(newCase(version, scenario.name, String(n)));
      expect({ seed, verdict, failure }).toEqual({ seed, verdict: 'ok', failure: null });
      missed = missed.filter((mark) => !Object.hasOwn(marks, mark));
    }
    expect(missed).toEqual([]);
  });

  test('has a story and names marks to reach', () => {
    expect(scenario.story.length).toBeGreaterThan(60);
    expect(scenario.sometimes?.length).toBeGreaterThan(0);
  });
});

test('the canary fails, with a reason that can be read', () => {
  const { verdict, failure } = run(newCase(version, 'canary', '1'));
  expect(verdict).toBe('violation');
  expect(failure?.message).toMatch(/acknowledged .* its log is durable up to/);
});

test('a scenario in which nothing can happen is undecided', () => {
  const { verdict, checks } = run(newCase(version, 'steady', '1', { ops: 0 }));
  expect(verdict).toBe('undecided');
  expect(checks.find((check) => check.name === 'activity')?.detail).toContain('no client was asked for anything');
});

test('options win over what the scenario says', () => {
  const options = {
    voters: 5,
    observers: 1,
    clients: 2,
    ops: 40,
    durationMs: 5000,
    faults: 'crash',
    config: { snapCount: 10 },
  };
  const result = run(newCase(version, 'steady', '3', options));
  expect(result.ensemble).toEqual({ voters: 5, observers: 1 });
  expect(result.drawn).toMatchObject({ clients: 2, ops: 40, durationMs: 5000, faults: 'crash', snapCount: 10 });
  const { ok, error, unknown } = result.operations;
  expect(ok + error + unknown).toBe(40);
});

test('a run stops where it is told to', () => {
  const result = run(newCase(version, 'steady', '1', { until: 'when leader commits x20' }));
  expect(result.commits).toBe(20);
  expect(result.virtualMs).toBeLessThan(10_000);
});

test.each([
  [{ config: { snapCuont: 3 } }, 'there is no configuration field "snapCuont"'],
  [{ config: { snapCount: 'many' } }, 'configuration field snapCount is a number'],
  [{ faults: 'crsh' }, '"crsh" is no mix of faults'],
  [{ until: 'when leader comits' }, '"comits" is no verb'],
])('bad options %j are told in a sentence', (options, sentence) => {
  expect(() => run(newCase(version, 'steady', '1', options as never))).toThrow(sentence);
  expect(() => run(newCase(version, 'stedy', '1'))).toThrow('there is no scenario "stedy"');
});

test('chaos is as varied as it promises', () => {
  const results = seeds('chaos', 30);
  const mean = (of: (result: RunResult) => number): number =>
    results.reduce((sum, result) => sum + of(result), 0) / results.length;
  expect(mean((result) => result.elections)).toBeGreaterThanOrEqual(3);
  expect(mean((result) => result.faults.length)).toBeGreaterThanOrEqual(5);
  expect(mean((result) => result.commits)).toBeGreaterThanOrEqual(150);
  expect(mean((result) => result.underFault)).toBeGreaterThanOrEqual(0.4);
  const unknown = mean((result) => result.operations.unknown) / 300;
  expect(unknown).toBeGreaterThan(0.01);
  expect(unknown).toBeLessThan(0.2);
  expect(results.filter((result) => result.movedSessions > 0).length).toBeGreaterThan(results.length / 10);
  expect(new Set(results.flatMap((result) => result.faults.map((fault) => fault.kind))).size).toBeGreaterThanOrEqual(8);
});
