import { describe, expect, test } from 'vitest';
import { registry } from '../../scenarios/index.ts';
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
    ['hooks.parts.voteOrder is missing.', { hooks: { parts: {} } }],
  ])('is refused: %s', (sentence, fields) => {
    expect(problem({ ...plain, ...fields })).toContain(`mine.ts: ${sentence}`);
  });
});
