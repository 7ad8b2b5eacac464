import { expect, test } from 'vitest';
import { newCase } from '../../sim/record/case.ts';
import { ShrinkBudget, ShrinkSearch } from '../../sim/shrink/search.ts';
import { explicitCase } from '../explicit.ts';
import { run, runCase } from '../run.ts';
import { version } from '../version.ts';
import { plainWeather } from './plain-weather.ts';
import {
  barePlan,
  bareCandidates,
  fewerOverrides,
  lateCandidates,
  overriddenCase,
  quietCandidates,
} from './quiet-world.ts';
import type { WrittenCase } from './written-case.ts';

const of = explicitCase(newCase(version, 'fuzz', '6')) as WrittenCase;

test('quiet candidates draw nothing, and no two of them are alike', () => {
  const candidates = [...quietCandidates(of, true), ...bareCandidates(of)];
  for (const each of candidates) expect([each.seed, each.overrides]).toEqual(['quiet', {}]);
  const own = quietCandidates(of, false);
  expect(own[0]?.options.weather).toEqual(plainWeather);
  expect(new Set(own.map((each) => JSON.stringify(each))).size).toBe(own.length);
});

test('a bare plan passes, with three voters and one client', () => {
  const bare = quietCandidates(barePlan(of), false)[0] as WrittenCase;
  const result = run(bare);
  expect(result.verdict).toBe('ok');
  expect(result.ensemble.voters).toBe(3);
  expect(result.operations.ok).toBe(2);
});

test('each late candidate overrides one decision, which its run takes, and most are another run', () => {
  const bare = barePlan(of);
  const candidates = lateCandidates(bare, plainWeather, {});
  const quiet = run({ ...(candidates[0] as WrittenCase), overrides: {} });
  const sites = new Set(candidates.map(({ overrides }) => Object.keys(overrides)[0]?.split('/')[0]));
  expect([...sites].sort()).toEqual(['disk', 'net', 'stage']);
  const some = candidates.filter((_, i) => i % 40 === 0);
  let other = 0;
  for (const each of some) {
    expect(Object.keys(each.overrides).length).toBe(1);
    const { result, simulation } = runCase(each);
    expect(simulation?.unusedOverrides()).toEqual([]);
    if (result.fingerprint !== quiet.fingerprint) other++;
  }
  // What is late on a connection that ends before it arrives changes nothing.
  expect(other).toBeGreaterThan(some.length / 2);
});

test('of all that a seed decided only what is asked for is left', () => {
  const recorded = overriddenCase({ ...of, bug: 'ZK-4643' }, {});
  const [needed] = Object.keys(recorded.overrides).filter((address) => address.startsWith('disk/'));
  const search = new ShrinkSearch<WrittenCase>(
    recorded,
    {
      judge: (each) => (String(needed) in each.overrides ? each : null),
      measure: (each) => [Object.keys(each.overrides).length],
      name: (each) => Object.keys(each.overrides).join(),
    },
    new ShrinkBudget(2000),
  );
  fewerOverrides(search);
  expect(Object.keys(search.best.overrides)).toEqual([needed]);
});
