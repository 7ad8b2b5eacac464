import { ESLint } from 'eslint';
import { expect, test } from 'vitest';

const root = new URL('../..', import.meta.url).pathname;
/** Without type information, so that planted files need not belong to a project. */
const eslint = new ESLint({
  cwd: root,
  overrideConfig: {
    languageOptions: { parserOptions: { projectService: false } },
    rules: {
      '@typescript-eslint/switch-exhaustiveness-check': 'off',
      '@typescript-eslint/no-floating-promises': 'off',
    },
  },
});

async function rulesFiring(filePath: string, code: string): Promise<string[]> {
  const results = await eslint.lintText(code, { filePath });
  return results.flatMap((result) => result.messages.map((message) => message.ruleId ?? message.message));
}

const IMPORTS = 'no-restricted-imports';
const GLOBALS = 'no-restricted-globals';
const PROPERTIES = 'no-restricted-properties';
const SYNTAX = 'no-restricted-syntax';

test.each([
  ['protocol/std/x.ts', `import { a } from '../ids.ts';`],
  ['protocol/zab/x.ts', `import { a } from '../../sim/kernel/world.ts';`],
  ['protocol/zab/x.ts', `import type { a } from '../../scenarios/index.ts';`],
  ['protocol/x.ts', `import { z } from 'zod';`],
  ['protocol/x.ts', `import fs from 'node:fs';`],
  ['sim/network/x.ts', `import { a } from '../../protocol/zab/peer.ts';`],
  ['sim/network/x.ts', `import { a } from '../../protocol/ids.ts';`],
  ['sim/network/x.ts', `import { a } from '../../scenarios/index.ts';`],
  ['sim/network/x.ts', `import { z } from 'zod';`],
  ['sim/network/x.ts', `import seedrandom from 'seedrandom';`],
  ['sim/kernel/x.ts', `import { z } from 'zod';`],
  ['sim/record/x.ts', `import seedrandom from 'seedrandom';`],
  ['sim/record/x.ts', `import YAML from 'yaml';`],
  ['sim/check/x.ts', `import { a } from '../cli/main.ts';`],
  ['sim/check/x.ts', `import fs from 'node:fs';`],
  ['sim/search/x.ts', `import { a } from '../../scenarios/index.ts';`],
  ['sim/search/x.ts', `import { Piscina } from 'piscina';`],
  ['scenarios/x.ts', `import { a } from '../sim/cli/main.ts';`],
  ['scenarios/x.ts', `import { a } from '../reports/index.ts';`],
  ['scenarios/x.ts', `import YAML from 'yaml';`],
  ['scenarios/served/x.ts', `import { a } from '../../sim/serve/serve.ts';`],
  ['scenarios/served/x.ts', `import net from 'node:net';`],
  ['sim/testing/x.ts', `import { a } from '../serve/serve.ts';`],
  ['reports/text/x.ts', `import { a } from '../../protocol/ids.ts';`],
  ['reports/text/x.ts', `import { a } from '../../sim/kernel/world.ts';`],
  ['reports/text/x.ts', `import { a } from '../../scenarios/index.ts';`],
  ['reports/text/x.ts', `import chalk from 'chalk';`],
  ['reports/html/x.ts', `import { a } from './viewer/main.ts';`],
  ['reports/html/x.ts', `import { a } from '../page/diagram.ts';`],
  ['reports/page/x.ts', `import { a } from '../../scenarios/index.ts';`],
  ['reports/html/viewer/x.ts', `import { a } from '../../../scenarios/index.ts';`],
  ['reports/html/viewer/x.ts', `import { a } from '../../../sim/kernel/world.ts';`],
  ['reports/html/viewer/x.ts', `import { h } from 'preact';`],
  ['reports/playground/x.tsx', `import { a } from '../../scenarios/index.ts';`],
  ['reports/playground/x.tsx', `import { a } from '../../sim/kernel/world.ts';`],
  ['reports/playground/panels/x.ts', `import { a } from '../../../protocol/ids.ts';`],
  ['reports/playground/panels/x.tsx', `import { Component } from 'react';`],
  ['reports/html/x.ts', `import { a } from '../playground/store.ts';`],
  ['sim/testing/x.ts', `import { a } from '../cli/main.ts';`],
  ['sim/testing/x.ts', `import { a } from '../../reports/index.ts';`],
  ['sim/testing/x.ts', `import fs from 'node:fs';`],
  ['sim/testing/serve.ts', `import { a } from '../cli/main.ts';`],
  ['sim/testing/serve.ts', `import net from 'node:net';`],
  ['sim/search/x.ts', `import { a } from '../testing/index.ts';`],
  ['scenarios/x.ts', `import { a } from '../sim/testing/index.ts';`],
  ['protocol/x.ts', `import { a } from './ids.js';`],
  ['sim/cli/x.ts', `import { a } from './main';`],
])('in %s the import %s is refused', async (file, line) => {
  expect(await rulesFiring(file, `${line}\n`)).toEqual([IMPORTS]);
});

test.each([
  ['protocol/zab/x.ts', `import { a } from '../std/assert.ts';`],
  ['sim/network/x.ts', `import { a } from '../../protocol/process.ts';`],
  ['sim/network/x.ts', `import { a } from '../../protocol/std/hash.ts';`],
  ['sim/kernel/x.ts', `import seedrandom from 'seedrandom';`],
  ['sim/record/x.ts', `import { z } from 'zod';`],
  ['scenarios/catalogue/x.ts', `import { a } from '../../protocol/zab/peer.ts';`],
  ['reports/text/x.ts', `import type { a } from '../../sim/record/run-result.ts';`],
  ['reports/html/viewer/x.ts', `import type { a } from '../../../sim/record/case.ts';`],
  ['reports/html/viewer/x.ts', `import { a } from '../../spacetime/paint.ts';`],
  ['reports/html/viewer/x.ts', `import { a } from '../../page/diagram.ts';`],
  ['reports/playground/x.tsx', `import { signal } from '@preact/signals';`],
  ['reports/playground/x.tsx', `import './style/page.css';`],
  ['reports/playground/panels/x.ts', `import type { a } from '../../../sim/record/play.ts';`],
  ['reports/playground/panels/x.ts', `import { a } from '../../spacetime/paint.ts';`],
  ['reports/playground/engine/worker.ts', `import { Play } from '../../../scenarios/play/play.ts';`],
  ['sim/testing/x.ts', `import { a } from '../../scenarios/run.ts';`],
  ['sim/testing/x.ts', `import fc from 'fast-check';`],
  ['sim/testing/serve.ts', `import { a } from '../serve/serve.ts';`],
  ['sim/cli/x.ts', `import fs from 'node:fs';`],
  ['sim/serve/x.ts', `import { a } from '../../scenarios/served/served-ensemble.ts';`],
  ['sim/serve/x.ts', `import net from 'node:net';`],
  ['sim/network/x.test.ts', `import fs from 'node:fs';`],
])('in %s the import %s is welcome', async (file, line) => {
  expect(await rulesFiring(file, `${line}\n`)).toEqual([]);
});

test.each([
  ['Date.now();', GLOBALS],
  ['new Date();', GLOBALS],
  ['performance.now();', GLOBALS],
  ['setTimeout(f, 1);', GLOBALS],
  ['Promise.resolve();', GLOBALS],
  ['new Intl.Collator();', GLOBALS],
  ['new WeakMap();', GLOBALS],
  ['globalThis.x;', GLOBALS],
  ['console.log(1);', GLOBALS],
  ['Math.random();', PROPERTIES],
  ['Math.pow(2, 3);', PROPERTIES],
  ['Math.log(2);', PROPERTIES],
  ['a.localeCompare(b);', PROPERTIES],
  ['a.toLocaleString();', PROPERTIES],
  ['a ** b;', SYNTAX],
  ['export async function f() {}', SYNTAX],
  ['export const f = async () => 1;', SYNTAX],
  ['export function* f() {}', SYNTAX],
  ['for (const a in b) f(a);', SYNTAX],
  ['[2, 1].sort();', SYNTAX],
  ['[2, 1].toSorted();', SYNTAX],
  ['export class A { #x = 1; }', SYNTAX],
  ['export class A { #x() {} }', SYNTAX],
  ['let count = 0; f(count++);', SYNTAX],
  ['export let count = 0;', SYNTAX],
  [`import('./x.ts');`, SYNTAX],
])('in a pure folder %s fires %s', async (code, rule) => {
  for (const file of ['protocol/x.ts', 'sim/kernel/x.ts', 'scenarios/x.ts', 'reports/text/x.ts']) {
    expect(await rulesFiring(file, `${code}\n`)).toContain(rule);
  }
});

test('hosts and tests may ask the clock and wait', async () => {
  const code = 'export async function f() { await g(Date.now(), Math.random()); }\n';
  expect(await rulesFiring('sim/cli/x.ts', code)).toEqual([]);
  expect(await rulesFiring('sim/kernel/x.test.ts', code)).toEqual([]);
});

test('a switch that forgets a member of its union is told', async () => {
  const typed = new ESLint({ cwd: root });
  const code = `export function f(a: 'x' | 'y'): number {\n  switch (a) {\n    case 'x':\n      return 1;\n  }\n  return 2;\n}\n`;
  const results = await typed.lintText(code, { filePath: 'protocol/std/compare.ts' });
  expect(results.flatMap((result) => result.messages.map((message) => message.ruleId))).toEqual([
    '@typescript-eslint/switch-exhaustiveness-check',
  ]);
});
