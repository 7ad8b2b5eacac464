import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Verdict } from '../check/verdict.ts';
import type { Case } from '../record/case.ts';
import { caseOf, fakeRunner, type Verdicts } from './fake-runs.testkit.ts';
import { huntGuided, type GuidedRunner } from './guided-hunt.ts';
import { huntSeeds } from './seed-hunt.ts';
import { createStrategy } from './strategies/index.ts';

function guidedRunner(verdicts: Verdicts): GuidedRunner {
  const runner = fakeRunner(verdicts);
  return {
    ...runner,
    runOrder: (base, order) => {
      const of: Case = { ...base, seed: order.seed };
      const { result, cpuMs } = runner.run(of);
      const { verdict, failure, events, virtualMs, marks } = result;
      const report = {
        seed: order.seed,
        of,
        verdict,
        failure,
        events,
        virtualMs,
        marks,
        behaviours: [],
        margin: 1,
        cpuMs,
      };
      return { of, result, report };
    },
  };
}

const verdict = fc.constantFrom<Verdict>('violation', 'liveness', 'crash', 'undecided', 'internal');
const table = fc.dictionary(fc.integer({ min: 1, max: 90 }).map(String), verdict, { maxKeys: 6 });

test('led by random it comes to what seeds come to one after the other', () => {
  fc.assert(
    fc.property(table, table, fc.integer({ min: 1, max: 80 }), (a, none, count) => {
      const verdicts = { a, none };
      const seeds = { from: '1', count };
      const guided = huntGuided(
        { base: caseOf('a'), seeds, name: 'random', strategy: createStrategy('random') },
        guidedRunner(verdicts),
      );
      const plain = huntSeeds(caseOf('a'), seeds, fakeRunner(verdicts));
      const replay = guided.detection?.replay ?? '';
      expect({ ...guided, detection: null }).toEqual({ ...plain, detection: null });
      expect(guided.detection).toEqual(plain.detection === null ? null : { ...plain.detection, replay });
    }),
    { seed: 20261126, numRuns: 300 },
  );
});

test('what it found is shown again by the campaign that found it', () => {
  const runner = guidedRunner({ a: { '37': 'violation' } });
  for (const name of ['mix', 'coverage'] as const) {
    const hunt = { base: caseOf('a'), seeds: { from: '11', count: 60 }, name, strategy: createStrategy(name) };
    const { seeds, detection } = huntGuided(hunt, runner);
    expect({ seeds, seed: detection?.seed }).toEqual({ seeds: 27, seed: '37' });
    expect(detection?.replay).toBe(`sim fuzz fuzz --bug a --seeds 11..37 --strategy ${name}`);
  }
});
