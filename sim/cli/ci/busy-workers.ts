/** Worker threads as a campaign has them, which run the seeds of the profile one after the other. */
import { version } from '../../../scenarios/index.ts';
import type { Order } from '../../search/strategy.ts';
import { FuzzPool } from '../fuzz-pool.ts';
import { profileCase } from '../profile.ts';
import { BATCH, RunPool } from '../run-pool.ts';

const SEED_TIMEOUT_MS = 60_000;

export class BusyWorkers {
  readonly threads: RunPool;
  private readonly pool: FuzzPool;

  constructor(jobs: number) {
    this.threads = new RunPool(jobs);
    this.pool = new FuzzPool(this.threads, {
      bases: [profileCase(version, null, 'on')],
      baseOf: () => 0,
      watches: false,
      seedTimeoutMs: SEED_TIMEOUT_MS,
    });
  }

  /** Runs seeds `first` to `last`, all workers at once. */
  async run(first: number, last: number): Promise<void> {
    let next = first;
    await this.threads.drive({
      next: (): readonly Order[] | null => {
        if (next > last) return null;
        const count = Math.min(BATCH, last - next + 1);
        const begins = next;
        next += count;
        return Array.from({ length: count }, (_, i) => ({ seed: String(begins + i), kind: 'random', parent: null }));
      },
      run: async (orders) => {
        await this.pool.run(orders);
        return () => undefined;
      },
      stopped: new AbortController().signal,
    });
  }

  close(): Promise<void> {
    return this.threads.close();
  }
}
