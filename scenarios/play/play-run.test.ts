import fc from 'fast-check';
import { expect, test } from 'vitest';
import { newCase, type Case } from '../../sim/record/case.ts';
import { explicitCase } from '../explicit.ts';
import { prepareCase, Simulation } from '../simulation.ts';
import { version } from '../version.ts';
import { CaseMaker } from './case-of-play.ts';
import { momentOf } from './moment.ts';
import { PlayRun } from './play-run.ts';
import { playCase } from './player.testkit.ts';
import { Track } from './track.ts';

const SEED = 20261126;

/** Whoever writes to it fails. */
function frozen<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  Object.freeze(value);
  for (const each of Object.values(value) as unknown[]) frozen(each);
  return value;
}

function chaos(seed: string): Case {
  return explicitCase(newCase(version, 'chaos', seed, { durationMs: 4000 }));
}

function endOf(run: PlayRun): string {
  run.runTo(Infinity);
  return run.simulation.world.fingerprint();
}

const seeds = fc.nat(40).map(String);
const shares = fc.double({ min: 0, max: 1, noNaN: true });

test('copies of a run, made at any event, end like it, whichever goes on first; what they share is never written to', () => {
  fc.assert(
    fc.property(seeds, shares, shares, (seed, share, later) => {
      const of = frozen(chaos(seed));
      const whole = new Simulation(of, prepareCase(of), []);
      whole.runToEnd();
      const { events } = whole.world;
      const run = new PlayRun(of, {});
      run.runTo(Math.floor(share * events));
      const [copy, looked] = [run.copy(), run.looked()];
      looked.runTo(Math.floor(later * events));
      const again = [looked.copy(), looked.looked(), copy.looked()];
      const ends = [looked, copy, ...again, run].map(endOf);
      expect(ends).toEqual(ends.map(() => whole.world.fingerprint()));
    }),
    { seed: SEED, numRuns: 8 },
  );
});

test('a copy to be looked at shows what the run shows', () => {
  fc.assert(
    fc.property(seeds, fc.nat(2500), fc.nat(200), (seed, events, more) => {
      const of = chaos(seed);
      const [run, fresh] = [new PlayRun(of, {}), new PlayRun(of, {})];
      run.runTo(events);
      const looked = run.looked();
      looked.runTo(events + more);
      fresh.runTo(events + more);
      const shown = (each: PlayRun): unknown =>
        momentOf(each, { branch: 0, event: each.length - 1, overrides: {}, atUs: () => 0 });
      expect(shown(looked)).toEqual(shown(fresh));
    }),
    { seed: SEED, numRuns: 8 },
  );
});

test('a branch writes to no case of those before it', () => {
  const maker = new CaseMaker(frozen(playCase({ voters: 3 })), {});
  const lines = [
    'at 3s: c1 create /a "x"',
    'at 4s: crash 2',
    'let net/1>3#9/quorum/PING#5.delay = 77',
    'at 5s: restart 2',
  ];
  let track = Track.begin(frozen(maker.explicit(maker.caseOf([], null))));
  for (let i = 1; i <= lines.length; i++) {
    track.extend(1500);
    track = track.branch(frozen(maker.explicit(maker.caseOf(lines.slice(0, i), null))));
  }
  track.extend(4000);
  const fresh = Track.begin(maker.caseOf(lines, null));
  fresh.extend(4000);
  expect(track.fingerprint).toBe(fresh.fingerprint);
});
