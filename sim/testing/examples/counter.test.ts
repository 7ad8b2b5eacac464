/** A property of one's own, asked of cases nobody has thought of: fast-check draws them, and shrinks what fails. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { arbitraryCase } from 'zabsim/testing';
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
