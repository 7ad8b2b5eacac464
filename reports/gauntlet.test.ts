import { describe, expect, test } from 'vitest';
import type { FoundSeed } from '../sim/record/gauntlet-file.ts';
import type { BugScore, GauntletResult, ModeScore } from '../sim/record/gauntlet-result.ts';
import { percentOf, secondsText } from './gauntlet-cells.ts';
import { gauntletMarkdown } from './markdown/gauntlet.ts';
import { plainPalette } from './palette.ts';
import { gauntletText } from './text/gauntlet.ts';

const found: FoundSeed = {
  seed: '17',
  verdict: 'liveness',
  check: 'recovery-in-time',
  signature: 'recovery: none led',
  message: 'nobody led within 1200 ms',
  replay: 'sim run fuzz --seed 17',
};

const on: ModeScore = {
  assertions: 'on',
  found: true,
  seeds: { median: 412.5, p95: 1810 },
  probability: 0.002134,
  interval: [0.00102, 0.003761],
  seconds: 1.93,
  check: 'durability',
  campaigns: 10,
  detections: 10,
  seedsRun: 4686,
  checks: [
    { check: 'durability', count: 7, meant: true },
    { check: 'assertions', count: 2, meant: false },
    { check: 'zab-one-leader-per-epoch', count: 1, meant: true },
  ],
  undecided: 0,
  doubtful: 1,
  errors: [],
  example: found,
};

const missed: ModeScore = {
  ...on,
  assertions: 'off',
  found: false,
  seeds: { median: null, p95: null },
  probability: 0,
  interval: [0, 0.0000369],
  seconds: null,
  check: null,
  detections: 0,
  checks: [],
  doubtful: 0,
  example: null,
};

function bug(id: string, modes: readonly ModeScore[]): BugScore {
  const { found: hit, seeds, probability, interval, seconds, check } = modes[0] ?? on;
  const facts = { id, name: id, kind: 'historic', phase: 'disk', title: 'a | title', properties: [], maskedBy: null };
  return { ...facts, found: hit, seeds, probability, interval, seconds, check, shrunk: null, modes };
}

const result: GauntletResult = {
  schema: 1,
  version: '0.1.0',
  profile: {
    scenario: 'fuzz',
    story: 'Few of everything.',
    parameters: {},
    sampled: 200,
    drawn: { voters: '3 (75 %), 5 (25 %)' },
  },
  seedsFrom: '1',
  strategy: 'random',
  campaigns: 10,
  budget: 10000,
  complete: true,
  bugs: [
    bug('ZK-4643', [on, missed]),
    bug('G3', [
      { ...on, probability: 1, interval: [0.69, 1], seconds: 12.3, checks: on.checks.slice(0, 1), detections: 7 },
    ]),
    bug('a-bug-with-a-long-name', [{ ...missed, assertions: 'on' }]),
  ],
  control: {
    from: '100001',
    seeds: 4000,
    verdicts: { liveness: 1, ok: 3998, undecided: 1 },
    undecided: 1,
    events: 1,
    fewEvents: 4,
    noFault: 800,
    marks: { 'sync: SNAP': { times: 900, seeds: 700 }, 'a session moved': { times: 5000, seeds: 2000 } },
    failures: [found],
  },
  timing: { jobs: 2, wallMs: 30_000, bugCpuMs: 40_000, controlCpuMs: 20_000, controlSeedsPerSecond: 200 },
};

describe('a gauntlet as text', () => {
  test('tells the profile, a row per bug and mode, what falls short, and the control', () => {
    expect(gauntletText(result, plainPalette).join('\n')).toMatchInlineSnapshot(`
      "zabsim 0.1.0  gauntlet: up to 10 campaigns of 10000 seeds per bug, from seed 1, strategy random
      profile fuzz
        Few of everything.
        what its first 200 seeds draw
          voters: 3 (75 %), 5 (25 %)
      bugs: seeds to the first detection, detections per seed run, seconds on one core to the median
        bug            median     p95  per seed  95 % interval    seconds  check
        ZK-4643           413    1810   0.213 %  0.102 - 0.376 %      1.9  durability 7, assertions* 2,
                                                                           zab-one-leader-per-epoch 1
          asserts off  >10000  >10000       0 %  0 - 0.00369 %          -  NOT FOUND
        G3                413    1810     100 %  69 - 100 %            12  durability
        a-bug-with-a-long-name
          asserts on   >10000  >10000       0 %  0 - 0.00369 %          -  NOT FOUND
        * none of the properties that the bug is known to break
        not found: a-bug-with-a-long-name
        not found without assertions: ZK-4643
        lower end of the interval below 0.3 %: ZK-4643
        not counted: 2 failing seeds about which the correct protocol is undecided
      control: 4000 seeds from 100001: 1 liveness, 3998 ok, 1 undecided
        1 seed failed with the correct protocol
          liveness  recovery-in-time: nobody led within 1200 ms
            sim run fuzz --seed 17
        fewer than 100 events in 0.1 % of the seeds, no fault in 20.0 %
         seeds  times  rare situation
        50.0 %   5000  a session moved
        17.5 %    900  sync: SNAP
      2 jobs  wall 30.0 s  one core 60.0 s  200.0 control seeds/s on one core"
    `);
  });

  test('fits a hundred columns', () => {
    expect(gauntletText(result, plainPalette).filter((line) => line.length > 100)).toEqual([]);
  });

  test('tells odds where the profile has them', () => {
    const profile = { ...result.profile, parameters: { voters: '3: 76, 5: 24' } };
    const lines = gauntletText({ ...result, profile }, plainPalette);
    expect(lines.slice(3, 5)).toEqual(['  what each seed draws', '    voters: 3: 76, 5: 24']);
  });

  test('says so when there was no control, and when it was interrupted', () => {
    const control = { ...result.control, seeds: 0, verdicts: {}, failures: [] };
    const lines = gauntletText({ ...result, control, complete: false }, plainPalette);
    expect(lines).toContain('no control');
    expect(lines).toContain('interrupted: this is what was finished');
  });
});

test('a gauntlet as Markdown is tables and lists', async () => {
  await expect(`${gauntletMarkdown(result).join('\n')}\n`).toMatchFileSnapshot('testdata/gauntlet.md');
});

test.each([
  [0, '0'],
  [1, '100'],
  [0.0021341, '0.213'],
  [0.5, '50'],
  [0.0000369, '0.00369'],
])('a share of %f is %s percent', (share, text) => {
  expect(percentOf(share)).toBe(text);
});

test.each([
  [null, '-'],
  [0.0321, '0.032'],
  [9.96, '10'],
  [240.4, '240'],
])('%j seconds are told as %s', (seconds, text) => {
  expect(secondsText(seconds)).toBe(text);
});
