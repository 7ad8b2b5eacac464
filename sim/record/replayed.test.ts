import { describe, expect, test } from 'vitest';
import { compareReplay, partingOf, type Fit, type ReplayedRun } from './replayed.ts';

const stored = {
  engine: '0.1.0',
  fingerprint: 'a'.repeat(32),
  expect: { verdict: 'violation', signature: 'recovery: lost' },
} as const;

const whole: Fit = { decisions: 37, met: 37, missed: [] };
const partly: Fit = { decisions: 37, met: 35, missed: ['the fault f3', 'the operation c1#2'] };

function failing(signature: string, fit: Fit): ReplayedRun {
  const failure = { check: 'c', signature, message: 'It broke.', atMs: 0, event: 1, replay: '' };
  return { result: { fingerprint: 'b', verdict: 'violation', failure, version: '0.1.0' }, fit, parting: null };
}
const passing = (fit: Fit): ReplayedRun => ({
  result: { fingerprint: 'b', verdict: 'ok', failure: null, version: '0.1.0' },
  fit,
  parting: { expected: 'FOLLOWERINFO 3->1', got: 'FOLLOWERINFO 3->2' },
});

describe('a stored case', () => {
  test('is exact when nothing in its run has changed', () => {
    const run = failing('recovery: lost', whole);
    const { sentence } = compareReplay(stored, { ...run, result: { ...run.result, fingerprint: stored.fingerprint } });
    expect(sentence).toBe('exact: the fingerprint is the saved one');
  });

  test.each([
    [failing('recovery: lost', partly), 'fits 35 of 37 decisions, still fails the same way'],
    [failing('sessions: gone', partly), 'fits 35 of 37 decisions, fails otherwise: It broke (sessions: gone)'],
    [passing(partly), 'no longer applies: expected FOLLOWERINFO 3->1, got FOLLOWERINFO 3->2 (fits 35 of 37 decisions)'],
    [{ ...passing(partly), parting: null }, 'no longer applies: fits 35 of 37 decisions, first missed is the fault f3'],
    [
      passing(whole),
      'fits 37 of 37 decisions, and passes now: expected recovery: lost; first expected FOLLOWERINFO 3->1, got FOLLOWERINFO 3->2',
    ],
  ])('tells how it fits: %#', (run, sentence) => {
    expect(compareReplay(stored, run).sentence).toBe(sentence);
  });

  test('of another version says so', () => {
    const { sentence } = compareReplay({ ...stored, engine: '0.0.9' }, failing('recovery: lost', whole));
    expect(sentence).toBe('fits 37 of 37 decisions, still fails the same way; the case was written by version 0.0.9');
  });

  test('that expects nothing cannot be compared', () => {
    expect(compareReplay({ ...stored, expect: null, fingerprint: null }, passing(whole)).kind).toBe('unknown');
  });
});

test('two ways part at the first step that is another, or that is missing', () => {
  expect(partingOf(['a', 'b'], ['a', 'b', 'c'])).toBe(null);
  expect(partingOf(['a', 'b'], ['a', 'x'])).toEqual({ expected: 'b', got: 'x' });
  expect(partingOf(['a', 'b'], ['a'])).toEqual({ expected: 'b', got: null });
});
