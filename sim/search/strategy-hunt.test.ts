import { expect, test } from 'vitest';
import type { Verdict } from '../check/verdict.ts';
import type { Case } from '../record/case.ts';
import type { RunResult } from '../record/run-result.ts';
import { caseOf } from './fake-runs.testkit.ts';
import type { Order, Report, Strategy } from './strategy.ts';
import { huntWith, type OrderRunner } from './strategy-hunt.ts';

/** Remembers what it was told. */
class Listener implements Strategy {
  readonly generation = 4;
  readonly watches = false;
  readonly told: string[] = [];

  order(seed: string): Order {
    return { seed, kind: 'random', parent: null };
  }

  learn(order: Order, report: Report): void {
    this.told.push(`${order.seed} ${report.verdict}`);
  }
}

function runner(withBug: Record<string, Verdict>, without: Record<string, Verdict> = {}): OrderRunner {
  return {
    run: ({ seed }) => {
      const verdict = withBug[seed] ?? 'ok';
      const of: Case = { ...caseOf('b'), seed };
      const result = { verdict, failure: null } as unknown as RunResult;
      const report = { seed, verdict, events: 10, cpuMs: 2 } as unknown as Report;
      return { of, result, report };
    },
    control: ({ seed }) => without[seed] ?? 'ok',
    isCaught: ({ verdict }) => verdict === 'violation',
  };
}

test('a hunt ends within a generation, at the first seed that fails with the bug and passes without', () => {
  const strategy = new Listener();
  const hunt = huntWith(strategy, 100n, 50, runner({ '106': 'violation', '107': 'violation' }));
  expect(hunt).toMatchObject({ found: true, seeds: 7, events: 70, cpuMs: 14, kind: 'random', failEitherWay: [] });
  expect(strategy.told).toEqual(['100 ok', '101 ok', '102 ok', '103 ok']);
});

test('what fails without the bug as well is told apart, and the hunt goes on', () => {
  const caught = { '2': 'violation', '3': 'violation', '9': 'violation' } as const;
  const hunt = huntWith(new Listener(), 1n, 50, runner(caught, { '2': 'crash', '3': 'undecided' }));
  expect(hunt).toMatchObject({ found: true, seeds: 9, doubtful: 1 });
  expect(hunt.failEitherWay.map((of) => of.seed)).toEqual(['2']);
});

test('a hunt that finds nothing has used up its budget, the last generation cut short', () => {
  const strategy = new Listener();
  expect(huntWith(strategy, 1n, 10, runner({ '11': 'violation' }))).toMatchObject({ found: false, seeds: 10 });
  expect(strategy.told).toHaveLength(10);
});
