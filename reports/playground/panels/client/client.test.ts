import { describe, expect, test } from 'vitest';
import type { ReportOperation } from '../../../../sim/record/report-data.ts';
import { durationWords } from '../time-words.ts';
import { lineOf, operationForms, type FormValues } from './operation-forms.ts';
import { operationRows } from './operation-rows.ts';

function filled(type: string, values: FormValues): string {
  const form = operationForms.find((each) => each.type === type);
  if (form === undefined) throw new Error(`there is no form for ${type}`);
  const line = lineOf('c1', form, values);
  return line.ok ? line.line : `${line.field}: ${line.message.split(';')[0] ?? ''}`;
}

describe('a form becomes a line', () => {
  test.each([
    ['create', { path: '/a', data: 'x', mode: 'PERSISTENT' }, 'c1 create /a "x"'],
    ['create', { path: '/a', data: '', mode: 'EPHEMERAL_SEQUENTIAL' }, 'c1 create /a EPHEMERAL_SEQUENTIAL'],
    // Whether a path is valid the server decides: people may try.
    ['create', { path: 'no slash', data: '', mode: '' }, 'c1 create "no slash"'],
    ['create', { path: '', data: '', mode: '' }, 'c1 create ""'],
    ['setData', { path: '/a', data: 'say "hi"\n', version: '' }, 'c1 setData /a "say \\"hi\\"\\n"'],
    ['setData', { path: '/a', data: 'x', version: '3' }, 'c1 setData /a "x" version 3'],
    ['setData', { path: '/a', data: 'x', version: 'known' }, 'c1 setData /a "x" version known'],
    ['delete', { path: '/a', version: 'two' }, 'version: "two" is no whole number'],
    ['getData', { path: '/a', watch: 'on' }, 'c1 getData /a watch'],
    ['exists', { path: '/a', watch: '' }, 'c1 exists /a'],
    ['addWatch', { path: '/a', mode: 'PERSISTENT_RECURSIVE' }, 'c1 addWatch /a PERSISTENT_RECURSIVE'],
    ['sync', { path: '/' }, 'c1 sync /'],
    ['multi', { parts: 'create /a "1; 2"\n\n delete /b' }, 'c1 multi create /a "1; 2" ; delete /b'],
    ['multi', { parts: 'creat /a' }, 'parts: "creat" is no operation'],
    ['closeSession', {}, 'c1 closeSession'],
  ])('%s %o: %s', (type, values, line) => {
    expect(filled(type, values)).toBe(line);
  });
});

describe('operations so far', () => {
  const operation = (id: number, more: Partial<ReportOperation>): ReportOperation => ({
    process: 0,
    id,
    text: `create /${id}`,
    callEvent: 10 * id,
    callUs: 1000 * id,
    returnEvent: 10 * id + 5,
    returnUs: 1000 * id + 420,
    outcome: 'ok',
    answer: 'ok at 1:1',
    probe: false,
    ...more,
  });
  const trace = {
    processes: [
      { name: 'c1', kind: 'client' as const },
      { name: '1', kind: 'voter' as const },
    ],
    operations: [
      operation(1, {}),
      operation(2, { outcome: 'error', answer: 'NODEEXISTS' }),
      operation(3, {}),
      operation(4, { process: 1 }),
    ],
  };
  const at = (event: number): string[] =>
    operationRows(trace, 'c1', event, 100 * event).map(
      ({ glyph, text, answer, took }) => `${glyph} ${text}: ${answer}, ${took}`,
    );

  test('an answer of the future is not known yet', () => {
    expect(at(22)).toEqual(['… create /2: no answer yet, 200 µs', '✔ create /1: ok at 1:1, 420 µs']);
  });

  test('the newest stands first', () => {
    expect(at(99)).toEqual([
      '✔ create /3: ok at 1:1, 420 µs',
      '✕ create /2: NODEEXISTS, 420 µs',
      '✔ create /1: ok at 1:1, 420 µs',
    ]);
  });
});

test.each([
  [0, '0 µs'],
  [999, '999 µs'],
  [1000, '1 ms'],
  [4200, '4.2 ms'],
  [12_340, '12.3 ms'],
  [120_000, '120 ms'],
  [1_284_310, '1.28 s'],
  [20_000_000, '20 s'],
])('%i µs is %s', (us, words) => {
  expect(durationWords(us)).toBe(words);
});
