import { describe, expect, test } from 'vitest';
import { newCase, type Case, type CaseOptions } from '../../sim/record/case.ts';
import type { Plan, PlanOp } from '../../sim/record/plan.ts';
import type { RunResult } from '../../sim/record/run-result.ts';
import {
  forkEndsLikeItsOrigin,
  planIsWhatIsDrawn,
  quietWithOverridesIsTheSame,
  recordingIsNeutral,
  sameCaseSameFingerprint,
} from '../laws.testkit.ts';
import { shrinkCase } from '../shrink/shrink.ts';
import { checkCase, replay, run, runCase } from '../run.ts';
import { version } from '../version.ts';
import { transcoderOf } from '../zab-transcoder.ts';
import { storedCase } from '../landmarks.ts';

function pb(seed: string, plan: Plan | null = null, options: CaseOptions = {}): Case {
  return { ...newCase(version, 'pb-naive', seed, options), plan };
}

const setX = (data: string): PlanOp => ({ type: 'setData', path: '/x', data, version: -1 });
const getX: PlanOp = { type: 'getData', path: '/x', watch: false };

/** In a quiet world both clients ask server 1 first; `c2` is sent to the other one. */
const apart = { 'choose/c2/first server#0.value': 1 };

function plan(faults: readonly string[], operations: readonly (readonly [string, number, PlanOp])[]): Plan {
  return {
    faults: faults.map((line, i) => ({ id: `f${i + 1}`, line })),
    operations: operations.map(([client, atMs, op]) => ({ client, atUs: atMs * 1000, op })),
  };
}

const rows = (result: RunResult): Record<string, string> =>
  Object.fromEntries(result.checks.map(({ name, verdict }) => [name, verdict]));

describe('the naive primary-backup protocol', () => {
  test('fails, whatever the seed, when the link is cut while both live', () => {
    const results = Array.from({ length: 12 }, (_, i) => run(pb(String(i + 1))));
    expect(new Set(results.map(({ verdict }) => verdict))).toEqual(new Set(['violation']));
    expect(new Set(results.map((result) => rows(result)['one-primary']))).toEqual(new Set(['violation']));
    expect(results.filter((result) => rows(result)['acknowledged-kept'] === 'violation').length).toBeGreaterThan(3);
    expect(results[0]?.failure?.message).toContain('became primary while server');
    expect(results.flatMap(({ marks }) => Object.keys(marks))).not.toContain('a reply out of order');
  });

  test('loses what it acknowledged on the side that steps down', () => {
    const script = plan(
      ['at 1s: partition 1 | 2 for 1s'],
      [
        ['c1', 500, { type: 'create', path: '/x', data: '0', mode: 'PERSISTENT' }],
        ['c1', 1600, setX('left')],
        ['c2', 1700, setX('right')],
        ['c2', 1800, getX],
        ['c2', 2900, getX],
      ],
    );
    const { result, simulation } = runCase({ ...pb('quiet', script, { durationMs: 4000 }), overrides: apart });
    expect(rows(result)['acknowledged-kept']).toBe('violation');
    expect(result.operations).toEqual({ ok: 5, error: 0, unknown: 0 });
    const node = (name: string): string => {
      const { tree } = simulation?.world.process(name).inspect() as { tree: { path: string; data: Uint8Array }[] };
      return String.fromCharCode(...(tree.find(({ path }) => path === '/x')?.data ?? []));
    };
    expect([node('1'), node('2')]).toEqual(['left', 'left']);
  });

  test('is right as long as silence means a crash', () => {
    const options = { durationMs: 8000 };
    const faults = ['at 3s: crash 1', 'at 5s: restart 1'];
    const script = plan(faults, [
      ['c1', 500, { type: 'create', path: '/x', data: '0', mode: 'PERSISTENT' }],
      ['c2', 4000, setX('while 1 is down')],
      ['c1', 7000, getX],
    ]);
    const result = run({ ...pb('quiet', script, options), overrides: apart });
    expect(rows(result)).toMatchObject({ 'one-primary': 'ok', 'acknowledged-kept': 'ok' });
    // The scenario is about a failure, and this run has none.
    expect(result.verdict).toBe('expectation');
    expect(result.operations).toEqual({ ok: 3, error: 0, unknown: 0 });
  });

  test('is replayed and shrunk as any other case', () => {
    const stored = storedCase(pb('2'), version);
    expect(replay(stored)).toMatchObject({ fingerprint: 'same', expectation: 'met' });
    expect(shrinkCase(pb('2'), { attempts: 60 })?.shrunk.plan?.faults).toHaveLength(1);
  });

  test('keeps the laws of every case', () => {
    sameCaseSameFingerprint(pb('4'));
    recordingIsNeutral(pb('5'));
    forkEndsLikeItsOrigin(pb('6'), 3_700_000);
    planIsWhatIsDrawn(pb('7'));
    quietWithOverridesIsTheSame(pb('8'));
    const asBytes = run(pb('9'), { transcoder: transcoderOf(pb('9')) });
    expect(asBytes.fingerprint).toBe(run(pb('9')).fingerprint);
  });

  test.each(['std', 'harsh'])('neither fails an assertion nor breaks the simulator under %s faults', (faults) => {
    for (let seed = 1; seed <= 12; seed++) {
      const { verdict, failure } = run(pb(String(seed), null, { faults }));
      expect({ seed, verdict, failure }).toMatchObject({ verdict: expect.stringMatching(/^(violation|expectation)$/) });
    }
  });

  test.each([
    [{ options: { voters: 3 } }, 'pb-naive has 2 servers and no observers, not 3 and 0'],
    [{ bug: 'G1' }, 'G1 is a bug of ZooKeeper, and pb-naive runs another protocol'],
  ])('what it is not is refused: %j', (change, sentence) => {
    expect(() => checkCase({ ...pb('1'), ...change })).toThrow(sentence);
  });
});
