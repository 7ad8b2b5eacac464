/**
 * `strategies.js [--campaigns 30] [--bugs ID,...] [--strategy mix] [--baseline random] [--budget 5000] [--jobs 2]
 * [--journal FILE]`: how many seeds a strategy takes to find re-created bugs, beside the baseline's. Campaigns of both
 * have disjoint seeds. The first five bugs are the hardest by the medians of the score in scenarios/bugs/README.md, which other
 * seeds made; the interval is theirs. A journal keeps finished campaigns, one a line, and those in it are not run again.
 */
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { Piscina } from 'piscina';
import { columns } from '../../../reports/text/layout.ts';
import { InputError } from '../../record/input-error.ts';
import { median } from '../../search/quantile.ts';
import { bootstrapRatio, geometricRatio, type Pair } from '../../search/ratio.ts';
import type { StrategyHunt } from '../../search/strategy-hunt.ts';
import { strategyNames, type StrategyName } from '../../search/strategy.ts';
import { builtFile } from '../package-root.ts';
import { asked, bugsAsked } from './asked.ts';
import type { StrategyCampaign } from './strategy-worker.ts';

const HARDEST = ['ZK-2959', 'ZK-3642', 'ZK-1419', 'ZK-2355', 'ZK-1667'];
/** Seeds of one campaign begin so far from those of the next. */
const APART = 1_000_000n;
/** Campaigns of the baseline begin here, those of the other strategy as far again. */
const FIRST = 1_000_000_000n;

interface Done extends StrategyCampaign {
  readonly hunt: StrategyHunt;
}

const { values: flags } = parseArgs({
  options: {
    campaigns: { type: 'string', default: '30' },
    bugs: { type: 'string', default: HARDEST.join(',') },
    strategy: { type: 'string', default: 'mix' },
    baseline: { type: 'string', default: 'random' },
    budget: { type: 'string', default: '5000' },
    jobs: { type: 'string', default: '2' },
    journal: { type: 'string' },
  },
});
const strategy = asked(() => strategyOf(flags.strategy));
const baseline = asked(() => strategyOf(flags.baseline));
const bugs = bugsAsked(flags.bugs.split(',')).map(({ id }) => id);
const count = Number(flags.campaigns);

function strategyOf(text: string): StrategyName {
  const found = strategyNames.find((name) => name === text);
  if (found === undefined) throw new InputError(`"${text}" is no strategy; known are ${strategyNames.join(', ')}.`);
  return found;
}

function campaignsOf(bug: string, name: StrategyName, first: bigint): StrategyCampaign[] {
  return Array.from({ length: count }, (_, i) => ({
    bug,
    strategy: name,
    from: String(first + BigInt(i) * APART),
    budget: Number(flags.budget),
  }));
}

function keyOf({ bug, strategy: name, from, budget }: StrategyCampaign): string {
  return `${bug} ${name} ${from} ${budget}`;
}

const done = new Map<string, StrategyHunt>();
if (flags.journal !== undefined && existsSync(flags.journal)) {
  for (const line of readFileSync(flags.journal, 'utf8').split('\n')) {
    if (line === '') continue;
    const { hunt, ...of } = JSON.parse(line) as Done;
    done.set(keyOf(of), hunt);
  }
}

const compared = bugs.map((bug) => ({
  bug,
  baseline: campaignsOf(bug, baseline, FIRST),
  tried: strategy === baseline ? [] : campaignsOf(bug, strategy, 2n * FIRST),
}));
const threads = new Piscina({
  filename: builtFile('sim/cli/ci/strategy-worker.ts'),
  maxThreads: Number(flags.jobs),
  minThreads: Number(flags.jobs),
});
await Promise.all(
  compared
    .flatMap((each) => [...each.baseline, ...each.tried])
    .filter((of) => !done.has(keyOf(of)))
    .map(async (of) => {
      const hunt = (await threads.run(of)) as StrategyHunt;
      done.set(keyOf(of), hunt);
      if (flags.journal !== undefined) appendFileSync(flags.journal, `${JSON.stringify({ ...of, hunt })}\n`);
    }),
);
await threads.close();

const huntsOf = (campaigns: readonly StrategyCampaign[]): StrategyHunt[] =>
  campaigns.map((of) => done.get(keyOf(of)) as StrategyHunt);
const figures = (hunts: readonly StrategyHunt[]): string[] => {
  const total = (of: (hunt: StrategyHunt) => number): number => hunts.reduce((sum, hunt) => sum + of(hunt), 0);
  const seeds = total((hunt) => hunt.seeds);
  return [
    (seeds / hunts.length).toFixed(0),
    String(median(hunts.map((hunt) => hunt.seeds)) ?? '-'),
    `${hunts.filter((hunt) => hunt.found).length}/${hunts.length}`,
    (total((hunt) => hunt.events) / seeds).toFixed(0),
    (total((hunt) => hunt.cpuMs) / seeds).toFixed(1),
  ];
};
const seedsOf = (hunts: readonly StrategyHunt[]): number[] => hunts.map((hunt) => hunt.seeds);

const rows = [['bug', 'strategy', 'mean', 'median', 'found', 'events/seed', 'ms/seed', 'times fewer']];
const pairs = new Map<string, Pair>();
const either: string[] = [];
for (const each of compared) {
  const before = huntsOf(each.baseline);
  const after = huntsOf(each.tried);
  rows.push([each.bug, baseline, ...figures(before), '']);
  for (const of of [...before, ...after].flatMap((hunt) => hunt.failEitherWay)) either.push(JSON.stringify(of));
  if (after.length === 0) continue;
  const pair = { baseline: seedsOf(before), tried: seedsOf(after) };
  pairs.set(each.bug, pair);
  rows.push(['', strategy, ...figures(after), geometricRatio([pair]).toFixed(2)]);
}
process.stdout.write(`${columns(rows).join('\n')}\n`);
const hardest = HARDEST.flatMap((bug) => pairs.get(bug) ?? []);
if (hardest.length > 0) {
  const { ratio, low, high } = bootstrapRatio(hardest);
  process.stdout.write(
    `${strategy} needs ${ratio.toFixed(2)} times fewer seeds than ${baseline} in the geometric mean of ${hardest.length} hardest bugs ` +
      `(95 % bootstrap interval ${low.toFixed(2)} - ${high.toFixed(2)})\n`,
  );
}
for (const text of either) process.stdout.write(`fails without the bug as well: ${text}\n`);
