import { describe, expect, it } from 'vitest';
import { Deadlines } from './liveness.ts';
import { checkSometimes, MarkCounts } from './sometimes.ts';

describe('deadlines', () => {
  const start = (): Deadlines => {
    const deadlines = new Deadlines('recovery');
    deadlines.expect('a leader', 1000, 0);
    return deadlines;
  };

  it('are met by what happens in time', () => {
    const deadlines = start();
    deadlines.reached('a leader', 1000);
    expect(deadlines.result(5000, 1).verdict).toBe('ok');
  });

  it('are missed by what happens late, or never', () => {
    const late = start();
    late.reached('a leader', 1001);
    expect(late.result(5000, 1)).toMatchObject({ verdict: 'liveness', finding: { atUs: 1000 } });
    expect(start().result(5000, 1).verdict).toBe('liveness');
  });

  it('stand still while an excuse holds', () => {
    const deadlines = start();
    deadlines.excuse('a leader', 'no quorum is up', 500);
    deadlines.excuse('a leader', null, 9000);
    deadlines.reached('a leader', 9400);
    expect(deadlines.result(9400, 1).verdict).toBe('ok');
  });

  it('are undecided when the excuse holds to the end, or the run ends too early', () => {
    const excused = start();
    excused.excuse('a leader', 'no quorum is up', 500);
    expect(excused.result(9000, 1)).toMatchObject({ verdict: 'undecided', detail: 'no quorum is up' });
    expect(start().result(900, 1).verdict).toBe('undecided');
    expect(start().settled(900)).toBe(false);
    expect(start().settled(1001)).toBe(true);
  });
});

describe('a requirement over a campaign', () => {
  it('names the paths that were never taken', () => {
    const counts = new MarkCounts();
    expect(checkSometimes(['sync: TRUNC'], counts).verdict).toBe('undecided');
    counts.add({ 'sync: DIFF': 2 });
    counts.add({ 'sync: DIFF': 1, 'sync: SNAP': 1 });
    expect(counts.toRecord()).toEqual({ 'sync: DIFF': 3, 'sync: SNAP': 1 });
    expect(checkSometimes(['sync: DIFF', 'sync: SNAP'], counts).verdict).toBe('ok');
    expect(checkSometimes(['sync: DIFF', 'sync: TRUNC'], counts)).toMatchObject({
      verdict: 'expectation',
      finding: { signature: 'sometimes: sync: TRUNC' },
    });
  });
});
