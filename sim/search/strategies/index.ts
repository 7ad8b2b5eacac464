/** The strategies there are, by the names a user gives them. */
import { strategyNames, type Strategy, type StrategyName } from '../strategy.ts';
import { Coverage } from './coverage.ts';
import { Guided } from './guided.ts';
import { Mix } from './mix.ts';
import { NearHarm } from './near-harm.ts';
import { Fresh } from './random.ts';

/** Of what a guided strategy alone orders, in a million. */
const FRESH_PPM = 300_000;

const makers: Readonly<Record<StrategyName, () => Strategy>> = {
  mix: () => new Mix(),
  random: () => new Fresh('random'),
  pct: () => new Fresh('pct'),
  coverage: () => new Guided(new Coverage(), FRESH_PPM),
  margin: () => new Guided(new NearHarm(), FRESH_PPM),
};

/** What a campaign is led by when nobody says. */
export const defaultStrategy: StrategyName = 'mix';

export const knownStrategies: readonly StrategyName[] = strategyNames;

/** A fresh one, which has learnt nothing; fails with a RangeError when there is none of that name. */
export function createStrategy(name: string): Strategy {
  const known = knownStrategies.find((each) => each === name);
  if (known === undefined)
    throw new RangeError(`there is no strategy "${name}": there are ${knownStrategies.join(', ')}`);
  return makers[known]();
}
