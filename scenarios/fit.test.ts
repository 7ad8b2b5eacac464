import { describe, expect, test } from 'vitest';
import { compareReplay } from '../sim/record/replayed.ts';
import { replayFully } from './fit.ts';
import { LANDMARKS_MAX, storedCase } from './landmarks.ts';
import { sampleCaseIn } from '../sim/cli/stored-cases.testkit.ts';

const of = sampleCaseIn('zk-4643.json');

describe('a stored case', () => {
  test('fits in all its decisions: one operation and three faults', () => {
    expect(replayFully(of).fit).toEqual({ decisions: 4, met: 4, missed: [] });
  });

  test('misses a fault whose moment does not come, and a decision that nobody asks for', () => {
    const plan = of.plan ?? { operations: [], faults: [] };
    const never = { id: 'never', line: 'when server 2 logs 99:1: crash it' };
    const override = 'net/1>2#99/quorum/PROPOSAL#17.delay';
    const other = { ...of, plan: { ...plan, faults: [...plan.faults, never] }, overrides: { [override]: 5 } };
    expect(replayFully(other).fit).toEqual({
      decisions: 6,
      met: 4,
      missed: ['the fault never, when server 2 logs 99:1: crash it', `the decision ${override}`],
    });
  });

  test('does not miss what is due after the end of its run', () => {
    const plan = of.plan ?? { operations: [], faults: [] };
    const late = { id: 'late', line: 'at 900s: crash 1' };
    expect(replayFully({ ...of, plan: { ...plan, faults: [...plan.faults, late] } }).fit.decisions).toBe(4);
  });
});

describe('landmarks', () => {
  const stored = storedCase(of, '0.1.0');

  test('are few, and do not change the run', () => {
    expect(stored.landmarks?.length).toBeLessThanOrEqual(LANDMARKS_MAX);
    expect(stored.landmarks?.slice(0, 3)).toEqual(['partition 3,4,5 | 1,2', 'OBSERVERINFO 5->3', 'OBSERVERINFO 4->3']);
    expect(compareReplay(stored, replayFully(stored)).kind).toBe('exact');
  });

  test('tell where a run goes another way', () => {
    const correct = replayFully({ ...stored, bug: null });
    expect(correct.parting?.expected).not.toBe(correct.parting?.got);
    expect(compareReplay(stored, correct).sentence).toMatch(
      /^fits 4 of 4 decisions, and passes now: .*; first expected [A-Z]+ [0-9]->[0-9].*, got /,
    );
  });

  test('are kept from the beginning where there are too many', () => {
    const long = storedCase({ ...of, bug: null, plan: null }, '0.1.0');
    expect(long.landmarks).toHaveLength(LANDMARKS_MAX);
  });
});
