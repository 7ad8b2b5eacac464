import { build } from 'esbuild';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import * as zabsim from './index.ts';

test('the public door bundles for a browser, without a module of Node', async () => {
  const built = await build({
    entryPoints: [join(import.meta.dirname, 'index.ts')],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'browser',
    logLevel: 'silent',
  });
  expect(built.errors).toEqual([]);
  const text = built.outputFiles[0]?.text ?? '';
  expect(text).not.toMatch(/from "node:|require\("(fs|path|os|crypto)"\)/);
});

test('the version is the package’s', () => {
  const text = readFileSync(join(import.meta.dirname, '../package.json'), 'utf8');
  expect(zabsim.version).toBe((JSON.parse(text) as { readonly version: string }).version);
});

test('a drawn plan can be cut down, and the rest of it stays what it was', () => {
  const of = zabsim.newCase(zabsim.version, 'chaos', '5');
  const plan = zabsim.drawPlan(of);
  expect(plan.operations).toHaveLength(300);
  expect(plan.faults.length).toBeGreaterThan(0);
  const kept = { operations: plan.operations.filter((_, i) => i % 2 === 0), faults: plan.faults.slice(0, 2) };
  const result = zabsim.run({ ...of, plan: kept });
  expect(result.verdict).toBe('ok');
  expect(result.drawn).toMatchObject({ ops: 150, workload: 'plan', faults: 'plan', plannedFaults: 2 });
});

test('an exception of a host’s observer is an error of ours, not of the protocol', () => {
  const thrower = {
    onFact(): void {
      throw new Error('a mistake');
    },
  };
  const { verdict, failure } = zabsim.run(zabsim.newCase(zabsim.version, 'steady', '1'), { observers: [thrower] });
  expect({ verdict, message: failure?.message }).toEqual({ verdict: 'internal', message: 'Error: a mistake' });
});
