/**
 * How many seeds a strategy takes to find one mistake: a campaign that ends with the first case that fails with the mistake
 * and passes, as the very same case, without it. What fails either way tells about the bench.
 */
import type { Verdict } from '../check/verdict.ts';
import type { Case } from '../record/case.ts';
import type { RunResult } from '../record/run-result.ts';
import type { Order, Report, Strategy } from './strategy.ts';

/** How orders are run, handed in by whoever can run a case. */
export interface OrderRunner {
  /** With the mistake. */
  run(order: Order, watches: boolean): { readonly of: Case; readonly result: RunResult; readonly report: Report };
  /** What comes of the case without it. */
  control(of: Case): Verdict;
  isCaught(result: RunResult): boolean;
}

export interface StrategyHunt {
  /** Seeds run, the detecting one included; all of the budget where nothing was found. */
  readonly seeds: number;
  readonly found: boolean;
  /** Cases that fail with and without the mistake. */
  readonly failEitherWay: readonly Case[];
  /** Cases that fail with it, and are undecided without. */
  readonly doubtful: number;
  readonly events: number;
  readonly cpuMs: number;
  /** Of the order that found it. */
  readonly kind: Order['kind'] | null;
  readonly check: string | null;
}

/** `from`: the first of `budget` consecutive seeds. */
export function huntWith(strategy: Strategy, from: bigint, budget: number, runner: OrderRunner): StrategyHunt {
  const failEitherWay: Case[] = [];
  let doubtful = 0;
  let events = 0;
  let cpuMs = 0;
  let seeds = 0;
  while (seeds < budget) {
    const count = Math.min(strategy.generation, budget - seeds);
    const orders = Array.from({ length: count }, (_, i) => strategy.order(String(from + BigInt(seeds + i))));
    const reports: Report[] = [];
    for (const order of orders) {
      const { of, result, report } = runner.run(order, strategy.watches);
      reports.push(report);
      seeds++;
      events += report.events;
      cpuMs += report.cpuMs;
      if (!runner.isCaught(result)) continue;
      const verdict = runner.control(of);
      if (verdict === 'ok') {
        const check = result.failure?.check ?? null;
        return { seeds, found: true, failEitherWay, doubtful, events, cpuMs, kind: order.kind, check };
      }
      if (verdict === 'undecided') doubtful++;
      else failEitherWay.push(of);
    }
    orders.forEach((order, i) => strategy.learn(order, reports[i] as Report));
  }
  return { seeds, found: false, failEitherWay, doubtful, events, cpuMs, kind: null, check: null };
}
