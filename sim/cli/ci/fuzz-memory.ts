/**
 * `node --expose-gc fuzz-memory.js [SEEDS] [JOBS]`: whether a worker's memory stays flat while it runs one seed of the
 * profile after the other. Prints what one thread holds and what the process holds, at intervals.
 */
import { BusyWorkers } from './busy-workers.ts';

const ROWS = 20;
const MIB = 1 << 20;

const seeds = Number(process.argv[2] ?? 30_000);
const workers = new BusyWorkers(Number(process.argv[3] ?? 1));

process.stdout.write('  seeds  heap of a worker  resident  (MiB)\n');
for (let row = 0, done = 0; row < ROWS; row++) {
  const last = Math.round((seeds * (row + 1)) / ROWS);
  await workers.run(done + 1, last);
  done = last;
  const heap = (await workers.threads.run('heapUsed', undefined)) / MIB;
  const resident = process.memoryUsage().rss / MIB;
  process.stdout.write(
    `${String(done).padStart(7)}${heap.toFixed(1).padStart(18)}${resident.toFixed(0).padStart(10)}\n`,
  );
}
await workers.close();
