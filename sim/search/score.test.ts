import { describe, expect, test } from 'vitest';
import type { CampaignEnd, ControlTally, FoundSeed } from '../record/gauntlet-file.ts';
import { scoreBug, scoreControl, scoreMode, verdictOf, type BugFacts } from './score.ts';

const bug: BugFacts = {
  id: 'ZK-1',
  name: 'one',
  kind: 'historic',
  phase: 'disk',
  title: 'one',
  properties: ['durability'],
  maskedBy: null,
};

const found: FoundSeed = {
  seed: '9',
  verdict: 'violation',
  check: 'durability',
  signature: 's',
  message: 'm',
  replay: 'sim run fuzz --seed 9',
};

function end(campaign: number, seeds: number, check: string | null): CampaignEnd {
  return {
    kind: 'campaign',
    bug: bug.id,
    assertions: 'on',
    campaign,
    seeds,
    detection: check === null ? null : { ...found, check },
    undecided: 1,
    doubtful: 0,
    controlFailures: [],
    errors: [],
    cpuMs: 10 * seeds,
  };
}

const tally: ControlTally = {
  seeds: 100,
  verdicts: { ok: 99, undecided: 1 },
  events: 1,
  fewEvents: 0,
  noFault: 20,
  marks: {},
  failures: [],
  cpuMs: 5,
};

describe('the score of a bug', () => {
  test('counts detections over the seeds that were run', () => {
    const score = scoreMode(bug, 'on', [end(0, 10, 'durability'), end(1, 30, 'durability'), end(2, 60, 'assertions')]);
    expect(score).toMatchObject({ found: true, seedsRun: 100, detections: 3, probability: 0.03, undecided: 3 });
    expect(score.interval[0]).toBeCloseTo(0.00622997, 6);
    expect(score.interval[1]).toBeCloseTo(0.0851761, 6);
    expect(score.seeds).toEqual({ median: 30, p95: 60 });
    expect(score.seconds).toBeCloseTo(0.3, 9);
    expect(score.check).toBe('durability');
    expect(score.checks).toEqual([
      { check: 'durability', count: 2, meant: true },
      { check: 'assertions', count: 1, meant: false },
    ]);
  });

  test('knows of a campaign that found nothing only that its budget was not enough', () => {
    const score = scoreMode(bug, 'on', [end(0, 10, 'durability'), end(1, 100, null), end(2, 100, null)]);
    expect(score).toMatchObject({ found: true, seeds: { median: null, p95: null }, seconds: null });
    expect(scoreMode(bug, 'on', [end(0, 100, null)])).toMatchObject({ found: false, probability: 0, check: null });
  });

  test('takes its figures from the first mode', () => {
    const on = scoreMode(bug, 'on', [end(0, 10, 'assertions')]);
    const off = scoreMode(bug, 'off', [end(0, 100, null)]);
    expect(scoreBug(bug, [on, off])).toMatchObject({ id: 'ZK-1', found: true, check: 'assertions', shrunk: null });
    expect(scoreBug(bug, [off, on]).found).toBe(false);
  });
});

describe('the verdict of a gauntlet', () => {
  const hit = scoreBug(bug, [scoreMode(bug, 'on', [end(0, 10, 'durability')])]);
  const miss = scoreBug(bug, [scoreMode(bug, 'on', [end(0, 10, null)])]);
  const clean = scoreControl('1', tally, []);

  test('is ok when every bug was found and the control is clean, undecided seeds aside', () => {
    expect(verdictOf({ bugs: [hit], control: clean })).toBe('ok');
    expect(clean.undecided).toBe(1);
  });

  test('is expectation when a bug was not found', () => {
    expect(verdictOf({ bugs: [hit, miss], control: clean })).toBe('expectation');
  });

  test('is that of the control when the control fails', () => {
    const control = scoreControl('1', { ...tally, failures: [{ ...found, verdict: 'liveness' }] }, []);
    expect(verdictOf({ bugs: [miss], control })).toBe('liveness');
  });

  test('is that of a catching seed that fails without its bug, told once', () => {
    const crash: FoundSeed = { ...found, verdict: 'crash' };
    const ends = [0, 1].map((campaign) => ({ ...end(campaign, 5, null), controlFailures: [crash] }));
    const control = scoreControl('1', tally, ends);
    expect(control.failures).toEqual([crash]);
    expect(verdictOf({ bugs: [hit], control })).toBe('crash');
  });
});
