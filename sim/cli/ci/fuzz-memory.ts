/**
 * `node --expose-gc fuzz-memory.js SEEDS [JOBS]`: whether a worker's memory stays flat while it runs one seed of the
 * profile after the other. Prints what one thread holds and what the process holds, at intervals.
 */
import { version } from '../../../scenarios/index.ts';
import type { Order } from '../../search/strategy.ts';
import { profileCase } from '../profile.ts';
import { FuzzPool } from '../fuzz-pool.ts';
import { RunPool } from '../run-pool.ts';

const ROWS = 20;
const BATCH = 100;
const MIB = 1 << 20;

const seeds = Number(process.argv[2] ?? 30_000);
const jobs = Number(process.argv[3] ?? 1);
const threads = new RunPool(jobs);
const bases = [profileCase(version, null, 'on')];
const pool = new FuzzPool(threads, { bases, baseOf: () => 0, watches: false, seedTimeoutMs: 60_000 });

process.stdout.write('  seeds  heap of a worker  resident  (MiB)\n');
let done = 0;
let next = 0;
let told = -1;
const run = async (orders: readonly Order[]): Promise<() => void> => {
  await pool.run(orders);
  const row = Math.floor((done * ROWS) / seeds);
  const heap = row > told ? await threads.run('heapUsed', undefined) : 0;
  return () => {
    done += orders.length;
    if (row <= told) return;
    told = row;
    const columns = [String(done).padStart(7), (heap / MIB).toFixed(1).padStart(16)];
    process.stdout.write(`${columns.join('  ')}  ${(process.memoryUsage().rss / MIB).toFixed(0).padStart(8)}\n`);
  };
};
await threads.drive({
  next: () => {
    const count = Math.min(BATCH, seeds - next);
    const orders = Array.from({ length: count }, (_, i): Order => ({
      seed: String(next + i + 1),
      kind: 'random',
      parent: null,
    }));
    next += count;
    return count === 0 ? null : orders;
  },
  run,
  stopped: new AbortController().signal,
});
await threads.close();
