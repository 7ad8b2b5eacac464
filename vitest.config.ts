import { defineConfig } from 'vitest/config';

/** Whole campaigns, and long sessions with the built program: minutes of them. `npm run test:slow` runs these, `npm test` all others. */
const SLOW = '**/*.slow.test.ts';
const slow = process.env['SLOW_TESTS'] === '1';

export default defineConfig({
  test: {
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
