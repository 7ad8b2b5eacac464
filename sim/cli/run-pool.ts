/** Worker threads that run cases: the one pool of the command line. What order work ends in is left to the caller. */
import { existsSync } from 'node:fs';
import { Piscina } from 'piscina';
import type { Case } from '../record/case.ts';
import { InputError } from '../record/input-error.ts';
import type { RunResult } from '../record/run-result.ts';
import { builtFile } from './package-root.ts';
import { isProgram } from './program/program-file.ts';
import type * as worker from './run-worker.ts';

/** A runaway seed ends its thread, and not the machine. */
export const THREAD_MIB_MAX = 2048;
/**
 * Room for young objects, beside what a thread may hold of old ones: twice Node's own, so that what a seed keeps until it
 * ends is copied half as often. By turns with Node's own, `sim run chaos --seed 1..1500` took 9 % less time.
 */
const YOUNG_MIB = 96;
/** So many cases keep a thread busy for a good while, and an interrupt waiting for a moment only. */
export const BATCH = 25;

type Work = typeof worker;
type Given<K extends keyof Work> = Parameters<Work[K]>[0];
type Answer<K extends keyof Work> = Awaited<ReturnType<Work[K]>>;

/** What a thread died of, when it is that for which its work failed; else null. */
export function deathOf(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  if ('code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY') return 'worker ran out of memory';
  const exit = /^worker exited with code: (-?[0-9]+)$/.exec(error.message);
  return exit === null ? null : `worker ended with exit code ${exit[1] ?? ''}`;
}

export class RunPool {
  readonly jobs: number;
  private readonly threads: Piscina;

  /** Threads start at once; `close` ends them. */
  constructor(jobs: number, memoryMib = THREAD_MIB_MAX) {
    const filename = builtFile(isProgram() ? 'sim/cli/program/thread.ts' : 'sim/cli/run-worker.ts');
    if (!existsSync(filename)) throw new InputError('the program is not built yet: run "npm run build" in its folder.');
    this.jobs = jobs;
    this.threads = new Piscina({
      filename,
      minThreads: jobs,
      maxThreads: jobs,
      resourceLimits: { maxOldGenerationSizeMb: memoryMib, maxYoungGenerationSizeMb: YOUNG_MIB },
    });
  }

  /** `end`: ends the thread that is at it, and another takes its place. */
  run<K extends keyof Work>(kind: K, given: Given<K>, end?: AbortSignal): Promise<Answer<K>> {
    const options = end === undefined ? { name: kind } : { name: kind, signal: end };
    return this.threads.run(given, options) as Promise<Answer<K>>;
  }

  /**
   * Keeps every thread busy: `next` gives the work to do, null when there is none for now; `done` is told what each
   * came to, after which `next` is asked again. Ends when nothing runs and there is no more, or as soon as `stopped`.
   */
  async drive<T>(options: {
    readonly next: () => T | null;
    readonly run: (work: T) => Promise<() => void>;
    readonly stopped: AbortSignal;
  }): Promise<void> {
    const { next, run, stopped } = options;
    const running = new Set<Promise<void>>();
    const cancelled = new Promise<void>((resolve) => stopped.addEventListener('abort', () => resolve()));
    for (;;) {
      while (running.size < this.jobs && !stopped.aborted) {
        const work = next();
        if (work === null) break;
        const turn: Promise<void> = run(work).then((finish) => {
          running.delete(turn);
          if (!stopped.aborted) finish();
        });
        // What fails is told by the race below; what fails when all has been stopped is told to nobody.
        turn.catch(() => undefined);
        running.add(turn);
      }
      if (running.size === 0 || stopped.aborted) return;
      await Promise.race([...running, cancelled]);
    }
  }

  /** Runs many cases, a batch at a time; `take` hears of each result, in no particular order. */
  async runAll(cases: readonly Case[], take: (of: Case, result: RunResult) => void): Promise<void> {
    let at = 0;
    const next = (): readonly Case[] | null => {
      const batch = cases.slice(at, at + BATCH);
      at += batch.length;
      return batch.length === 0 ? null : batch;
    };
    const run = async (batch: readonly Case[]): Promise<() => void> => {
      const results = await this.run('runCases', batch);
      return () => results.forEach((result, i) => take(batch[i] as Case, result));
    };
    await this.drive({ next, run, stopped: new AbortController().signal });
  }

  /** Ends the threads, whatever they are doing. */
  close(): Promise<void> {
    // One that dies on its own while it is ended has no work that could tell of it.
    this.threads.on('error', () => undefined);
    return this.threads.destroy();
  }
}
