import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Case } from '../../sim/record/case.ts';
import { CaseMaker } from './case-of-play.ts';
import { playCase } from './player.testkit.ts';
import { Track } from './track.ts';

const maker = new CaseMaker(playCase({ voters: 3 }), {});

/** The last event up to there. */
function reached(of: Track, event: number): number {
  of.extend(event + 1);
  return of.length - 1;
}

const faultLines = fc.constantFrom(
  'at 2s: crash leader',
  'at 3s: crash 1',
  'at 3.5s: restart 1',
  'at 4s: pause a follower for 400ms',
  'at 4s: partition 1 | 2,3',
  'at 5s: heal',
  'at 6s: crash 2',
  'at 30s: crash 3',
  'when any commits x3: pause 2 for 1s',
  'when leader commits x40: crash leader',
  'when server 2 logs 9:1: crash 3',
  'at 3s: c1 create /a "x"',
  'at 4s: c2 setData /a "y"',
  'at 9s: c1 sync /',
);
const scripts = fc.uniqueArray(faultLines, { maxLength: 6 });

test('a changed script, whatever is taken out and put in, is the run that it comes to from the beginning, at any event', () => {
  const caseOf = (lines: readonly string[]): Case => maker.explicit(maker.caseOf(lines, null));
  const printOf = (of: Track, event: number): string => of.at(event).simulation.world.fingerprint();
  fc.assert(
    fc.property(
      fc.array(fc.tuple(scripts, fc.nat(2500)), { minLength: 2, maxLength: 4 }),
      fc.array(fc.nat(2600), { minLength: 4, maxLength: 8 }),
      (versions, events) => {
        let branch: Track | null = null;
        for (const [lines, length] of versions) {
          branch = branch === null ? Track.begin(caseOf(lines), { copyEvery: 64 }) : branch.branch(caseOf(lines));
          branch.extend(length);
        }
        const fresh = Track.begin((branch as Track).of);
        for (const event of events) {
          // It may be over before.
          const last = Math.min(event, reached(branch as Track, event), reached(fresh, event));
          expect(printOf(branch as Track, last)).toBe(printOf(fresh, last));
        }
        expect((branch as Track).firstDifference(fresh)).toBeNull();
      },
    ),
    { seed: 20261126, numRuns: 60 },
  );
});
