/**
 * Runs a case with each seed of a range. Results are told in the order of the seeds, however many threads run them, so
 * that what is printed is the same for any number.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Case } from '../record/case.ts';
import type { RunResult } from '../record/run-result.ts';
import { countSeeds, type SeedRange } from '../record/seed.ts';
import type { SeedBlock } from '../search/seed-block.ts';
import type { Engine } from './engine.ts';
import { readJobs } from './jobs-flag.ts';
import { deathOf, RunPool } from './run-pool.ts';
import { timedRun } from './timed-run.ts';
import type { AgainFlags } from './twice.ts';

/** So many seeds are worth a thread that nobody asked for: it has to compile the engine for itself. */
const SEEDS_FOR_THREAD = 100;
/** Seeds that a thread is given at a time: a reader waits for no more. */
const AT_A_TIME = 5;
/** Blocks that may be done before an earlier one is: more would only fill memory. */
const BLOCKS_AHEAD = 64;

export interface RangeOptions {
  /** See `threadsFor`; with 1 the seeds are run here. */
  readonly threads: number;
  readonly again: AgainFlags;
  readonly stopped: AbortSignal;
  readonly take: (result: RunResult) => void;
}

/** How many threads run a range: those that were asked for, as far as there is work for them; null: those that are worth it. */
export function threadsFor(range: SeedRange, asked: number | null): number {
  const seeds = countSeeds(range);
  return asked === null
    ? Math.max(1, Math.min(readJobs('auto'), Math.floor(seeds / SEEDS_FOR_THREAD)))
    : Math.min(asked, Math.ceil(seeds / AT_A_TIME));
}

/** A thread died of one of these seeds, and nobody knows which; the message tells how. */
class DeadlySeeds extends Error {
  readonly seeds: SeedRange;

  constructor(seeds: SeedRange, why: string) {
    super(why);
    this.seeds = seeds;
  }
}

/** Ends early, with what was taken so far, when it is stopped or a thread dies; tells of which seeds it died, if it did. */
export async function runRange(
  engine: Engine,
  of: Case,
  range: SeedRange,
  options: RangeOptions,
): Promise<DeadlySeeds | null> {
  try {
    if (options.threads > 1) await runInThreads(of, range, options);
    else await runHere(engine, of, range, options);
    return null;
  } catch (error) {
    if (error instanceof DeadlySeeds) return error;
    throw error;
  }
}

async function runHere(engine: Engine, of: Case, range: SeedRange, options: RangeOptions): Promise<void> {
  const { again, stopped, take } = options;
  for (let seed = range.from; seed <= range.to && !stopped.aborted; seed++) {
    take(timedRun(engine, { ...of, seed: String(seed) }, again));
    // Signals, and a reader that went away, are heard between two seeds.
    await nextTurn();
  }
}

async function runInThreads(of: Case, range: SeedRange, options: RangeOptions): Promise<void> {
  const { threads, again, stopped, take } = options;
  const blocks = blocksOf(range);
  const inOrder = new InOrder<readonly RunResult[]>((results) => results.forEach(take));
  let given = 0;
  const next = (): { readonly number: number; readonly seeds: SeedBlock } | null => {
    if (given - inOrder.told >= BLOCKS_AHEAD) return null;
    const seeds = blocks.next().value;
    return seeds === undefined ? null : { number: given++, seeds };
  };
  const pool = new RunPool(threads);
  try {
    await pool.drive({
      next,
      run: async ({ number, seeds }) => {
        const results = await pool.run('runSeeds', { base: of, seeds, again }).catch((error: unknown) => {
          const why = deathOf(error);
          throw why === null ? error : new DeadlySeeds(rangeOf(seeds), why);
        });
        return () => inOrder.put(number, results);
      },
      stopped,
    });
  } finally {
    await pool.close();
  }
}

/** Hands on what comes in any order in the order of its numbers, each as soon as all before it have come. */
export class InOrder<T> {
  /** How many were handed on, and so the number of the next one. */
  told = 0;
  private readonly early = new Map<number, T>();
  private readonly take: (value: T) => void;

  constructor(take: (value: T) => void) {
    this.take = take;
  }

  /** `number`: from 0, each once. */
  put(number: number, value: T): void {
    this.early.set(number, value);
    for (let next = this.early.get(this.told); next !== undefined; next = this.early.get(this.told)) {
      this.early.delete(this.told++);
      this.take(next);
    }
  }
}

function rangeOf({ from, count }: SeedBlock): SeedRange {
  return { from: BigInt(from), to: BigInt(from) + BigInt(count) - 1n };
}

function* blocksOf({ from, to }: SeedRange): Generator<SeedBlock, undefined> {
  for (let seed = from; seed <= to; seed += BigInt(AT_A_TIME)) {
    const left = to - seed + 1n;
    yield { from: String(seed), count: left < AT_A_TIME ? Number(left) : AT_A_TIME };
  }
}
