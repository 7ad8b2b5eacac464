import { expect, test } from 'vitest';
import { newCase, type Case } from '../record/case.ts';
import type { RunResult } from '../record/run-result.ts';
import { effectOf, Necessity, type Part } from './necessity.ts';

type Ended = Pick<RunResult, 'verdict' | 'failure'>;

function failed(signature: string): Ended {
  return {
    verdict: 'violation',
    failure: { check: 'c', signature, message: `${signature}!`, atMs: 0, event: 0, replay: '' },
  };
}
const passed: Ended = { verdict: 'ok', failure: null };

function part(name: string): Part {
  return { kind: 'fault', name, text: name, without: newCase('0.1.0', 'chaos', name) };
}

test('a run without a step passes, fails the same way, fails otherwise or shows nothing', () => {
  expect(effectOf(passed, 'a')).toBe('passes');
  expect(effectOf(failed('a'), 'a')).toBe('fails the same way');
  expect(effectOf(failed('b'), 'a')).toBe('fails otherwise');
  expect(effectOf({ verdict: 'undecided', failure: null }, 'a')).toBe('undecided');
});

test('each step is taken out once and told about in its turn', () => {
  const necessity = new Necessity([part('1'), part('2'), part('3')], 'a');
  const results: Record<string, Ended | null> = { '1': passed, '2': failed('b'), '3': null };
  const asked: string[] = [];
  for (let next: Case | null = necessity.next(); next !== null; next = necessity.next()) {
    asked.push(next.seed);
    necessity.learn(results[next.seed] ?? null);
  }
  expect(asked).toEqual(['1', '2', '3']);
  expect(necessity.judged.map(({ effect, instead }) => [effect, instead])).toEqual([
    ['passes', ''],
    ['fails otherwise', 'b!'],
    ['undecided', ''],
  ]);
});
