import { expect, test } from 'vitest';
import { newCase } from '../../sim/record/case.ts';
import { explicitCase } from '../explicit.ts';
import { run } from '../run.ts';
import { version } from '../version.ts';
import { shrinkCase } from './shrink.ts';

/** Votes go in circles, so that each attempt is told from its beginning. */
test('a failure without end is what its shrunk case comes to in the end', () => {
  const of = explicitCase({ ...newCase(version, 'fuzz', '105'), bug: 'ZK-1419' });
  const shrinking = shrinkCase(of, { attempts: 60 });
  expect(shrinking?.after.failure?.signature).toBe(run(of).failure?.signature);
  expect(shrinking?.size.faults).toBeLessThan(of.plan?.faults.length ?? 0);
});
