import { describe, expect, test } from 'vitest';
import { drawMixedPlan } from '../sim/fault/mix.ts';
import { between } from '../sim/fault/odds.ts';
import { validateSteps } from '../sim/fault/validate.ts';
import { Addresses } from '../sim/kernel/addresses.ts';
import { newCase } from '../sim/record/case.ts';
import { catalogue } from './catalogue/index.ts';
import { factVerbs } from './fault-verbs.ts';
import { plannedFaults } from './plan.ts';
import { drawSettings, showProfile, type Profile } from './profile.ts';
import { checkCase, run } from './run.ts';
import type { Scenario } from './scenario.ts';
import { resolveSettings } from './settings.ts';
import { version } from './version.ts';

const fuzz = catalogue.get('fuzz') as Scenario;
const profile = fuzz.profile as Profile;

function settingsOf(seed: string, options = {}): ReturnType<typeof resolveSettings> {
  return resolveSettings(fuzz, options, new Addresses(seed));
}

describe('what a profile draws', () => {
  test('differs from seed to seed and stays within its odds', () => {
    const sizes = new Set<number>();
    const works = new Set<string>();
    for (let seed = 1; seed <= 200; seed++) {
      const { voters, observers, clients, config, durationUs, workload, workloadOptions } = settingsOf(String(seed));
      sizes.add(voters);
      works.add(workload);
      expect(workloadOptions.ops).toBeLessThanOrEqual(40);
      expect(workloadOptions.afterOps).toBe(2);
      expect(voters >= 3 && voters <= 5 && observers <= 2 && clients >= 1 && clients <= 3).toBe(true);
      expect(config.snapCount).toBeGreaterThanOrEqual(2);
      expect(durationUs % 1000).toBe(0);
    }
    expect(sizes).toEqual(new Set([3, 4, 5]));
    expect(works).toEqual(new Set(['fuzz', 'access', 'containers', 'multis', 'quotas', 'storm']));
  });

  test('gives way to the options of a case, and nothing else moves', () => {
    const drawn = settingsOf('7');
    const chosen = settingsOf('7', { voters: 5, config: { snapCount: 99 } });
    expect(chosen).toEqual({ ...drawn, voters: 5, config: { ...drawn.config, snapCount: 99 } });
    expect(settingsOf('7', { faults: 'none' }).faults).toBe('none');
  });

  test('is nothing for a quiet seed: the scenario as it is written', () => {
    expect(settingsOf('quiet')).toEqual(resolveSettings({ ...fuzz, profile: undefined } as never, {}));
    expect(run(newCase(version, 'fuzz', 'quiet')).verdict).toBe('ok');
  });

  test('can be overridden by its address, and an address nobody asks for is told', () => {
    const of = newCase(version, 'fuzz', '3', { faults: 'none' });
    const fixed = run({ ...of, overrides: { 'profile/clients#0.value': 0 } });
    expect(fixed.drawn['clients']).toBe(1);
    expect(fixed.verdict).toBe('ok');
    const drifted = run({ ...of, overrides: { 'profile/clouds#0.value': 0 } });
    expect(drifted.checks.find((check) => check.name === 'assertions')?.detail).toContain('profile/clouds');
  });
});

test('its faults are lines that some run can carry out, each of them', () => {
  const options = { servers: ['1', '2', '3', '4', '5'], clients: ['c1', 'c2'], fromUs: 100_000, untilUs: 3_000_000 };
  const known = { names: [...options.servers, ...options.clients], verbs: factVerbs };
  const drawn = new Set<string>();
  for (let seed = 1; seed <= 600; seed++) {
    const steps = drawMixedPlan(new Addresses(String(seed)), profile.faults, options);
    expect(validateSteps(steps, known)).toEqual([]);
    for (const { action, trigger } of steps) {
      drawn.add(action.kind);
      if (trigger.kind === 'when') drawn.add(trigger.verb);
    }
  }
  for (const [line] of profile.faults.triggers) {
    const verb = /^when (?:any|leader) ([a-z]+)/.exec(line)?.[1];
    if (verb !== undefined) expect(drawn).toContain(verb);
  }
  expect(drawn).toContain('disk error');
});

test('a profile with an unknown field is bad input', () => {
  const odd = { ...fuzz, profile: { ...profile, settings: { snapCuont: between(1, 2) } } };
  expect(() => resolveSettings(odd, {}, new Addresses('1'))).toThrow('there is no configuration field "snapCuont"');
});

test.each<[Profile['settings'], readonly PropertyKey[], string]>([
  [
    { snapCuont: between(1, 2) },
    ['snapCuont', 0, 0],
    'there is no configuration field "snapCuont" (did you mean snapCount?)',
  ],
  [
    {
      snapCount: [
        [3, 99],
        [1, 1],
      ],
    },
    ['snapCount', 1, 0],
    'snapCount is a whole number from 2 to 2147483647, not 1',
  ],
  [{ snapCount: between(1, 9) }, ['snapCount', 0, 0], 'not 1'],
  [{ reconnectDelayMs: [['soon', 1]] }, ['reconnectDelayMs', 0, 0], 'is a number, not "soon"'],
  [{ standalone: [[true, 1]] }, ['standalone', 0, 0], 'its servers are an ensemble'],
  [{ 'workload.paths': between(8, 9) }, ['workload.paths', 0, 0], 'a workload uses 1 to 8 paths'],
  [{ 'workload.pahts': between(1, 2) }, ['workload.pahts', 0, 0], 'workload fuzz has no option "pahts"'],
  [{ workload: [['mixd', 1]] }, ['workload', 0, 0], 'there is no workload "mixd"'],
])('a setting of a profile that no run can have is bad input, whatever the seed: %j', (settings, path, sentence) => {
  const registry = new Map([['odd', { ...fuzz, profile: { ...profile, settings } } as Scenario]]);
  const check = (): void => checkCase(newCase(version, 'odd', 'quiet'), { registry });
  expect(check).toThrow(sentence);
  expect(check).toThrow(expect.objectContaining({ path: ['scenario', 'profile', 'settings', ...path] }));
});

describe('a line of a profile’s faults that nothing can be drawn from is bad input, whatever the seed', () => {
  const checked = (faults: Partial<Profile['faults']>) => () => {
    const odd: Scenario = { ...fuzz, profile: { ...profile, faults: { ...profile.faults, ...faults } } };
    checkCase(newCase(version, 'odd', 'quiet'), { registry: new Map([['odd', odd]]) });
  };

  test('those of the library are good', () => {
    for (const scenario of catalogue.values()) {
      const registry = new Map([[scenario.name, scenario]]);
      expect(() => checkCase(newCase(version, scenario.name, '1'), { registry }), scenario.name).not.toThrow();
    }
  });

  test('so are they in an ensemble of any size', () => {
    for (const voters of [1, 2, 3, 9]) {
      for (const clients of [0, 1, 9]) {
        const of = { ...newCase(version, 'fuzz', '3'), options: { voters, clients } };
        expect(() => checkCase(of), `${voters} and ${clients}`).not.toThrow();
      }
    }
  });

  test.each<[Partial<Profile['faults']>, readonly PropertyKey[], string]>([
    [
      {
        triggers: [
          ['at {at}', 1],
          ['when gremlin', 1],
        ],
      },
      ['triggers', 1],
      'the fault "when gremlin: heal all" cannot',
    ],
    [{ triggers: [['when any gremlins', 1]] }, ['triggers', 0], '"gremlins" is no verb'],
    [{ triggers: [['', 1]] }, ['triggers', 0], 'the fault ": heal all" cannot be read'],
    [{ triggers: [['when server 9 logs', 1]] }, ['triggers', 0], 'there is no process 9'],
    [{ actions: [['crahs {who}', 1]] }, ['actions', 0], 'cannot be read'],
    [{ actions: [['crash 9', 1]] }, ['actions', 0], 'there is no process 9; there are 1, 2, 3, 4, 5, 6, 7, c1, c2, c3'],
    [{ actions: [['partition {who} | {server}, c4', 1]] }, ['actions', 0], 'there is no process c4'],
    [{ targets: [['8', 1]] }, ['targets', 0], 'there is no process 8'],
    [{ closing: [['isolate {server},8', 1]] }, ['closing', 0], 'there is no process 8'],
    [{ actions: [['crash {hwo}', 1]] }, [], 'nothing fills the gap {hwo} of the line "crash {hwo}"'],
    [
      {
        targets: [
          ['it', 1],
          ['two leaders', 1],
        ],
      },
      ['targets', 1],
      'cannot be read',
    ],
    [
      {
        lengths: [
          ['', 1],
          ['for ever', 1],
        ],
      },
      ['lengths', 1],
      'cannot be read',
    ],
    [
      {
        closing: [
          ['', 1],
          ['crahs servers', 1],
        ],
      },
      ['closing', 1],
      'cannot be read',
    ],
  ])('%j', (faults, path, sentence) => {
    expect(checked(faults)).toThrow(sentence);
    expect(checked(faults)).toThrow(expect.objectContaining({ path: ['scenario', 'profile', 'faults', ...path] }));
  });
});

test('of a line that only some ensembles can do, the others draw nothing', () => {
  const faults: Profile['faults'] = {
    ...profile.faults,
    actions: [
      ['crash 7', 1],
      ['partition {who} | {server}', 1],
    ],
    targets: [['1', 1]],
    count: [[4, 1]],
  };
  const registry = new Map([['odd', { ...fuzz, name: 'odd', profile: { ...profile, faults } } as Scenario]]);
  const drawn = new Map<string, number[]>();
  for (let seed = 1; seed <= 60; seed++) {
    const of = newCase(version, 'odd', String(seed));
    expect(() => checkCase(of, { registry })).not.toThrow();
    const { voters, observers } = settingsOf(String(seed));
    for (const { line } of plannedFaults(of, { registry })) {
      const [what = ''] = /crash 7|partition 1 . [0-9]/.exec(line) ?? [];
      drawn.set(what, [...(drawn.get(what) ?? []), voters + observers]);
    }
  }
  expect(drawn.get('crash 7')?.every((servers) => servers === 7)).toBe(true);
  expect(drawn.get('partition 1 | 2')).toBeDefined();
  expect(drawn.get('partition 1 | 1')).toBeUndefined();
});

test('everything that is drawn is printed', () => {
  const shown = showProfile(profile);
  const { config, workloadOptions, ...others } = drawSettings(profile, new Addresses('1'));
  for (const name of [...Object.keys(config), ...Object.keys(others)]) expect(shown[name]).toMatch(/[0-9]/);
  for (const name of Object.keys(workloadOptions)) expect(shown[`workload.${name}`]).toMatch(/[0-9]/);
  for (const name of Object.keys(profile.weather)) expect(shown[`weather.${name}`]).toBeDefined();
  for (const [line] of profile.faults.triggers) expect(shown['faults.triggers']).toContain(line);
});
