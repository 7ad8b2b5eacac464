/** The strategies there are, by the names a user gives them. */
import type { Strategy, StrategyName } from '../strategy.ts';
import { RandomStrategy } from './random.ts';

const makers = new Map<StrategyName, () => Strategy>([['random', () => new RandomStrategy()]]);

/** What a campaign is led by when nobody says. */
export const defaultStrategy: StrategyName = 'random';

export const knownStrategies: readonly StrategyName[] = [...makers.keys()];

/** A fresh one, which has learnt nothing; fails with a RangeError when there is none of that name. */
export function createStrategy(name: string): Strategy {
  const make = makers.get(name as StrategyName);
  if (make === undefined)
    throw new RangeError(`there is no strategy "${name}": there are ${knownStrategies.join(', ')}`);
  return make();
}
