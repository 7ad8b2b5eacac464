/** Carries a campaign through on worker threads: what runs where and when, and nothing of what it comes to. */
import type { Case } from '../record/case.ts';
import type { FuzzGo, FuzzHeader, FuzzRecord } from '../record/fuzz-journal.ts';
import { FuzzCampaign } from '../search/fuzz-campaign.ts';
import { runOf } from '../search/journal-run.ts';
import { turnOf } from '../search/seed-lanes.ts';
import { createStrategy } from '../search/strategies/index.ts';
import type { Order, Report, Strategy } from '../search/strategy.ts';
import type { Engine } from './engine.ts';
import type { FuzzSetting } from './fuzz-plan.ts';
import { FuzzPool } from './fuzz-pool.ts';
import { FuzzStatus } from './fuzz-status.ts';
import { RunPool } from './run-pool.ts';

/** A batch is to take so long: seldom enough to cost nothing, often enough to lose little. */
const BATCH_MS = 200;
const BATCH_MAX = 100;
/** Of a seed that nobody has measured. */
const SEED_MS = 50;

export class FuzzDrive {
  readonly campaign: FuzzCampaign;
  readonly pool: FuzzPool;
  readonly jobs: number;
  private readonly setting: FuzzSetting;
  private readonly threads: RunPool;
  /** Of the campaign's own time, when this go began. */
  private readonly earlierMs: number;
  private begunMs = performance.now();
  /** Of seeds that came back, to tell how many make a batch. */
  private spentMs = 0;
  private spentSeeds = 0;

  /** Threads start at once; `close` ends them. `restore` tells the campaign what an earlier go ran. */
  constructor(
    setting: FuzzSetting,
    options: { readonly jobs: number; readonly earlierMs: number; readonly restore: (campaign: FuzzCampaign) => void },
  ) {
    const { head, go } = setting;
    const strategy = (): Strategy => createStrategy(head.strategy);
    this.setting = setting;
    this.jobs = options.jobs;
    this.earlierMs = options.earlierMs;
    this.campaign = new FuzzCampaign(planOf(head, go), { strategy, caseOf: (order) => this.caseOf(order) });
    options.restore(this.campaign);
    this.threads = new RunPool(options.jobs, go.memoryMib);
    this.pool = new FuzzPool(this.threads, {
      bases: head.bases,
      baseOf: (seed) => this.turn(seed),
      watches: strategy().watches,
      seedTimeoutMs: go.seedTimeoutMs,
    });
  }

  /** The campaign's own time, over all goes: that in which seeds are run. */
  get elapsedMs(): number {
    return Math.round(this.earlierMs + performance.now() - this.begunMs);
  }

  caseOf(order: Order): Case {
    const { head, engines } = this.setting;
    const turn = this.turn(order.seed);
    return (engines[turn] as Engine).caseOfOrder(head.bases[turn] as Case, order);
  }

  /** Until the campaign ends or somebody interrupts it; returns whether somebody did. `keep` hears what came back. */
  async runAll(keep: (record: FuzzRecord) => void): Promise<boolean> {
    const { campaign } = this;
    const { seeds, untilMs } = this.setting.go;
    this.begunMs = performance.now();
    const status = new FuzzStatus(campaign, () => this.elapsedMs, budgetText(seeds, untilMs));
    const stop = new AbortController();
    let interrupted = false;
    const interrupt = (): void => {
      interrupted = true;
      stop.abort();
    };
    process.once('SIGINT', interrupt);
    const timer = this.finishAt(untilMs);
    const run = async (orders: readonly Order[]): Promise<() => void> => {
      const reports = await this.pool.run(orders);
      return () => {
        keep(this.recordOf(orders, reports));
        campaign.take(reports);
        status.tell();
        if (campaign.end !== 'open') stop.abort();
      };
    };
    const next = (): readonly Order[] | null => {
      const orders = campaign.next(this.batch, this.jobs);
      return orders.length === 0 ? null : orders;
    };
    try {
      await this.threads.drive({ next, run, stopped: stop.signal });
    } finally {
      process.off('SIGINT', interrupt);
      clearTimeout(timer);
      status.clear();
      this.pool.abandon();
    }
    return interrupted && campaign.end === 'open';
  }

  close(): Promise<void> {
    return this.threads.close();
  }

  private recordOf(orders: readonly Order[], reports: readonly Report[]): FuzzRecord {
    const runs = reports.map((report, i) => {
      const order = orders[i] as Order;
      this.spentMs += report.cpuMs;
      return runOf(order, report, () => this.caseOf(order));
    });
    this.spentSeeds += reports.length;
    return { kind: 'runs', atMs: this.elapsedMs, runs };
  }

  /** No round begins when the time is over, and none at all when it was over before. */
  private finishAt(untilMs: number | null): NodeJS.Timeout | undefined {
    if (untilMs === null) return undefined;
    const leftMs = untilMs - this.elapsedMs;
    if (leftMs > 0) return setTimeout(() => this.campaign.finish(), leftMs);
    this.campaign.finish();
    return undefined;
  }

  private get batch(): number {
    const seedMs = this.spentSeeds === 0 ? SEED_MS : Math.max(0.1, this.spentMs / this.spentSeeds);
    return Math.max(1, Math.min(BATCH_MAX, Math.round(BATCH_MS / seedMs)));
  }

  private turn(seed: string): number {
    const { head } = this.setting;
    return turnOf(seed, head.islands, head.bases.length);
  }
}

function planOf(head: Omit<FuzzHeader, 'fingerprint'>, go: FuzzGo): FuzzCampaign['plan'] {
  return {
    from: BigInt(head.from),
    seeds: go.seeds,
    islands: head.islands,
    shard: head.shard,
    stopAfter: go.stopAfter,
    known: new Set(go.known),
  };
}

function budgetText(seeds: number | null, untilMs: number | null): string {
  const time = untilMs === null ? [] : [`${(untilMs / 1000).toFixed(0)} s`];
  return [...time, ...(seeds === null ? [] : [`${seeds} seeds`])].join(' or ');
}
