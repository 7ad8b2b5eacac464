import { describe, expect, it } from 'vitest';
import { BadField } from './bad-field.ts';
import { catalogue } from './catalogue/index.ts';
import { run } from './run.ts';
import type { Scenario } from './scenario.ts';
import { boundsOf, settingBounds } from './setting-bounds.ts';
import { fastClientTimes, fastConfig, resolveSettings } from './settings.ts';
import { newCase } from '../sim/record/case.ts';
import type { Setting } from '../sim/record/scenario-document.ts';
import { version } from './version.ts';

const resolved = (config: Record<string, Setting>): unknown =>
  resolveSettings(catalogue.get('calm') as Scenario, { config });

describe('a value that no run can be made with', () => {
  it.each<[string, Setting, string]>([
    ['tickTimeMs', 0, 'configuration field tickTimeMs is a whole number from 1 to 3600000, not 0'],
    ['tickTimeMs', 0.5, 'configuration field tickTimeMs is a whole number from 1 to 3600000, not 0.5'],
    ['counterBits', 33, 'configuration field counterBits is a whole number from 4 to 32, not 33'],
    ['snapCount', 'many', 'configuration field snapCount is a number, not "many"'],
    ['sessionTimeoutMs', 0, 'configuration field sessionTimeoutMs is a whole number from 1 to 2147483647, not 0'],
    ['compat', 3.7, 'configuration field compat is 3.9 or 3.8, not "3.7"'],
    ['syncMode', 'slow', 'configuration field syncMode is zookeeper or quorum, not "slow"'],
    ['tickTime', 5, 'there is no configuration field "tickTime" (did you mean tickTimeMs?)'],
    ['sesionTimeoutMs', 5, 'there is no configuration field "sesionTimeoutMs" (did you mean sessionTimeoutMs?)'],
    ['nonesuch', 5, 'there is no configuration field "nonesuch"'],
    ['standalone', true, 'configuration field standalone is false in a scenario: its servers are an ensemble'],
  ])('%s %s: %s', (name, value, sentence) => {
    expect(() => resolved({ [name]: value })).toThrow(new BadField(['options', 'config', name], sentence));
  });

  it('may take two fields', () => {
    const sentence = 'configuration field reconnectDelayMaxMs (50) is less than reconnectDelayMs (100)';
    const path = ['options', 'config', 'reconnectDelayMaxMs'];
    expect(() => resolved({ reconnectDelayMaxMs: 50 })).toThrow(new BadField(path, sentence));
  });
});

it('every number of the configuration has bounds, and is within them where nothing is said', () => {
  for (const [name, value] of Object.entries({ ...fastConfig, ...fastClientTimes })) {
    if (typeof value !== 'number') continue;
    const [least, most] = boundsOf(name) ?? [NaN, NaN];
    expect(value, name).toBeGreaterThanOrEqual(least);
    expect(value, name).toBeLessThanOrEqual(most);
  }
});

it('a release may be written as a number', () => {
  expect(resolved({ compat: 3.8 })).toMatchObject({ config: { compat: '3.8' } });
});

/** A strange value makes a strange run, of which nobody may be able to tell much; what it never makes is no run. */
it.each(Object.entries(settingBounds).flatMap(([name, ends]) => ends.map((end) => [name, end] as const)))(
  'a run is made with %s %i',
  (name, value) => {
    const delays = name.startsWith('reconnectDelay') ? { reconnectDelayMs: value, reconnectDelayMaxMs: value } : {};
    const options = { voters: 3, durationMs: 500, ops: 10, config: { [name]: value, ...delays } };
    const { verdict } = run(newCase(version, 'calm', '1', options));
    expect(['ok', 'liveness', 'undecided']).toContain(verdict);
  },
);
