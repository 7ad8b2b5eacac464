import { expect, test } from 'vitest';
import type { Observer } from '../kernel/observer.ts';
import { newCase } from '../record/case.ts';
import type { RunResult } from '../record/run-result.ts';
import type { Engine } from './engine.ts';
import { runAgain } from './twice.ts';

const of = newCase('0.1.0', 'chaos', '1');

/** An engine whose runs tell these facts of server 1, one event each. */
function engineTelling(...runs: readonly (readonly unknown[])[]): Pick<Engine, 'run'> {
  let next = 0;
  return {
    run: (_case, observers: readonly Observer[] = []) => {
      const facts = runs[next++] ?? [];
      facts.forEach((fact, event) => {
        for (const observer of observers) observer.onFact?.('1', fact, { atUs: 500_000 * event, event, cause: -1 });
      });
      return {
        verdict: 'ok',
        fingerprint: 'f',
        events: facts.length,
        checks: [],
        failure: null,
      } as unknown as RunResult;
    },
  };
}

test('equal runs are deterministic', () => {
  const result = runAgain(engineTelling([{ a: 1n }, new Uint8Array([1])], [{ a: 1n }, new Uint8Array([1])]), of, [], {
    twice: true,
  });
  expect(result.verdict).toBe('ok');
  expect(result.checks).toEqual([{ name: 'deterministic', verdict: 'ok', detail: 'two runs of 2 events are equal' }]);
});

test('the first event that differs in content is named', () => {
  const result = runAgain(engineTelling(['a', { zxid: 1 }, 'c'], ['a', { zxid: 2 }, 'd']), of, [], { twice: true });
  expect(result.verdict).toBe('nondeterminism');
  expect(result.checks[0]?.detail).toBe(
    'the first event that differs is event 1: in both runs 0.500000 s, a fact of 1, with other content',
  );
  expect(result.failure?.event).toBe(1);
});

test('a run that ends earlier is another run', () => {
  const result = runAgain(engineTelling(['a', 'b'], ['a']), of, [], { twice: true });
  expect(result.checks[0]?.detail).toBe(
    'the first event that differs is event 1: 0.500000 s, a fact of 1 in the first run, nothing in the second',
  );
});

test('a run through bytes that is another run is an error of ours', () => {
  const result = runAgain(engineTelling(['a', { zxid: 1 }], ['a', { zxid: 2 }]), of, [], { paranoid: true });
  expect(result.verdict).toBe('internal');
  expect(result.failure?.signature).toBe('codec: internal');
  expect(result.checks[0]).toMatchObject({ name: 'codec', verdict: 'internal' });
});

test('both comparisons are made with the first run', () => {
  const result = runAgain(engineTelling(['a'], ['a'], ['a']), of, [], { twice: true, paranoid: true });
  expect(result.checks.map(({ name, verdict }) => [name, verdict])).toEqual([
    ['deterministic', 'ok'],
    ['codec', 'ok'],
  ]);
});
