import { describe, expect, test } from 'vitest';
import type { Scenario, ScenarioHooks } from '../../scenarios/scenario.ts';
import type { PlanOp } from '../record/plan.ts';
import { tryModule } from './try-module.ts';

const source = { file: 'mine.ts', lineOf: () => null };

function tried(hooks: object, operations: () => readonly unknown[] = () => []): () => void {
  const scenario: Scenario = { name: 'mine', story: 'Mine.', ensemble: { voters: 3 }, hooks: hooks as ScenarioHooks };
  return () => tryModule(scenario, operations as () => readonly PlanOp[], source);
}

class NeverSeen {
  results(): readonly unknown[] {
    return [];
  }
}

describe('what the code of a module makes is tried before a run', () => {
  test('and nothing is said when it is as it should be', () => {
    const operations = [
      { type: 'create', path: '/a', data: { hex: '00ff' }, mode: 'EPHEMERAL' },
      { type: 'getData', path: '/a', watch: true },
      { type: 'setData', path: 'no path at all', data: null, version: 'known' },
    ];
    expect(
      tried({ operation: () => operations[0], properties: [() => new NeverSeen()] }, () => operations),
    ).not.toThrow();
  });

  test.each([
    ['operation.type is not "create" or "create2" or', { type: 'frob', path: '/a' }],
    ['operation.path is not a string.', { type: 'sync', path: 7 }],
    [
      'operation.data is not a string or an object or null.',
      { type: 'setData', path: '/a', data: () => 1, version: -1 },
    ],
    ['operation.version is missing.', { type: 'delete', path: '/a' }],
    ['operation.paht is not a field here (did you mean path?).', { type: 'sync', path: '/a', paht: '/a' }],
    [
      'operation.parts[1].type is not "create" or',
      { type: 'multi', parts: [{ type: 'check', path: '/', version: 1 }, {}] },
    ],
    ['operation is missing.', undefined],
  ])('an operation: hooks.%s', (sentence, operation) => {
    const good = { type: 'sync', path: '/a' };
    expect(tried({ operation: () => operation }, () => [good, operation])).toThrow(`mine.ts: hooks.${sentence}`);
  });

  test.each([
    ['operation fails: Error: no luck.', { operation: () => 1 }],
    ['properties[0] fails: TypeError: Class constructor', { properties: [NeverSeen] }],
    ['properties[1] makes nothing that has results.', { properties: [() => new NeverSeen(), () => undefined] }],
    ['properties[0] makes nothing that has results.', { properties: [() => ({ name: 'p', results: [] })] }],
  ])('a function: hooks.%s', (sentence, hooks) => {
    const failing = (): never => {
      throw new Error('no luck');
    };
    expect(tried(hooks, failing)).toThrow(`mine.ts: hooks.${sentence}`);
  });
});
