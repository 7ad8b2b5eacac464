/** The strategies by name. */
import { assertNever } from '../../../protocol/std/assert.ts';
import type { Strategy, StrategyName } from '../strategy.ts';
import { Coverage } from './coverage.ts';
import { Guided } from './guided.ts';
import { Mix } from './mix.ts';
import { NearHarm } from './near-harm.ts';
import { Fresh } from './random.ts';

/** Of what a guided strategy alone orders, in a million. */
const FRESH_PPM = 300_000;

export function createStrategy(name: StrategyName): Strategy {
  switch (name) {
    case 'random':
      return new Fresh('random');
    case 'pct':
      return new Fresh('pct');
    case 'coverage':
      return new Guided(new Coverage(), FRESH_PPM);
    case 'margin':
      return new Guided(new NearHarm(), FRESH_PPM);
    case 'mix':
      return new Mix();
    default:
      return assertNever(name);
  }
}
