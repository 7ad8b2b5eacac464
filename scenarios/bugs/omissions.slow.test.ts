import fc from 'fast-check';
import { expect, test } from 'vitest';
import { newCase } from '../../sim/record/case.ts';
import { catalogue } from '../catalogue/index.ts';
import { run } from '../run.ts';
import type { Scenario } from '../scenario.ts';
import { version } from '../version.ts';
import { isCaught } from './hunt.ts';
import { omission, type Omission } from './omissions.testkit.ts';

const SEEDS = 250;

/** How many seeds of the fuzzing profile it takes to catch it; null when all of them pass. */
function seedsToCatch({ parts }: Omission): number | null {
  const fuzz = catalogue.get('fuzz') as Scenario;
  const registry = new Map([['fuzz', { ...fuzz, hooks: { parts } }]]);
  for (let seed = 1; seed <= SEEDS; seed++) {
    if (isCaught(run(newCase(version, 'fuzz', String(seed)), { registry }))) return seed;
  }
  return null;
}

test(`any step left out is caught within ${SEEDS} seeds of the fuzzing profile`, () => {
  fc.assert(
    fc.property(omission, (omitted) => {
      expect(seedsToCatch(omitted), omitted.title).not.toBeNull();
    }),
    { numRuns: 40, seed: 20_260 },
  );
});
