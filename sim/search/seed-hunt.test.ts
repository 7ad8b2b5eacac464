import { expect, test } from 'vitest';
import { caseOf, fakeRunner } from './fake-runs.testkit.ts';
import { huntSeeds } from './seed-hunt.ts';

const block = { from: '100', count: 10 };

test('a hunt ends with the first seed that fails, once the correct protocol has passed it', () => {
  const seen: string[] = [];
  const hunted = huntSeeds(caseOf('b'), block, fakeRunner({ b: { '102': 'violation', '103': 'crash' } }, seen));
  expect(seen).toEqual(['b 100', 'b 101', 'b 102', 'none 102']);
  expect(hunted).toMatchObject({ seeds: 3, controlFailures: [], doubtful: 0 });
  expect(hunted.detection).toMatchObject({
    seed: '102',
    verdict: 'violation',
    check: 'violation-check',
    replay: 'sim run fuzz --seed 102 --bug b',
  });
});

test('the time of a hunt is that of the seeds with the bug', () => {
  expect(huntSeeds(caseOf('b'), block, fakeRunner({ b: { '102': 'violation' } })).cpuMs).toBe(6);
});

test('a seed that fails without the bug as well is a failure of the control, and the hunt goes on', () => {
  const runner = fakeRunner({ b: { '102': 'violation', '104': 'liveness' }, none: { '102': 'crash' } });
  const hunted = huntSeeds(caseOf('b'), block, runner);
  expect(hunted.seeds).toBe(5);
  expect(hunted.detection?.seed).toBe('104');
  expect(hunted.controlFailures).toMatchObject([{ seed: '102', verdict: 'crash', replay: 'sim run fuzz --seed 102' }]);
});

test('a failing seed about which the correct protocol is undecided is not counted as found', () => {
  const runner = fakeRunner({ b: { '102': 'violation' }, none: { '102': 'undecided' } });
  expect(huntSeeds(caseOf('b'), block, runner)).toMatchObject({ seeds: 10, detection: null, doubtful: 1 });
});

test('undecided seeds and errors of ours are counted, and found by nobody', () => {
  const runner = fakeRunner({ b: { '101': 'undecided', '105': 'internal' } });
  const hunted = huntSeeds(caseOf('b'), block, runner);
  expect(hunted).toMatchObject({ seeds: 10, detection: null, undecided: 1 });
  expect(hunted.errors).toMatchObject([{ seed: '105', verdict: 'internal' }]);
});
