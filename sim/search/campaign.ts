/**
 * One campaign against one bug: consecutive seeds until the first that finds it, or until the budget is used up.
 *
 * Its seeds are handed out in batches, several at a time when there are hands for them, and batches come back in any
 * order. What counts is the lowest seed that finds the bug; seeds behind it do not, although they have been run. So
 * the end is the same as if the seeds had been run one after the other.
 */
import type { Assertions, CampaignEnd } from '../record/gauntlet-file.ts';
import { addHunted, nothingHunted, type Hunted } from './seed-hunt.ts';
import { partOf, type SeedBlock } from './seed-block.ts';

export interface CampaignName {
  readonly bug: string;
  readonly assertions: Assertions;
  /** From 0. */
  readonly campaign: number;
}

export interface Batch {
  /** From 0, in the order of seeds. */
  readonly number: number;
  readonly seeds: SeedBlock;
}

export class Campaign {
  readonly name: CampaignName;
  private readonly block: SeedBlock;
  private readonly batchSeeds: number;
  private readonly batches: number;
  private handed = 0;
  private returned = 0;
  /** Results that wait for those before them, by batch. */
  private readonly waiting = new Map<number, Hunted>();
  /** Of all batches before `merged`. */
  private sum = nothingHunted;
  private merged = 0;
  /** Null while it goes on. */
  end: CampaignEnd | null = null;

  /** `block`: all seeds it may run, at least one. */
  constructor(name: CampaignName, block: SeedBlock, batchSeeds: number) {
    this.name = name;
    this.block = block;
    this.batchSeeds = batchSeeds;
    this.batches = Math.ceil(block.count / batchSeeds);
  }

  /** Batches that have not come back. */
  get inFlight(): number {
    return this.handed - this.returned;
  }

  /** Whether `hand` has another batch to give. */
  get hasMore(): boolean {
    return this.end === null && this.handed < this.batches;
  }

  /** The next batch in the order of seeds. */
  hand(): Batch {
    const number = this.handed++;
    return { number, seeds: partOf(this.block, number * this.batchSeeds, this.batchSeeds) };
  }

  take(number: number, hunted: Hunted): void {
    this.returned++;
    if (this.end !== null) return;
    this.waiting.set(number, hunted);
    let next = this.waiting.get(this.merged);
    while (next !== undefined && this.sum.detection === null) {
      this.waiting.delete(this.merged++);
      this.sum = addHunted(this.sum, next);
      next = this.waiting.get(this.merged);
    }
    if (this.sum.detection === null && this.merged < this.batches) return;
    this.waiting.clear();
    this.end = { kind: 'campaign', ...this.name, ...this.sum };
  }
}
