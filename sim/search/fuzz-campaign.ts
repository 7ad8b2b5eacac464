/**
 * A fuzzing campaign, apart from who runs its seeds: hands out orders, takes reports in any order, and comes to the same
 * end whoever ran them, how many at once, and whatever was known from an earlier go.
 *
 * Islands go through generations of their own. A round is one generation of every island: consecutive seeds, of which
 * the result holds all or none, unless the budget of seeds ends inside it or a signature cuts it. What counts is what
 * one would have seen by running seeds one after the other: seeds behind the cut do not, although they may have been run.
 */
import { present } from '../../protocol/std/assert.ts';
import type { Case } from '../record/case.ts';
import { FuzzIsland } from './fuzz-island.ts';
import { FuzzTally, signatureOf } from './fuzz-tally.ts';
import { lanesOf, positionOf, seedAt, type Lanes, type SeedBudget } from './seed-lanes.ts';
import type { Order, Report, Strategy } from './strategy.ts';

export interface FuzzPlan extends SeedBudget {
  readonly islands: number;
  /** The one island that is run, from 0; null for all. */
  readonly shard: number | null;
  /** Distinct signatures at which it ends, known ones not counted; null for never. */
  readonly stopAfter: number | null;
  readonly known: ReadonlySet<string>;
}

export interface FuzzHands {
  /** A fresh strategy for one island. */
  strategy(): Strategy;
  /** The case of an order, for strategies that watch. */
  caseOf(order: Order): Case;
}

interface Settled {
  readonly order: Order;
  readonly report: Report;
}

/** Rounds that an island may be ahead of the first that has not ended: a seed that hangs lets nobody run away. */
const ROUNDS_AHEAD = 400;

/**
 * `budget`: all seeds were run; `found`: a signature cut it; `time`: it was told to end and has; `open`: it goes on, or
 * was interrupted.
 */
export type FuzzEnd = 'budget' | 'found' | 'time' | 'open';

export class FuzzCampaign {
  readonly plan: FuzzPlan;
  /** What counts: whole rounds, and all of it at the end. */
  readonly tally = new FuzzTally();
  /** Seeds that came back, whether they count yet or not. */
  returned = 0;
  private readonly lanes: Lanes;
  private readonly islands: readonly FuzzIsland[];
  private readonly hands: FuzzHands;
  private readonly watches: boolean;
  private readonly independent: boolean;
  private readonly roundSeeds: number;
  /** By lane: the index of the seed to hand out next. */
  private readonly handed: number[];
  /** Reports of an earlier go whose generation is not open yet, by position. */
  private readonly kept = new Map<number, { readonly kind: Order['kind']; readonly report: Report }>();
  /** The first seed of an earlier go that this strategy orders otherwise. */
  private strange: string | null = null;
  /** What came back and is not counted yet, by position. */
  private readonly waiting = new Map<number, Settled>();
  /** All positions below it have come back. */
  private scanned = 0;
  /** All positions below it are counted. */
  private counted = 0;
  private readonly signatures = new Set<string>();
  /** The last position that counts. */
  private cut: number | null = null;
  /** Rounds that are finished and no further, once it was told to end. */
  private rounds = Infinity;

  constructor(plan: FuzzPlan, hands: FuzzHands) {
    this.plan = plan;
    this.hands = hands;
    this.lanes = lanesOf(plan, plan.islands, plan.shard);
    const { lanes, count } = this.lanes;
    this.islands = Array.from({ length: lanes }, (_, lane) => {
      const seed = (index: number): string => seedAt(this.lanes, index * lanes + lane);
      return new FuzzIsland(hands.strategy(), seed, Math.max(0, Math.ceil((count - lane) / lanes)));
    });
    this.handed = this.islands.map(() => 0);
    const { generation, watches, independent = false } = hands.strategy();
    this.independent = independent;
    this.watches = watches;
    this.roundSeeds = generation * lanes;
    this.scan();
  }

  /**
   * Takes over what an earlier go ran. Returns what is wrong with it, null when nothing is: a seed of another campaign, or
   * of another kind than this strategy orders. What this campaign does not ask for, or has already, is left alone.
   */
  restore(kind: Order['kind'], report: Report): string | null {
    const position = positionOf(this.lanes, report.seed);
    if (position === null || position < 0) return `seed ${report.seed} is not of this campaign`;
    if (position >= this.lanes.count || this.has(position) || this.kept.has(position)) return null;
    this.kept.set(position, { kind, report });
    const lane = position % this.lanes.lanes;
    const island = this.island(lane);
    while (island.ordered <= this.indexOf(position) && island.mayOpen) this.open(lane);
    this.settleKept(position);
    this.scan();
    return this.strange;
  }

  /**
   * Orders that nobody has yet, those of the lowest seeds, `most` at most; none when there is nothing to do until
   * something comes back, or ever. With several `hands` they are fewer as a generation draws to its end, so that none
   * is idle for long.
   */
  next(most: number, hands = 1): Order[] {
    const orders: Order[] = [];
    let share = most;
    while (orders.length < share && this.end === 'open') {
      const position = this.lowest();
      if (position === null) break;
      if (orders.length === 0 && hands > 1) share = Math.min(most, this.shareOf(hands));
      this.handed[position % this.lanes.lanes] = this.indexOf(position) + 1;
      if (!this.has(position)) orders.push(this.orderAt(position));
    }
    return orders;
  }

  /** What came of orders that were handed out, in any order. */
  take(reports: readonly Report[]): void {
    for (const report of reports) this.settle(present(positionOf(this.lanes, report.seed), 'a seed of ours'), report);
    this.scan();
  }

  /** Begins no further round but the first; what has begun is finished. */
  finish(): void {
    this.rounds = Math.max(1, ...this.islands.map((island) => island.opened));
    this.scan();
  }

  get end(): FuzzEnd {
    if (this.cut !== null) return 'found';
    if (this.counted === this.lanes.count) return 'budget';
    return this.counted >= this.rounds * this.roundSeeds ? 'time' : 'open';
  }

  /** Positions that count. */
  get settled(): number {
    return this.counted;
  }

  /** By lane order the lowest position to hand out; opens generations as far as that needs. */
  private lowest(): number | null {
    let lowest: number | null = null;
    for (let lane = 0; lane < this.islands.length; lane++) {
      const island = this.island(lane);
      const index = this.handed[lane] ?? 0;
      if (index >= island.ordered && !this.openNext(lane)) continue;
      const position = index * this.lanes.lanes + lane;
      if (lowest === null || position < lowest) lowest = position;
    }
    return lowest;
  }

  /** Of what is left of the open generations, where it has to be waited for, half as much as each hand could have. */
  private shareOf(hands: number): number {
    if (this.independent) return Infinity;
    const left = this.islands.reduce((sum, { ordered }, lane) => sum + ordered - (this.handed[lane] ?? 0), 0);
    return Math.max(1, Math.ceil(left / (2 * hands)));
  }

  private openNext(lane: number): boolean {
    const island = this.island(lane);
    const ended = Math.floor(this.scanned / this.roundSeeds);
    if (!island.mayOpen || island.opened >= Math.min(this.rounds, ended + ROUNDS_AHEAD)) return false;
    this.open(lane);
    return true;
  }

  /** Opens the next generation of an island, and settles what is known of it. */
  private open(lane: number): void {
    const island = this.island(lane);
    const from = island.ordered;
    island.open();
    const to = island.ordered;
    for (let index = from; index < to; index++) this.settleKept(index * this.lanes.lanes + lane);
    this.scan();
  }

  private settleKept(position: number): void {
    const kept = this.kept.get(position);
    if (kept === undefined || this.indexOf(position) >= this.island(position % this.lanes.lanes).ordered) return;
    this.kept.delete(position);
    if (kept.kind === this.orderAt(position).kind) this.settle(position, kept.report);
    else this.strange ??= `seed ${kept.report.seed} was run for another strategy`;
  }

  private settle(position: number, report: Report): void {
    const order = this.orderAt(position);
    const of = this.watches || order.parent !== null ? this.hands.caseOf(order) : null;
    const whole: Report = { ...report, of };
    this.returned++;
    this.waiting.set(position, { order, report: whole });
    this.island(position % this.lanes.lanes).settle(this.indexOf(position), whole);
  }

  /** Goes on along the seeds to the first that has not come back or that cuts, and counts what may be counted. */
  private scan(): void {
    const { stopAfter, known } = this.plan;
    for (let next = this.waiting.get(this.scanned); next !== undefined; next = this.waiting.get(this.scanned)) {
      if (this.cut !== null) break;
      const signature = signatureOf(next.report);
      if (signature !== null && !known.has(signature)) this.signatures.add(signature);
      if (stopAfter !== null && this.signatures.size >= stopAfter) this.cut = this.scanned;
      this.scanned++;
    }
    const { count } = this.lanes;
    const rounds = Math.floor(this.scanned / this.roundSeeds) * this.roundSeeds;
    this.count(this.cut !== null || this.scanned === count ? this.scanned : rounds);
  }

  private count(to: number): void {
    for (; this.counted < to; this.counted++) {
      const { order, report } = present(this.waiting.get(this.counted), 'a seed that came back');
      this.tally.add(order, report);
      this.waiting.delete(this.counted);
    }
  }

  /** Whether it came back. */
  private has(position: number): boolean {
    return position < this.counted || this.waiting.has(position);
  }

  private orderAt(position: number): Order {
    return this.island(position % this.lanes.lanes).orderAt(this.indexOf(position));
  }

  private indexOf(position: number): number {
    return Math.floor(position / this.lanes.lanes);
  }

  private island(lane: number): FuzzIsland {
    return present(this.islands[lane], 'a lane');
  }
}
