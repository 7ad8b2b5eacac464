import { describe, expect, test } from 'vitest';
import type { FuzzFailure, FuzzResult } from '../sim/record/fuzz-result.ts';
import { plainPalette } from './palette.ts';
import { estimateOf, failureStory, fuzzText } from './text/fuzz.ts';

const failure: FuzzFailure = {
  signature: 'zab-prefix: log does not follow the history',
  verdict: 'violation',
  check: 'zab-prefix',
  message: 'Server 2 committed 1:3 where the history has 1:4.',
  seed: '17',
  count: 3,
  case: 'fuzz-s17-0a1b2c',
  shrunk: { servers: 3, clients: 1, faults: 2, operations: 4, overrides: 0 },
  known: false,
  story: ['Server 3 was cut off.', 'Without the crash it passes.'],
  replay: 'sim replay fuzz-s17-0a1b2c/case.json',
};

const result: FuzzResult = {
  schema: 1,
  version: '0.1.0',
  campaign: 'fuzz-mix-1',
  scenarios: ['fuzz'],
  strategy: 'mix',
  range: '1..200',
  seeds: 200,
  ok: 190,
  undecided: 5,
  doubts: [{ reason: 'worker did not answer within 30 s of wall clock', seed: '9', count: 5 }],
  failures: [failure, { ...failure, signature: 'recovery: not in time', seed: '40', count: 2, known: true }],
  marks: { 'sync: SNAP': { times: 30, seeds: 20 } },
  missing: ['a torn tail cut'],
  behaviours: { seen: 120, once: 9 },
  alone: 4,
  virtualMs: 7_200_000,
  events: 360_000,
  complete: true,
  timing: { jobs: 2, wallMs: 4000, cpuMs: 7000, seedsPerSecond: 50 },
};

const text = { verdict: 'violation', folder: 'kept', ended: 'ended by the first new signature', shard: '2/8' } as const;

describe('a campaign as text', () => {
  test('can be understood from the log alone', () => {
    expect(fuzzText(result, plainPalette, text)).toEqual([
      'zabsim 0.1.0  campaign fuzz-mix-1  shard 2/8',
      '  fuzz  strategy mix',
      'violation  zab-prefix  seed 17 and 2 more seeds',
      '  Server 2 committed 1:3 where the history has 1:4.',
      '  signature zab-prefix: log does not follow the history',
      '  shrunk to 3 servers, 1 client, 2 faults, 4 operations, 0 overrides',
      '  1.  Server 3 was cut off.',
      '  2.  Without the crash it passes.',
      '  case      sim replay kept/fuzz-s17-0a1b2c/case.json',
      '  report    kept/fuzz-s17-0a1b2c/report.html',
      'known from the baseline: 1 signature',
      '  violation  seed 40  2 seeds  recovery: not in time',
      '200 seeds (1..200): 190 ok, 5 undecided, 5 failed with 2 signatures; ended by the first new signature',
      '  2.0 h of virtual time, 360000 events; 4.0 s on 2 threads, 50.0 seeds/s',
      '  undecided: worker did not answer within 30 s of wall clock  5 seeds, first 9',
      '  never reached, though the scenario asks for it: a torn tail cut',
      '   seeds  times  rare situation',
      '  10.0 %     30  sync: SNAP',
      '  120 behaviours, 9 of them in one seed only',
      '  estimate: 4 of 200 seeds showed a behaviour, rare situation or signature that no other seed showed, so the',
      '  next seed shows a new one with a chance of about 2 % (Good-Turing).',
      'violation',
    ]);
  });

  test('tells the line of a seed where nothing was kept', () => {
    const plain = { ...failure, replay: 'sim run fuzz --seed 17', story: [], shrunk: null };
    const lines = fuzzText({ ...result, failures: [plain] }, plainPalette, { ...text, folder: null });
    expect(lines).toContain('  seed      sim run fuzz --seed 17');
    expect(lines.filter((line) => line.startsWith('  case'))).toEqual([]);
  });

  test('gives a bound where nothing was seen alone, and no figure where nothing was run', () => {
    expect(estimateOf({ ...result, alone: 0, behaviours: { seen: 0, once: 0 } })).toBe(
      'estimate: 0 of 200 seeds showed a rare situation or signature that no other seed showed, so the next seed shows ' +
        'a new one with a chance that is most likely below 1.5 % (Good-Turing).',
    );
    expect(estimateOf({ ...result, seeds: 0 })).not.toMatch(/%/);
  });

  test('stands beside the case as its story', () => {
    expect(failureStory(failure, 'fuzz-mix-1').join('\n')).toBe(
      [
        'violation  zab-prefix',
        'Server 2 committed 1:3 where the history has 1:4.',
        '',
        'Shrunk to 3 servers, 1 client, 2 faults, 4 operations, 0 overrides.',
        '  1.  Server 3 was cut off.',
        '  2.  Without the crash it passes.',
        '',
        'signature zab-prefix: log does not follow the history',
        'seed 17, 3 seeds of the campaign fuzz-mix-1 failed so',
        'replay: sim replay fuzz-s17-0a1b2c/case.json',
      ].join('\n'),
    );
  });
});
