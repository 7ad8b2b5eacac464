import { expect, test } from 'vitest';
import { newCase } from '../sim/record/case.ts';
import { Omens } from './omens.ts';
import { run } from './run.ts';
import { sampleCaseIn } from '../sim/cli/stored-cases.testkit.ts';
import type { Case } from '../sim/record/case.ts';

function omensOf(of: Case): readonly string[] {
  const omens = new Omens();
  run(of, { observers: [omens] });
  return omens.found.map(({ check }) => check);
}

test('the correct protocol gives no omens, whatever strikes it', () => {
  for (let seed = 1; seed <= 60; seed++) expect(omensOf(newCase('0.1.0', 'fuzz', String(seed)))).toEqual([]);
});

test.each([
  ['zk-4643.json', 'epoch before history'],
  ['g11.json', 'epoch before history'],
  ['zk-2845.json', 'memory behind the log'],
  ['zk-1154.json', 'DIFF behind an unknown transaction'],
  ['zk-2247.json', 'leader without what is committed'],
])('%s: %s', (file, omen) => {
  expect(omensOf(sampleCaseIn(file))).toContain(omen);
  expect(omensOf({ ...sampleCaseIn(file), bug: null })).toEqual([]);
});
