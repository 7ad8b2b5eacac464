import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readYamlScenario } from '../../sim/cli/yaml-scenario.ts';
import { newCase } from '../../sim/record/case.ts';
import { run } from '../run.ts';
import { version } from '../version.ts';
import counter from './counter.ts';

/** A campaign small enough for a test; every path the scenario names must be among what it reached. */
function campaign(runOne: (seed: string) => ReturnType<typeof run>, seeds: number): Set<string> {
  const reached = new Set<string>();
  for (let seed = 1; seed <= seeds; seed++) {
    const result = runOne(String(seed));
    expect({ seed, verdict: result.verdict, failure: result.failure }).toEqual({ seed, verdict: 'ok', failure: null });
    for (const mark of Object.keys(result.marks)) reached.add(mark);
  }
  return reached;
}

describe('the examples', () => {
  test('a scenario in YAML runs, and its campaign reaches what it names', () => {
    const file = join(import.meta.dirname, 'leader-change.yaml');
    const { scenario } = readYamlScenario(file, readFileSync(file, 'utf8'));
    const reached = campaign((seed) => run(newCase(version, scenario, seed)), 8);
    expect([...reached]).toEqual(expect.arrayContaining([...(scenario.sometimes ?? [])]));
  });

  test('a scenario in TypeScript brings its own workload, property and processes', () => {
    const registry = new Map([['./counter.ts', counter]]);
    const runOne = (seed: string): ReturnType<typeof run> => run(newCase(version, './counter.ts', seed), { registry });
    const reached = campaign(runOne, 8);
    expect([...reached]).toEqual(expect.arrayContaining([...(counter.sometimes ?? [])]));
    const first = runOne('1');
    expect(first.checks.find((check) => check.name === 'counter-never-back')?.detail).toMatch(/sessions/);
    expect(first.marks['gossip heard']).toBeGreaterThan(10);
    expect(runOne('1')).toEqual(first);
  });
});
