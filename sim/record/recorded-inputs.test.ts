import { expect, test } from 'vitest';
import { parseCase } from './case-schema.ts';
import { caseName, newCase } from './case.ts';
import type { InputSource } from './input-error.ts';
import type { RecordedInput } from './recorded-inputs.ts';

const source: InputSource = { file: 'c.json', lineOf: () => null };
const opened: RecordedInput = { kind: 'opened', atUs: 5, socket: 1, peer: '127.0.0.1', server: '1' };
const of = (list: readonly unknown[], endUs = 10) => ({
  ...newCase('0.1.0', 'calm', '1'),
  inputs: { wallMs: 0, endUs, list },
});

test('what entered comes back as it was, and is part of the name of a case', () => {
  const list: readonly RecordedInput[] = [
    opened,
    { kind: 'bytes', atUs: 5, socket: 1, bytes: 'Zm9v' },
    { kind: 'fault', atUs: 7, id: 'a1', line: 'crash leader' },
    { kind: 'closed', atUs: 9, socket: 1 },
  ];
  const read = parseCase(JSON.parse(JSON.stringify(of(list))), source);
  expect(read.inputs).toEqual({ wallMs: 0, endUs: 10, list });
  expect(caseName(read)).toMatch(/^calm-s1-[0-9a-f]{6}$/);
  expect(caseName(read)).not.toBe(caseName(parseCase(of([opened]), source)));
});

test.each([
  [[opened, { ...opened, socket: 2, atUs: 4 }], 'inputs.list[1].atUs is before the input that comes ahead of it'],
  [[{ ...opened, atUs: 11 }], 'inputs.list[0].atUs is behind the end'],
  [[opened, opened], 'inputs.list[1].socket is the number of another socket'],
  [[{ kind: 'closed', atUs: 1, socket: 1 }], 'inputs.list[0].socket is the number of no socket that was opened'],
  [[opened, { kind: 'bytes', atUs: 6, socket: 1, bytes: '%' }], 'inputs.list[1].bytes is not base64'],
])('%j is refused', (list, problem) => {
  expect(() => parseCase(of(list), source)).toThrow(`c.json: ${problem}.`);
});
