import { describe, expect, test } from 'vitest';
import { newCase } from '../../sim/record/case.ts';
import { explicitCase } from '../explicit.ts';
import { run } from '../run.ts';
import { version } from '../version.ts';
import { ofSize, renameInStep, withClients, withServers } from './ensemble-passes.ts';
import { faultOf, stepOf, type WrittenCase } from './written-case.ts';

/** Server 2 is gone, 3 and 4 move up, and 5 stands in for 6. */
const moved: Readonly<Record<string, string | null>> = { '1': '1', '2': null, '3': '2', '4': '3', '5': '4', '6': '4' };
const rename = (name: string): string | null => (name in moved ? (moved[name] ?? null) : name);

test.each([
  ['at 1s: crash 3 for 20ms', 'at 1s: crash 2 for 20ms'],
  ['at 1s: crash 2', null],
  ['at 1s: crash 2,3', 'at 1s: crash 2'],
  ['at 1s: crash 5,6', 'at 1s: crash 4'],
  ['at 1s: crash leader', 'at 1s: crash leader'],
  ['when server 4 logs x3: reset it', 'when server 3 logs x3: reset it'],
  ['when server 2 logs: reset it', null],
  ['before write 2 of log on 3: crash leader', 'before write 2 of log on 2: crash leader'],
  ['after write 2 of log on 2: crash leader', null],
  ['at 1s: partition 1,2 | 3,4', 'at 1s: partition 1 | 2,3'],
  ['at 1s: partition 2 | 3,4', null],
  ['at 1s: partition 5 | 6,1', 'at 1s: partition 4 | 1'],
  ['at 1s: partition c1 | 4', 'at 1s: partition c1 | 3'],
  ['at 1s: reset 2 > 3', null],
  ['at 1s: reset 3 | 4', 'at 1s: reset 2 | 3'],
  ['at 1s: heal all', 'at 1s: heal all'],
])('%s', (line, expected) => {
  const step = renameInStep(stepOf({ id: 'f1', line }), rename);
  expect(step === null ? null : faultOf(step).line).toBe(expected);
});

const of = explicitCase(newCase(version, 'fuzz', '1')) as WrittenCase;

describe('an ensemble', () => {
  test('of all its servers, by their names, is the same', () => {
    expect(withServers(of, ['1', '2', '3', '4', '5'], ['6', '7'])).toEqual(of);
  });

  test('of some of them runs, whichever they are', () => {
    const smaller = ofSize(of, 2, 1);
    expect(smaller.length).toBe(20);
    for (const each of smaller.slice(0, 6)) {
      expect(run(each).ensemble).toEqual({ voters: 2, observers: 1 });
      expect(run(each).verdict).not.toBe('internal');
    }
  });

  test('keeps its weather for whom it was', () => {
    const latency = { shape: 'constant', minUs: 5, spreadUs: 0, maxUs: 5 } as const;
    const slow = ['2', '3'].map((process) => ({ process, stage: 'log', latency }));
    const weather = { ...of.options.weather, stageDelays: slow };
    const { options } = withServers({ ...of, options: { ...of.options, weather } }, ['1', '3'], []);
    expect(options.weather.stageDelays).toEqual([{ process: '2', stage: 'log', latency }]);
    expect([options.voters, options.observers]).toEqual([2, 0]);
  });

  test('with a client less asks for what the others ask for, or for all of it through another', () => {
    const three = explicitCase(newCase(version, 'fuzz', '1', { clients: 3, ops: 12 })) as WrittenCase;
    const asks = ({ plan }: WrittenCase, client: string): number =>
      plan.operations.filter((operation) => operation.client === client).length;
    const without = withClients(three, ['c1', 'c3']);
    expect([without.options.clients, asks(without, 'c1'), asks(without, 'c2')]).toEqual([2, 4, 4]);
    expect(asks(withClients(three, ['c1', 'c3'], new Map([['c2', 'c1']])), 'c1')).toBe(8);
    expect(run(without).verdict).not.toBe('internal');
  });
});
