/**
 * A thread of the pool: each export is a kind of work, called with plain data and answering with plain data. One
 * engine serves all that a thread is given.
 */
import type { MeasureOrder, MeasureRun } from '../../scenarios/measure/question.ts';
import type { MeasuredRun } from '../../scenarios/measure/run-question.ts';
import { isModulePath, type Case } from '../record/case.ts';
import type { ControlTally } from '../record/gauntlet-file.ts';
import type { RunResult } from '../record/run-result.ts';
import { controlSeeds } from '../search/control.ts';
import { seedsOf, type SeedBlock } from '../search/seed-block.ts';
import { huntGuided, type GuidedRunner } from '../search/guided-hunt.ts';
import { huntSeeds, type Hunted } from '../search/seed-hunt.ts';
import { createStrategy } from '../search/strategies/index.ts';
import type { Order, Report, StrategyName } from '../search/strategy.ts';
import type { Engine } from './engine.ts';
import { fuzzRun } from './fuzz-run.ts';
import { treatFailure, type Treatable, type Treated } from './fuzz-treatment.ts';
import { loadMeasuring, type Measuring } from './measuring.ts';
import { ShrinkBoard } from './shrink-board.ts';
import type { ShrinkLimits, ShrunkAnswer } from './shrink-command.ts';
import { engineOf } from './target.ts';
import { threadClock } from './thread-cpu.ts';
import { timedRun } from './timed-run.ts';
import type { AgainFlags } from './twice.ts';

/** What a stretch of seeds is run with; the seed of `base` is replaced. */
export interface SeedsOfCase {
  readonly base: Case;
  readonly seeds: SeedBlock;
}

const clock = threadClock();
const engines = new Map<string, Promise<Engine>>();

/** A case that names a module of the user's own needs an engine that knows it. */
function engineFor(of: Case): Promise<Engine> {
  const path = typeof of.scenario === 'string' && isModulePath(of.scenario) ? of.scenario : '';
  const known = engines.get(path);
  if (known !== undefined) return known;
  const loading = engineOf(of);
  engines.set(path, loading);
  return loading;
}

async function runnerFor(of: Case): Promise<GuidedRunner> {
  const engine = await engineFor(of);
  return {
    isCaught: engine.isCaught,
    run: (each) => {
      const begunMs = clock();
      const result = engine.run(each);
      return { result, cpuMs: clock() - begunMs };
    },
    runOrder: (base, order, watches) => {
      const begunMs = clock();
      const run = engine.runOrder(base, order, watches);
      return { ...run, report: { ...run.report, cpuMs: clock() - begunMs } };
    },
  };
}

/** The result of each case, in their order. */
export async function runCases(cases: readonly Case[]): Promise<RunResult[]> {
  const results: RunResult[] = [];
  for (const of of cases) results.push((await engineFor(of)).run(of));
  return results;
}

/** The result of each seed, in their order, with its wall time. */
export async function runSeeds({
  base,
  seeds,
  again,
}: SeedsOfCase & { readonly again: AgainFlags }): Promise<RunResult[]> {
  const engine = await engineFor(base);
  return seedsOf(seeds).map((seed) => timedRun(engine, { ...base, seed }, again));
}

/** What a batch of orders of a campaign is run with. */
export interface OrdersOfCases {
  readonly bases: readonly Case[];
  /** For each order the case it is about, by its place in `bases`. */
  readonly orders: readonly { readonly base: number; readonly order: Order }[];
  readonly watches: boolean;
  /** One number: how many of the orders were begun. Whoever watches from outside sees where the thread is. */
  readonly begun: Int32Array<SharedArrayBuffer>;
}

/** A report for each order, in their order. */
export async function fuzz({ bases, orders, watches, begun }: OrdersOfCases): Promise<Report[]> {
  const engines = await Promise.all(bases.map(engineFor));
  return orders.map(({ base, order }, i) => {
    Atomics.store(begun, 0, i + 1);
    return fuzzRun(engines[base] as Engine, bases[base] as Case, order, { watches, clock });
  });
}

/** What this thread holds, in bytes, when all that can be thrown away is (which takes `node --expose-gc`). */
export function heapUsed(): number {
  (globalThis as { gc?: () => void }).gc?.();
  return process.memoryUsage().heapUsed;
}

/** Kept, shrunk and told, by an engine that knows the case. */
export async function treat({ of, failure, shrink }: Treatable): Promise<Treated> {
  return treatFailure(await engineFor(of), { of, failure, shrink });
}

export interface Hunt extends SeedsOfCase {
  /** What leads it. */
  readonly strategy: StrategyName;
}

export async function hunt({ base, seeds, strategy: name }: Hunt): Promise<Hunted> {
  const runner = await runnerFor(base);
  if (name === 'random') return huntSeeds(base, seeds, runner);
  return huntGuided({ base, seeds, name, strategy: createStrategy(name) }, runner);
}

export async function control({ base, seeds }: SeedsOfCase): Promise<ControlTally> {
  return controlSeeds(base, seeds, await runnerFor(base));
}

let measuringLoads: Promise<Measuring> | null = null;

/** What was read off each run, in their order. */
export async function measure(given: {
  readonly order: MeasureOrder;
  readonly runs: readonly MeasureRun[];
}): Promise<MeasuredRun[]> {
  const measuring = await (measuringLoads ??= loadMeasuring());
  return given.runs.map((run) => measuring.run(given.order, run));
}

/** Made small within a budget that is the same on every machine; null when the case does not fail. */
export async function shrinkAlike(of: Case): Promise<ShrunkAnswer | null> {
  return (await engineFor(of)).shrink(of, {});
}

export interface ShrinkWork extends ShrinkLimits {
  readonly of: Case;
  readonly board: SharedArrayBuffer;
}

/** Null when the case does not fail. */
export async function shrink({ of, attempts, budgetMs, board: shared }: ShrinkWork): Promise<ShrunkAnswer | null> {
  const engine = await engineFor(of);
  const board = new ShrinkBoard(shared);
  const untilMs = performance.now() + budgetMs;
  return engine.shrink(of, {
    attempts: attempts ?? Infinity,
    events: Infinity,
    interrupted: () => board.stopped || performance.now() > untilMs,
    onProgress: ({ attempts: tried, size }) => board.tell(tried, size),
  });
}
