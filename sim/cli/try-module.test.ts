import { describe, expect, test } from 'vitest';
import type { Scenario, ScenarioHooks } from '../../scenarios/scenario.ts';
import type { OperationDice } from '../../scenarios/workloads/draws.ts';
import { checkingOperations, tryModule } from './try-module.ts';

const source = { file: 'mine.ts', lineOf: () => null };

/** Tries a module with these hooks, whose clients each ask for the first of its operations. */
function tried(hooks: object, clients: readonly string[] = []): () => void {
  const mine: Scenario = { name: 'mine', story: 'Mine.', ensemble: { voters: 3 }, hooks: hooks as ScenarioHooks };
  const scenario = checkingOperations(mine, source);
  const first = (client: string): never[] => [scenario.hooks?.operation?.(client, 0, {} as OperationDice)] as never[];
  return () => tryModule(scenario, () => clients.flatMap(first), source);
}

function failing(): never {
  throw new Error('no luck');
}

function hearing(fields: object): object {
  return { properties: [() => Object.assign(new NeverSeen(), fields)] };
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
    const operation = (client: string): unknown => operations[Number(client)];
    expect(tried({ operation, properties: [() => new NeverSeen()] }, ['0', '1', '2'])).not.toThrow();
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
    const drawn = (client: string): unknown => (client === 'c1' ? { type: 'sync', path: '/a' } : operation);
    expect(tried({ operation: drawn }, ['c1'])).not.toThrow();
    expect(tried({ operation: drawn }, ['c1', 'c2'])).toThrow(`mine.ts: hooks.${sentence}`);
  });

  test.each([
    ['operation fails: Error: no luck.', { operation: failing }],
    ['properties[0] fails: TypeError: Class constructor', { properties: [NeverSeen] }],
    ['properties[1] makes nothing that has results.', { properties: [() => new NeverSeen(), () => undefined] }],
    ['properties[0] makes nothing that has results.', { properties: [() => ({ name: 'p', results: [] })] }],
    ['properties[0] makes something whose factTypes are no list of texts.', hearing({ factTypes: 'committed' })],
    ['properties[0] makes something whose factTypes are no list of texts.', hearing({ factTypes: ['committed', 3] })],
    ['properties[0] makes something whose onReply is not a function.', hearing({ onReply: [] })],
  ])('a function: hooks.%s', (sentence, hooks) => {
    expect(tried(hooks, ['c1'])).toThrow(`mine.ts: hooks.${sentence}`);
  });
});
