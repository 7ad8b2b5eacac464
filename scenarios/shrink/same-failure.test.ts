import { describe, expect, test } from 'vitest';
import { newCase } from '../../sim/record/case.ts';
import { explicitCase } from '../explicit.ts';
import { run } from '../run.ts';
import { version } from '../version.ts';
import { SameFailure } from './same-failure.ts';
import { withFaults, withOperations, type WrittenCase } from './written-case.ts';

function written(bug: string, seed: string): WrittenCase {
  const drawn = { ...newCase(version, 'fuzz', seed), bug };
  return { ...explicitCase(drawn), fingerprint: null } as WrittenCase;
}

/** Votes go in circles: nobody leads, and the servers never stop to send. */
describe('a failure without end', () => {
  const of = written('ZK-1419', '105');
  const original = run(of);

  test('is known by its beginning', () => {
    const same = new SameFailure(of, original, {});
    expect(same.isHasty).toBe(true);
    const judged = same.judge(of, Infinity);
    if (typeof judged === 'string') throw new Error(judged);
    expect(judged.result.failure).toEqual(original.failure);
    expect(10 * judged.result.events).toBeLessThan(original.events);
  });

  test('is another where nothing of it is left', () => {
    const same = new SameFailure(of, original, {});
    expect(same.judge(withOperations(withFaults(of, []), []), Infinity)).toBe('other');
  });

  test('is seen to its end when somebody takes the time', () => {
    const same = new SameFailure(of, original, {});
    same.takeTime();
    expect(same.judge(of, Infinity)).toMatchObject({ result: { events: original.events } });
    expect(same.judge(of, 50_000)).toBe('too long');
  });
});

test('a failure that comes to an end is always run to it', () => {
  const of = written('ZK-335', '2');
  expect(new SameFailure(of, run(of), {}).isHasty).toBe(false);
});
