/**
 * All campaigns of a gauntlet and its control: hands out stretches of seeds, takes what came of them in any order,
 * and comes to the same end whoever ran them, how many at once, and whatever was known from an earlier go.
 *
 * Blocks of seeds: campaign c has the c-th, the same for every bug, so that bugs are compared on equal ground; the
 * control has seeds behind them all.
 */
import { present } from '../../protocol/std/assert.ts';
import type { Assertions, CampaignEnd, ControlTally, GauntletRecord } from '../record/gauntlet-file.ts';
import { Campaign, type CampaignName } from './campaign.ts';
import { sumTallies } from './control.ts';
import type { SeedBlock } from './seed-block.ts';
import type { Hunted } from './seed-hunt.ts';
import type { StrategyName } from './strategy.ts';

export interface GauntletOrder {
  readonly bugs: readonly string[];
  readonly modes: readonly Assertions[];
  readonly campaigns: number;
  readonly budget: number;
  readonly seedsFrom: bigint;
  /** What leads the campaigns; the control runs its seeds as they are drawn. */
  readonly strategy: StrategyName;
  /** Seeds of the control; null for as many as the campaigns come to. */
  readonly control: number | null;
  /** Seeds that are handed out at once, and that one line of the control is about. */
  readonly batchSeeds: number;
}

export type GauntletTask =
  | { readonly kind: 'hunt'; readonly of: CampaignName; readonly batch: number; readonly seeds: SeedBlock }
  | { readonly kind: 'control'; readonly block: number; readonly seeds: SeedBlock };

export class Gauntlet {
  readonly order: GauntletOrder;
  private readonly campaigns: readonly Campaign[];
  private readonly byName: ReadonlyMap<string, Campaign>;
  private readonly control = new Map<number, ControlTally>();
  /** Blocks that are with a worker. */
  private readonly controlInFlight = new Set<number>();

  constructor(order: GauntletOrder) {
    this.order = order;
    const { bugs, modes, campaigns, budget, seedsFrom, strategy, batchSeeds } = order;
    // A strategy learns from seed to seed.
    const huntSeeds = strategy === 'random' ? batchSeeds : budget;
    this.campaigns = bugs.flatMap((bug) =>
      modes.flatMap((assertions) =>
        Array.from({ length: campaigns }, (_, campaign) => {
          const from = String(seedsFrom + BigInt(campaign) * BigInt(budget));
          return new Campaign({ bug, assertions, campaign }, { from, count: budget }, huntSeeds);
        }),
      ),
    );
    this.byName = new Map(this.campaigns.map((campaign) => [keyOf(campaign.name), campaign]));
  }

  /** First seed of the control. */
  get controlFrom(): bigint {
    const { seedsFrom, campaigns, budget } = this.order;
    return seedsFrom + BigInt(campaigns) * BigInt(budget);
  }

  /** Takes over what an earlier go finished; what this gauntlet does not ask for is left alone. */
  restore(record: GauntletRecord): void {
    if (record.kind === 'campaign') {
      const campaign = this.byName.get(keyOf(record));
      if (campaign !== undefined) campaign.end ??= record;
    } else {
      this.control.set(record.block, record.tally);
    }
  }

  /**
   * What to do next, null when there is nothing to do until something comes back, or ever. One after the other gets
   * one pair of hands; when more are free the control goes on, and then batches that may turn out not to count.
   */
  next(): GauntletTask | null {
    return this.handCampaign((campaign) => campaign.inFlight === 0) ?? this.handControl() ?? this.handAhead();
  }

  /** What came of a task. Returns what is finished by it, to be kept. */
  take(task: Extract<GauntletTask, { kind: 'hunt' }>, found: Hunted): GauntletRecord | null;
  take(task: Extract<GauntletTask, { kind: 'control' }>, found: ControlTally): GauntletRecord | null;
  take(task: GauntletTask, found: Hunted | ControlTally): GauntletRecord | null {
    if (task.kind === 'control') {
      const tally = found as ControlTally;
      this.control.set(task.block, tally);
      this.controlInFlight.delete(task.block);
      return { kind: 'control', block: task.block, tally };
    }
    const campaign = present(this.byName.get(keyOf(task.of)), 'a campaign of this gauntlet');
    const before = campaign.end;
    campaign.take(task.batch, found as Hunted);
    return before === null ? campaign.end : null;
  }

  /** Whether everything asked for is finished. */
  get over(): boolean {
    return this.hunted && this.controlDone === this.controlTotal;
  }

  /** Those that are finished, in the order of their seeds. */
  ends(bug: string, assertions: Assertions): CampaignEnd[] {
    return this.campaigns
      .filter(({ name }) => name.bug === bug && name.assertions === assertions)
      .flatMap(({ end }) => (end === null ? [] : [end]));
  }

  /** What the blocks of the control that are finished come to, in the order of their seeds. */
  get controlTally(): ControlTally {
    return sumTallies(this.controlBlocks);
  }

  /** Seeds of the control that are finished. */
  get controlDone(): number {
    return this.controlBlocks.reduce((sum, { seeds }) => sum + seeds, 0);
  }

  /** Seeds of the control, as far as it is known; more when campaigns that still go on have ended. */
  get controlTotal(): number {
    return this.order.control ?? this.campaigns.reduce((sum, { end }) => sum + (end?.seeds ?? 0), 0);
  }

  /** Whether every campaign is finished. */
  get hunted(): boolean {
    return this.campaigns.every((campaign) => campaign.end !== null);
  }

  get finishedCampaigns(): number {
    return this.campaigns.filter((campaign) => campaign.end !== null).length;
  }

  private handCampaign(suits: (campaign: Campaign) => boolean): GauntletTask | null {
    const campaign = this.campaigns.find((each) => each.hasMore && suits(each));
    if (campaign === undefined) return null;
    const { number, seeds } = campaign.hand();
    return { kind: 'hunt', of: campaign.name, batch: number, seeds };
  }

  /** Finished blocks; one that an earlier go cut shorter or longer than this one asks for is none. */
  private get controlBlocks(): ControlTally[] {
    const blocks: ControlTally[] = [];
    const total = this.controlTotal;
    for (let block = 0; block * this.order.batchSeeds < total; block++) {
      const tally = this.control.get(block);
      if (tally?.seeds === this.blockSeeds(block, total)) blocks.push(tally);
    }
    return blocks;
  }

  private blockSeeds(block: number, total: number): number {
    const { batchSeeds } = this.order;
    return Math.min(batchSeeds, total - block * batchSeeds);
  }

  /** A whole block that is sure to be asked for; the last one, which may be shorter, when the number is final. */
  private handControl(): GauntletTask | null {
    const { batchSeeds } = this.order;
    const total = this.controlTotal;
    const final = this.order.control !== null || this.hunted;
    const blocks = final ? Math.ceil(total / batchSeeds) : Math.floor(total / batchSeeds);
    for (let block = 0; block < blocks; block++) {
      const count = this.blockSeeds(block, total);
      if (this.controlInFlight.has(block) || this.control.get(block)?.seeds === count) continue;
      this.controlInFlight.add(block);
      return { kind: 'control', block, seeds: { from: String(this.controlFrom + BigInt(block * batchSeeds)), count } };
    }
    return null;
  }

  /** Of the campaign with the fewest hands on it. */
  private handAhead(): GauntletTask | null {
    const open = this.campaigns.filter((campaign) => campaign.hasMore);
    const fewest = Math.min(...open.map((campaign) => campaign.inFlight));
    return this.handCampaign((campaign) => campaign.inFlight === fewest);
  }
}

function keyOf({ bug, assertions, campaign }: CampaignName): string {
  return `${bug} ${assertions} ${campaign}`;
}
