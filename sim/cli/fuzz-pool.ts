/**
 * Runs the orders of a campaign on worker threads, and outlives what they do to a thread. A seed that never ends, eats
 * all memory or takes its thread with it costs a verdict of its own; the other seeds of its batch are run again.
 */
import type { Case } from '../record/case.ts';
import type { Order, Report } from '../search/strategy.ts';
import { nothing } from './fuzz-run.ts';
import type { Treatable, Treated } from './fuzz-treatment.ts';
import { untreated } from './fuzz-treatment.ts';
import { deathOf, type RunPool } from './run-pool.ts';

export interface FuzzPoolOptions {
  readonly bases: readonly Case[];
  /** Which of `bases` a seed is run with. */
  readonly baseOf: (seed: string) => number;
  readonly watches: boolean;
  /** Of wall clock, for one seed. */
  readonly seedTimeoutMs: number;
}

/** Work that ended with its thread, or whose thread was ended. */
interface Death {
  /** `timeout`: it was given up, which says something about this machine only. */
  readonly kind: 'timeout' | 'died';
  readonly why: string;
  /** Place of the order that was under way; -1 when none had begun. */
  readonly at: number;
}

/** Looks so many times within the time a seed has. */
const LOOKS = 10;
/** A batch that nobody waits for may end by itself: another thread would take longer to begin. */
const GRACE_MS = 500;
/** Shrinking and explaining one failure takes so many times the time of a seed at most. */
const TREATMENT_SEEDS = 20;

export class FuzzPool {
  private readonly pool: RunPool;
  private readonly options: FuzzPoolOptions;
  /** Of batches that are under way. */
  private readonly ends = new Set<AbortController>();
  private abandoned = false;

  constructor(pool: RunPool, options: FuzzPoolOptions) {
    this.pool = pool;
    this.options = options;
  }

  /** Nobody waits for orders any more: threads are free for other work, at the latest in a moment. */
  abandon(): void {
    this.abandoned = true;
    setTimeout(() => this.ends.forEach((end) => end.abort()), GRACE_MS).unref();
  }

  /** A report for each order, in their order, whatever becomes of the threads; none when they were abandoned. */
  async run(orders: readonly Order[]): Promise<Report[]> {
    const came = await this.attempt(orders);
    if (Array.isArray(came)) return came;
    if (this.abandoned) return [];
    const [only] = orders;
    if (orders.length === 1 && only !== undefined) return [deathReport(only.seed, came)];
    // Whose doing it was is known for sure of a seed that does not end; else each has a thread to itself to show it.
    const guilty = came.kind === 'timeout' ? came.at : -1;
    const reports: Report[] = [];
    for (const [i, order] of orders.entries()) {
      reports.push(...(i === guilty ? [deathReport(order.seed, came)] : await this.run([order])));
    }
    return reports;
  }

  /** What tells one build from another: how the case ends; `none` when it does not. */
  async fingerprint(of: Case): Promise<string> {
    const ended = await this.within(this.options.seedTimeoutMs, (end) => this.pool.run('runCases', [of], end));
    return ended instanceof Error ? 'none' : (ended[0]?.fingerprint ?? 'none');
  }

  /** What becomes of a failure; it is kept as it was run when that takes its thread. */
  async treat(failure: Treatable): Promise<Treated> {
    if (failure.failure.check === WORKER) return untreated(failure);
    const limitMs = TREATMENT_SEEDS * this.options.seedTimeoutMs;
    const came = await this.within(limitMs, (end) => this.pool.run('treat', failure, end));
    if (!(came instanceof Error)) return came;
    return { ...untreated(failure), story: [`It was kept as it was run: ${came.message}.`] };
  }

  /** What the work comes to, or why it came to nothing. */
  private async within<T>(limitMs: number, work: (end: AbortSignal) => Promise<T>): Promise<T | Error> {
    const end = new AbortController();
    const timer = setTimeout(() => end.abort(), limitMs);
    try {
      return await work(end.signal);
    } catch (error) {
      if (end.signal.aborted) return new Error(noAnswer(limitMs));
      return error instanceof Error ? error : new Error(String(error));
    } finally {
      clearTimeout(timer);
    }
  }

  private async attempt(orders: readonly Order[]): Promise<Report[] | Death> {
    const { bases, baseOf, watches, seedTimeoutMs } = this.options;
    const begun = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
    const end = new AbortController();
    this.ends.add(end);
    let seen = 0;
    let sinceMs = performance.now();
    const timer = setInterval(() => {
      const now = Atomics.load(begun, 0);
      if (now !== seen || now === 0) {
        seen = now;
        sinceMs = performance.now();
      } else if (performance.now() - sinceMs > seedTimeoutMs) {
        end.abort();
      }
    }, seedTimeoutMs / LOOKS);
    const given = orders.map((order) => ({ base: baseOf(order.seed), order }));
    try {
      return await this.pool.run('fuzz', { bases, orders: given, watches, begun }, end.signal);
    } catch (error) {
      const at = Atomics.load(begun, 0) - 1;
      if (end.signal.aborted) {
        return { kind: 'timeout', why: noAnswer(seedTimeoutMs), at };
      }
      return { kind: 'died', why: causeOf(error), at };
    } finally {
      clearInterval(timer);
      this.ends.delete(end);
    }
  }
}

/** The check that such failures are of. */
const WORKER = 'worker';

function deathReport(seed: string, { kind, why }: Death): Report {
  if (kind === 'timeout') return { ...nothing(seed), doubt: why };
  const signature = why.replace(`${WORKER} `, `${WORKER}: `);
  const failure = { check: WORKER, signature, message: why, atMs: 0, event: 0, replay: '' };
  return { ...nothing(seed), verdict: 'crash', failure };
}

function noAnswer(limitMs: number): string {
  return `worker did not answer within ${limitMs / 1000} s of wall clock`;
}

/** What ended a thread: a run's own exceptions are results, and do not come here. */
function causeOf(error: unknown): string {
  const message = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
  return deathOf(error) ?? `worker ended: ${message}`;
}
