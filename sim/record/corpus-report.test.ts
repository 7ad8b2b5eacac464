import { expect, test } from 'vitest';
import { newCase, type Case } from './case.ts';
import { toPrune, type Kept } from './corpus-report.ts';

/** A stored case with so many operations; `met`: it still fails as it was stored for. */
function kept(file: string, signature: string | null, operations: number, met = true, bug: string | null = null): Kept {
  const of: Case = {
    ...newCase('0.1.0', 'fuzz', '1'),
    bug,
    plan: {
      operations: Array.from({ length: operations }, (_, at) => ({
        client: 'c1',
        atUs: at,
        op: { type: 'sync', path: '/' } as const,
      })),
      faults: [],
    },
    expect: { verdict: signature === null ? 'ok' : 'violation', signature },
  };
  const kind = met ? 'same' : 'passes';
  return { file, of, row: { file, kind, met, sentence: `${file} ${kind}` } };
}

const files = (cases: readonly Kept[]): readonly string[] => toPrune(cases).map(({ file }) => file);

test('a case that no longer fails goes, and one beside which a smaller one shows the same', () => {
  expect(files([kept('a', 'x', 3), kept('b', 'x', 2), kept('c', 'y', 9), kept('d', 'z', 1, false)])).toEqual([
    'd',
    'a',
  ]);
});

test('of two of one size one stays', () => {
  expect(files([kept('b', 'x', 2), kept('a', 'x', 2)])).toEqual(['b']);
});

test('a case that was mended stays, and one with another bug shows something else', () => {
  expect(
    files([kept('a', null, 5), kept('b', null, 5, false), kept('c', 'x', 5, true, 'G1'), kept('d', 'x', 1)]),
  ).toEqual([]);
});
