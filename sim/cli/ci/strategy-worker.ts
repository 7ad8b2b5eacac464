/** One campaign of one strategy against one bug, in a thread of its own. */
import { isCaught } from '../../../scenarios/bugs/hunt.ts';
import { runOrder } from '../../../scenarios/guided/run-order.ts';
import { run } from '../../../scenarios/run.ts';
import { version } from '../../../scenarios/version.ts';
import { createStrategy } from '../../search/strategies/index.ts';
import type { StrategyName } from '../../search/strategy.ts';
import { huntWith, type StrategyHunt } from '../../search/strategy-hunt.ts';
import { profileCase } from '../profile.ts';
import { threadClock } from '../thread-cpu.ts';

export interface StrategyCampaign {
  readonly bug: string;
  readonly strategy: StrategyName;
  readonly from: string;
  readonly budget: number;
}

const clock = threadClock();

export default function campaign({ bug, strategy, from, budget }: StrategyCampaign): StrategyHunt {
  const base = profileCase(version, bug, 'on');
  return huntWith(createStrategy(strategy), BigInt(from), budget, {
    run: (order, watches) => {
      const begunMs = clock();
      const { of, result, report } = runOrder(base, order, watches);
      return { of, result, report: { ...report, cpuMs: clock() - begunMs } };
    },
    control: (of) => run({ ...of, bug: null }).verdict,
    isCaught,
  });
}
