/** Properties, asked of cases and plans nobody has thought of: fast-check draws them, and shrinks what fails. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { newCase, run, version, type Case } from 'zabsim';
import { arbitraryCase, arbitraryFaults, arbitraryOperations, planOf } from 'zabsim/testing';
import 'zabsim/testing/vitest';
import counter from '../../../scenarios/examples/counter.ts';

/** The scenario brings the property: no session sees a version of the counter after a higher one. */
const registry = new Map([['./counter.ts', counter]]);

test('whatever strikes, nobody sees the counter go back', () => {
  const cases = arbitraryCase({
    scenario: './counter.ts',
    voters: 3,
    clients: [1, 3],
    operations: { paths: ['/counter'], most: 12 },
  });
  fc.assert(
    fc.property(cases, (of) => {
      expect(of).toHold({ registry });
    }),
    { numRuns: 20, seed: 1 },
  );
});

/** Faults by themselves, where the rest of a case is fixed. */
test('three voters serve again after any crashes and partitions', () => {
  fc.assert(
    fc.property(arbitraryFaults({ kinds: ['crash', 'partition'], most: 3 }), (faults) => {
      const scenario = {
        name: 'shop',
        story: 'Two clients at work while servers crash and are cut off.',
        ensemble: { voters: 3 },
        clients: 2,
        workload: { ops: 12 },
        duration: '2s',
        faults,
      };
      expect(newCase(version, scenario, 'quiet')).toHold();
    }),
    { numRuns: 15, seed: 1 },
  );
});

/** And operations. The bug applies commits out of order. */
test('a bug of the commit processor is shown by a handful of writes', () => {
  const sizes = { voters: 3, observers: 0, clients: 2, durationMs: 1000 };
  const cases = arbitraryOperations({ ...sizes, least: 1, most: 10, paths: ['/a'] }).map((operations): Case => ({
    ...newCase(version, 'fuzz', '2', sizes),
    bug: 'G5',
    plan: planOf(operations, []),
  }));
  const found = fc.check(
    fc.property(cases, (of) => run(of).failure === null),
    { seed: 1 },
  );
  const smallest = found.counterexample?.[0];
  expect(smallest).toFailWith({ check: 'zab-prefix' });
  expect(smallest?.plan?.operations.length).toBeLessThanOrEqual(3);
  expect({ ...smallest, bug: null }).toHold();
});
