import { describe, expect, test } from 'vitest';
import { registry } from '../../scenarios/index.ts';
import type { Profile } from '../../scenarios/profile.ts';
import type { Scenario, ScenarioHooks } from '../../scenarios/scenario.ts';
import { InputError } from '../record/input-error.ts';
import { checkScenarioModule, scenarioModuleSchema } from '../record/scenario-module-schema.ts';
import { moduleNames } from './scenario-module.ts';

const source = { file: 'mine.ts', lineOf: () => null };

function problem(scenario: object): string {
  try {
    checkScenarioModule(scenario, moduleNames, source);
  } catch (error) {
    if (error instanceof InputError) return error.message;
    throw error;
  }
  return 'none';
}

const plain = { name: 'mine', story: 'Mine.', ensemble: { voters: 3 } };
const fuzz = registry.get('fuzz') as Scenario;

describe('a scenario of code', () => {
  test.each([...registry.values()].map((scenario) => [scenario.name, scenario]))('may be what %s is', (_, scenario) => {
    expect(problem(scenario)).toBe('none');
  });

  test('may have every field of its type', () => {
    const { shape } = scenarioModuleSchema(moduleNames);
    // What the compiler checks here: no field of the types is missed.
    const fields: Readonly<Record<keyof Scenario, unknown>> = shape;
    const hooks: Readonly<Record<keyof ScenarioHooks, unknown>> = shape.hooks.unwrap().shape;
    expect(Object.keys(fields)).toContain('hooks');
    expect(Object.keys(hooks)).toContain('properties');
  });

  const profile = fuzz.profile as Profile;
  const drawing = (settings: object): object => ({ profile: { ...profile, settings } });
  const blowing = (weather: object): object => ({
    profile: { ...profile, weather: { ...profile.weather, ...weather } },
  });
  const failing = (faults: object): object => ({ profile: { ...profile, faults: { ...profile.faults, ...faults } } });

  test.each([
    ['hoks is not a field here (did you mean hooks?).', { hoks: {} }],
    ['properties is not a field here.', { properties: [] }],
    ['hooks.property is not a field here (did you mean properties?).', { hooks: { property: [] } }],
    ['hooks.properties[0] is not a function.', { hooks: { properties: [{}] } }],
    ['hooks.operation is not a function.', { hooks: { operation: 'writes' } }],
    ['hooks.processes[0].create is missing.', { hooks: { processes: [{ name: 'alice' }] } }],
    ['hooks.processes[0].name is missing.', { hooks: { processes: [{ create: Object }] } }],
    ['ensemble.voters is not a number.', { ensemble: { voters: '3' } }],
    ['ensemble.observer is not a field here (did you mean observers?).', { ensemble: { voters: 3, observer: 1 } }],
    ['durationMs is not a field here (did you mean duration?).', { durationMs: 2000 }],
    ['weather is not "calm" or "local" or "drawn".', { weather: 'stormy' }],
    ['network.latencyUs is not a field here (did you mean latency?).', { network: { latencyUs: 3 } }],
    ['network.lossPpm is above 1000000.', { network: { lossPpm: 2_000_000 } }],
    ['disk.syncLatency.shape is not "constant" or "uniform" or', { disk: { syncLatency: { minUs: 3 } } }],
    ['profile.faults.count is missing.', { profile: { ...fuzz.profile, faults: {} } }],
    ['profile.weather.latency is missing.', { profile: { ...fuzz.profile, weather: {} } }],
    ['profile.settings.voters[0][0] is below 1.', drawing({ voters: [[0, 1]] })],
    [
      'profile.settings.voters[1][0].to is above 15.',
      drawing({
        voters: [
          [3, 1],
          [{ from: 4, to: 99 }, 1],
        ],
      }),
    ],
    ['profile.settings.ops[0][0] is wrong: it ends before it begins.', drawing({ ops: [[{ from: 5, to: 3 }, 1]] })],
    ['profile.settings.ops is wrong: nothing has any weight.', drawing({ ops: [[5, 0]] })],
    [
      'profile.settings.snapCount[0][0].step is not a field here.',
      drawing({ snapCount: [[{ from: 2, to: 8, step: 2 }, 1]] }),
    ],
    ['profile.settings.workload[0][0] is not a string.', drawing({ workload: [[5, 1]] })],
    ['profile.weather.latency[0][0] is not "uniform" or "exponential"', blowing({ latency: [['gamma', 1]] })],
    ['profile.weather.syncUs[0][0] is below 0.', blowing({ syncUs: [[-1, 1]] })],
    ['profile.faults.healPercent[0][0] is above 100.', failing({ healPercent: [[101, 1]] })],
    ['profile.faults.actions[0][0] is not a string.', failing({ actions: [[7, 1]] })],
    ['hooks.parts.voteOrder is missing.', { hooks: { parts: {} } }],
  ])('is refused: %s', (sentence, fields) => {
    expect(problem({ ...plain, ...fields })).toContain(`mine.ts: ${sentence}`);
  });
});
