/**
 * One campaign against one bug, led by a strategy: what `huntSeeds` is for seeds as they are drawn. A strategy learns
 * from seed to seed, so the whole campaign is one piece of work.
 */
import type { Case } from '../record/case.ts';
import { scenarioName } from '../record/case.ts';
import type { FoundSeed } from '../record/gauntlet-file.ts';
import type { RunResult } from '../record/run-result.ts';
import type { SeedBlock } from './seed-block.ts';
import { ERRORS_MAX, foundSeed, type Hunted, type Runner } from './seed-hunt.ts';
import type { Order, Report, Strategy, StrategyName } from './strategy.ts';
import { huntWith } from './strategy-hunt.ts';

export interface OrderRun {
  readonly of: Case;
  readonly result: RunResult;
  readonly report: Report;
}

export interface GuidedRunner extends Runner {
  runOrder(base: Case, order: Order, watches: boolean): OrderRun;
}

export interface GuidedHunt {
  /** Names the bug; its seed is replaced. */
  readonly base: Case;
  readonly seeds: SeedBlock;
  readonly name: StrategyName;
  /** A fresh one of that name. */
  readonly strategy: Strategy;
}

export function huntGuided({ base, seeds, name, strategy }: GuidedHunt, runner: GuidedRunner): Hunted {
  const errors: FoundSeed[] = [];
  const controlFailures: FoundSeed[] = [];
  let undecided = 0;
  let last: OrderRun | null = null;
  const hunt = huntWith(strategy, BigInt(seeds.from), seeds.count, {
    isCaught: runner.isCaught,
    run: (order, watches) => {
      last = runner.runOrder(base, order, watches);
      const { of, result } = last;
      if (result.verdict === 'undecided') undecided++;
      else if (result.verdict !== 'ok' && !runner.isCaught(result)) errors.push(foundSeed(of, result));
      return last;
    },
    control: (of) => {
      const correct: Case = { ...of, bug: null };
      const { result } = runner.run(correct);
      if (result.verdict !== 'ok' && result.verdict !== 'undecided') controlFailures.push(foundSeed(correct, result));
      return result.verdict;
    },
  });
  return {
    seeds: hunt.seeds,
    detection: hunt.found && last !== null ? detectionOf(last, seeds, name) : null,
    undecided,
    doubtful: hunt.doubtful,
    controlFailures,
    errors: errors.slice(0, ERRORS_MAX),
    cpuMs: hunt.cpuMs,
  };
}

/** What was learnt on the way is part of what shows it again, so the campaign is told. */
function detectionOf({ of, result, report }: OrderRun, { from }: SeedBlock, strategy: StrategyName): FoundSeed {
  const { config = {} } = of.options;
  const set = config['assertions'] === false ? ' --set assertions=false' : '';
  const bug = of.bug === null ? '' : ` --bug ${of.bug}`;
  const seeds = `--seeds ${from}..${report.seed} --strategy ${strategy}`;
  return {
    ...foundSeed(of, result),
    seed: report.seed,
    replay: `sim fuzz ${scenarioName(of.scenario)}${bug}${set} ${seeds}`,
  };
}
