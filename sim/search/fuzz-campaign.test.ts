import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { base, caseOfFake, EagerPupil, fakeRun, Indifferent } from './fake-campaign.testkit.ts';
import { FuzzCampaign, type FuzzHands, type FuzzPlan } from './fuzz-campaign.ts';
import { seedOfCut } from './fuzz-merge.ts';
import { FuzzTally, signatureOf } from './fuzz-tally.ts';
import { turnOf } from './seed-lanes.ts';
import type { Order, Report, Strategy } from './strategy.ts';

interface World {
  readonly plan: FuzzPlan;
  readonly generation: number;
  readonly pupil: boolean;
  /** One seed in so many fails. */
  readonly odds: number;
}

const strategyOf = ({ pupil, generation }: World): Strategy =>
  pupil ? new EagerPupil(generation) : new Indifferent(generation);

const handsOf = (world: World): FuzzHands => ({ strategy: () => strategyOf(world), caseOf: caseOfFake });

const begin = (world: World): FuzzCampaign => new FuzzCampaign(world.plan, handsOf(world));

interface Run {
  readonly order: Order;
  readonly report: Report;
}

/** Carries a campaign through with `jobs` pairs of hands; `pick` says whose work is done next. */
function carryThrough(
  campaign: FuzzCampaign,
  { odds }: World,
  hands: { readonly jobs: number; readonly batch: number; readonly pick: (running: number) => number },
  until: (runs: number) => boolean = () => false,
): Run[] {
  const runs: Run[] = [];
  const running: Order[][] = [];
  while (!until(runs.length)) {
    while (running.length < hands.jobs) {
      const orders = campaign.next(hands.batch);
      if (orders.length === 0) break;
      running.push(orders);
    }
    const [orders] = running.splice(hands.pick(running.length), 1);
    if (orders === undefined || campaign.end !== 'open') break;
    const reports = orders.map((order) => fakeRun(order, odds));
    campaign.take(reports);
    orders.forEach((order, i) => runs.push({ order, report: reports[i] as Report }));
  }
  return runs;
}

const alone = { jobs: 1, batch: 1, pick: () => 0 };

/** All that comparisons look at. */
function score({ tally }: { readonly tally: FuzzTally }): unknown {
  const { seeds, ok, undecided, events, virtualMs, range } = tally;
  const failures = tally.failures.map(({ order, report, ...rest }) => ({
    ...rest,
    order,
    report: { ...report, of: null },
  }));
  const { doubts, marks, behaviours, alone: once } = tally;
  return { seeds, ok, undecided, events, virtualMs, range, failures, doubts, marks, behaviours, once };
}

/** One seed after the other, as one would do by hand, each told to the strategy of its island. */
function twin({ plan, ...world }: World): { readonly tally: FuzzTally; readonly cut: boolean } {
  const { from, islands, shard, stopAfter, known } = plan;
  const tally = new FuzzTally();
  const classes = Array.from({ length: islands }, () => ({
    strategy: strategyOf({ plan, ...world }),
    heard: [] as Run[],
  }));
  const found = new Set<string>();
  for (let i = 0; i < (plan.seeds ?? 0); i++) {
    const seed = from + BigInt(i);
    const island = Number(seed % BigInt(islands));
    if (shard !== null && shard !== island) continue;
    const own = classes[island] as (typeof classes)[number];
    const order = own.strategy.order(String(seed));
    const report = fakeRun(order, world.odds);
    tally.add(order, report);
    own.heard.push({
      order,
      report: { ...report, of: world.pupil || order.parent !== null ? caseOfFake(order) : null },
    });
    if (own.heard.length === world.generation) {
      for (const { order: told, report: what } of own.heard.splice(0)) own.strategy.learn(told, what);
    }
    const signature = signatureOf(report);
    if (signature !== null && !known.has(signature)) found.add(signature);
    if (stopAfter !== null && found.size >= stopAfter) return { tally, cut: true };
  }
  return { tally, cut: false };
}

const worlds: fc.Arbitrary<World> = fc
  .record({
    from: fc.bigInt({ min: 0n, max: 30n }),
    seeds: fc.integer({ min: 0, max: 60 }),
    islands: fc.integer({ min: 1, max: 4 }),
    sharded: fc.option(fc.nat(3)),
    stopAfter: fc.constantFrom(null, 1, 2, 3),
    known: fc.subarray(['check: s0', 'check: s1']),
    generation: fc.integer({ min: 1, max: 7 }),
    pupil: fc.boolean(),
    odds: fc.constantFrom(3, 10, 40),
  })
  .map(({ from, seeds, islands, sharded, stopAfter, known, ...rest }) => ({
    ...rest,
    plan: {
      from,
      seeds,
      islands,
      shard: sharded === null ? null : sharded % islands,
      stopAfter,
      known: new Set(known),
    },
  }));

const handsOfAny = fc.record({
  jobs: fc.integer({ min: 1, max: 6 }),
  batch: fc.integer({ min: 1, max: 9 }),
  dice: fc.infiniteStream(fc.nat()),
});

function someHands({ jobs, batch, dice }: { jobs: number; batch: number; dice: Iterator<number> }): typeof alone {
  const pick = (running?: number): number =>
    running === undefined || running === 0 ? 0 : (dice.next().value as number) % running;
  return { jobs, batch, pick: pick as () => number };
}

describe('a campaign', () => {
  test('comes to the same whoever runs its seeds, how many at once, and in whatever order they come back', () => {
    fc.assert(
      fc.property(worlds, handsOfAny, (world, hands) => {
        const campaign = begin(world);
        carryThrough(campaign, world, someHands(hands));
        const alike = twin(world);
        expect(campaign.end).toBe(alike.cut ? 'found' : 'budget');
        expect(score(campaign)).toEqual(score(alike));
      }),
      { numRuns: 300 },
    );
  });

  test('goes on from what was kept, in any order and only in part, and runs nothing of it again', () => {
    fc.assert(
      fc.property(worlds, handsOfAny, fc.nat(40), fc.func(fc.nat(2)), (world, hands, killed, drop) => {
        const before = carryThrough(begin(world), world, someHands(hands), (runs) => runs >= killed);
        const part = before.filter(({ order }) => drop(order.seed) !== 0);
        const turned = part.slice(part.length / 2).concat(part.slice(0, part.length / 2));
        const later = begin(world);
        for (const { order, report } of [...turned, ...turned]) expect(later.restore(order.kind, report)).toBe(null);
        const again = carryThrough(later, world, someHands(hands));
        const ours = new Set(part.map(({ order }) => order.seed));
        expect(again.filter(({ order }) => ours.has(order.seed))).toEqual([]);
        expect(score(later)).toEqual(score(twin(world)));
      }),
      { numRuns: 300 },
    );
  });

  test('in shards comes to what one machine comes to', () => {
    fc.assert(
      fc.property(worlds, handsOfAny, (world, hands) => {
        const plan = { ...world.plan, shard: null };
        const whole = begin({ ...world, plan });
        carryThrough(whole, world, alone);
        const runs = Array.from({ length: plan.islands }, (_, shard) => {
          const part = { ...world, plan: { ...plan, shard } };
          const campaign = begin(part);
          return carryThrough(campaign, part, someHands(hands));
        }).flat();
        const failed = runs.flatMap(({ report }) => {
          const signature = signatureOf(report);
          return signature === null ? [] : [{ seed: report.seed, signature }];
        });
        const cut = seedOfCut(failed, plan);
        const tally = new FuzzTally();
        for (const { order, report } of runs.reverse()) {
          if (cut === null || BigInt(order.seed) <= cut) tally.add(order, report);
        }
        expect(score({ tally })).toEqual(score(whole));
        expect(whole.end).toBe(cut === null ? 'budget' : 'found');
      }),
      { numRuns: 200 },
    );
  });

  test('that is told to end finishes the rounds it began, and no seed of another', () => {
    fc.assert(
      fc.property(worlds, handsOfAny, fc.nat(20), (world, hands, when) => {
        const campaign = begin(world);
        const first = carryThrough(campaign, world, someHands({ ...hands, jobs: 1 }), (runs) => runs >= when);
        const begun = campaign.end === 'open' ? first.length : null;
        campaign.finish();
        if (begun === null) return;
        carryThrough(campaign, world, alone);
        const { islands, shard } = world.plan;
        const round = world.generation * (shard === null ? islands : 1);
        expect(['time', 'budget', 'found']).toContain(campaign.end);
        if (campaign.end === 'time') expect(campaign.tally.seeds % round).toBe(0);
        // A prefix of what it would have come to with all the time in the world.
        const part = { ...world, plan: { ...world.plan, seeds: prefixOf(campaign) } };
        expect(score(campaign)).toEqual(score(twin(part)));
      }),
    );
  });

  test('counts whole rounds while it goes on', () => {
    const world: World = { plan: planOf({ seeds: 20 }), generation: 5, pupil: true, odds: 1000 };
    const campaign = begin(world);
    const counted = new Set<number>();
    carryThrough(campaign, world, alone, () => {
      counted.add(campaign.tally.seeds);
      return false;
    });
    expect([...counted]).toEqual([0, 5, 10, 15, 20]);
  });

  test('with a seed that does not come back runs on, but not away', () => {
    const world: World = { plan: planOf({ seeds: 1_000_000 }), generation: 1, pupil: false, odds: 1000 };
    const campaign = begin(world);
    const [stuck] = campaign.next(1);
    let seeds = 0;
    for (let orders = campaign.next(7); orders.length > 0; orders = campaign.next(7)) {
      seeds += orders.length;
      campaign.take(orders.map((order) => fakeRun(order, world.odds)));
    }
    expect(seeds).toBe(399);
    expect(campaign.tally.seeds).toBe(0);
    campaign.take([fakeRun(stuck as Order, world.odds)]);
    expect(campaign.tally.seeds).toBe(400);
  });

  test('refuses a seed of another island, and what another strategy ran', () => {
    const world: World = { plan: planOf({ islands: 2, shard: 1, from: 10n }), generation: 5, pupil: true, odds: 1000 };
    const report = (seed: string): Report => fakeRun({ seed, kind: 'random', parent: null }, 1000);
    expect(begin(world).restore('random', report('12'))).toBe('seed 12 is not of this campaign');
    expect(begin(world).restore('random', report('9'))).toBe('seed 9 is not of this campaign');
    const [order] = begin(world).next(1);
    const other = order?.kind === 'pct' ? 'random' : 'pct';
    expect(begin(world).restore(other, report('11'))).toBe('seed 11 was run for another strategy');
    expect(begin(world).restore(order?.kind ?? other, report('11'))).toBe(null);
  });
});

test('seeds of an island take turns over the scenarios, wherever a campaign begins', () => {
  const turns = (seeds: readonly number[], islands: number): number[] =>
    seeds.map((s) => turnOf(String(s), islands, 3));
  expect(turns([0, 1, 2, 3, 4, 5], 1)).toEqual([0, 1, 2, 0, 1, 2]);
  expect(turns([1, 4, 7, 10], 3)).toEqual([0, 1, 2, 0]);
});

describe('a tally', () => {
  const order = (seed: string): Order => ({ seed, kind: 'random', parent: null });
  const ok: Report = { ...fakeRun(order('1'), 1e9), verdict: 'ok', failure: null, marks: {}, behaviours: [] };

  test('knows how many seeds showed what no other did', () => {
    const tally = new FuzzTally();
    tally.add(order('1'), { ...ok, behaviours: [1, 2, 3] });
    tally.add(order('2'), { ...ok, behaviours: [3], marks: { rare: 4 } });
    tally.add(order('3'), { ...ok, behaviours: [3] });
    // Seed 1 showed two things by itself, seed 2 one; were one of them run last, it would have shown something new.
    expect(tally.behaviours).toEqual({ seen: 3, once: 2 });
    expect(tally.alone).toBe(2);
    tally.add(order('4'), { ...ok, marks: { rare: 1 } });
    expect(tally.alone).toBe(1);
    expect(tally.marks).toEqual({ rare: { times: 5, seeds: 2 } });
  });

  test('lets the lowest seed stand for its signature', () => {
    const failed = (seed: string): Report => ({
      ...ok,
      seed,
      of: base,
      verdict: 'liveness',
      failure: { check: 'c', signature: 's', message: seed, atMs: 0, event: 0, replay: '' },
    });
    const tally = new FuzzTally();
    for (const seed of ['10', '9', '100']) tally.add(order(seed), failed(seed));
    expect(tally.failures).toMatchObject([{ signature: 's', count: 3, order: { seed: '9' }, report: { seed: '9' } }]);
    expect(tally.range).toEqual({ from: 9n, to: 100n });
    expect(tally.alone).toBe(0);
  });
});

function planOf(plan: Partial<FuzzPlan>): FuzzPlan {
  return { from: 1n, seeds: 100, islands: 1, shard: null, stopAfter: null, known: new Set(), ...plan };
}

/** The budget of seeds under which the same seeds are run. */
function prefixOf({ tally, plan }: FuzzCampaign): number {
  if (plan.shard === null || tally.range === null) return tally.seeds;
  return Number(tally.range.to - plan.from) + 1;
}
