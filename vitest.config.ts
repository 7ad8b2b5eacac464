import { existsSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { defineConfig, type Plugin } from 'vitest/config';

/** Whole campaigns, and long sessions with the built program: minutes of them. `npm run test:slow` runs these, `npm test` all others. */
const SLOW = '**/*.slow.test.ts';
const slow = process.env['SLOW_TESTS'] === '1';
/** `npm test` has built before, and tests what was built: no module but the tests themselves is compiled once more. */
const built = process.env['BUILT'] === '1';
const root = import.meta.dirname;

/** Imports of sources become imports of what was built of them, but those of tests and their kits. */
const builtModules: Plugin = {
  name: 'built-modules',
  enforce: 'pre',
  resolveId(source, importer) {
    if (importer === undefined || !source.startsWith('.')) return null;
    const path = resolve(dirname(importer), source);
    if (!/\.tsx?$/.test(path) || /\.(test|testkit)\.tsx?$/.test(path)) return null;
    const module = resolve(root, 'dist', relative(root, path).replace(/\.tsx?$/, '.js'));
    return existsSync(module) ? module : null;
  },
};

export default defineConfig({
  plugins: built ? [builtModules] : [],
  test: {
    // Traces tell places in the sources, built or not.
    ...(built ? { server: { deps: { external: [/\/dist\//] } }, execArgv: ['--enable-source-maps'] } : {}),
    include: slow ? [SLOW] : ['{protocol,sim,scenarios,reports}/**/*.test.ts', '*.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**', ...(slow ? [] : [SLOW])],
    testTimeout: 60_000,
    // Modules keep no state, so a worker loads each of them once for all files.
    isolate: false,
    // Many tests wait for a program they have started.
    maxWorkers: '100%',
    reporters: ['default'],
  },
});
