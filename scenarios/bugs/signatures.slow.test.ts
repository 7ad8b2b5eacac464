import { expect, test } from 'vitest';
import { newCase } from '../../sim/record/case.ts';
import { run } from '../run.ts';
import { version } from '../version.ts';
import { bugs } from './index.ts';

test('a signature never tells which bug it is', () => {
  const told = new Set<string>();
  for (const { id } of bugs.values()) {
    for (let seed = 1; seed <= 12; seed++) {
      const { failure } = run({ ...newCase(version, 'fuzz', String(seed)), bug: id });
      if (failure !== null) told.add(failure.signature);
    }
  }
  expect(told.size).toBeGreaterThan(10);
  const names = [...bugs.values()].flatMap(({ id, name }) => [id.toLowerCase(), name]);
  for (const signature of told) {
    expect(signature).toMatch(/^[a-z-]+: /);
    for (const name of names) expect(signature.toLowerCase().split(/[ :()]+/)).not.toContain(name);
  }
});
