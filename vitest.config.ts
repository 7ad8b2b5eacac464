import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{protocol,sim,scenarios,reports}/**/*.test.ts', '*.test.ts'],
    testTimeout: 60_000,
    // Many tests wait for a program they have started.
    maxWorkers: '100%',
    reporters: ['default'],
  },
});
