import { expect, test } from 'vitest';
import type { Input } from '../../protocol/process.ts';
import type { Observer } from '../kernel/observer.ts';
import { newCase } from '../record/case.ts';
import type { RunResult } from '../record/run-result.ts';
import type { Engine } from './engine.ts';
import { firstDifference } from './first-difference.ts';

const clocks = { monotonicUs: 0, wallMs: 0 };

/** Each run has one timer after the other, caused by the one before, and tells one fact in each. */
function engineOf(runs: Readonly<Record<string, readonly string[]>>): Pick<Engine, 'run'> {
  return {
    run: ({ seed }, observers: readonly Observer[] = []) => {
      const facts = runs[seed] ?? [];
      facts.forEach((fact, event) => {
        const input: Input = { ...clocks, kind: 'timer', timer: `t${event}` };
        const moment = { atUs: 1000 * event, event, cause: event - 1 };
        for (const observer of observers) {
          observer.onInput?.('1', input, moment);
          observer.onFact?.('1', fact, moment);
        }
      });
      return { verdict: 'ok', fingerprint: facts.join(), events: facts.length } as unknown as RunResult;
    },
  };
}

const side = (name: string): { name: string; of: ReturnType<typeof newCase> } => ({
  name,
  of: newCase('0.1.0', 'chaos', name),
});

test('equal runs are equal', () => {
  const engine = engineOf({ a: ['x', 'y'], b: ['x', 'y'] });
  expect(firstDifference(engine, side('a'), side('b'))).toMatchObject({ equal: true, event: null });
});

test('the first event with another content is told with what caused it', () => {
  const engine = engineOf({ a: ['x', 'y', 'z'], b: ['x', 'y', 'other'] });
  const { event, a, b } = firstDifference(engine, side('a'), side('b'));
  expect(event).toBe(2);
  expect(a.first).toEqual({ event: 2, atUs: 2000, text: '1: timer t2', effects: ['1 tells z'] });
  expect(b.first?.effects).toEqual(['1 tells other']);
  expect(a.causes.map(({ text }) => text)).toEqual(['1: timer t1', '1: timer t0']);
});

test('a run that ended has no event there', () => {
  const engine = engineOf({ a: ['x'], b: ['x', 'y'] });
  const difference = firstDifference(engine, side('a'), side('b'));
  expect(difference).toMatchObject({ equal: false, event: 1, a: { first: null, causes: [] } });
  expect(difference.b.first?.text).toBe('1: timer t1');
});
