import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{protocol,sim,scenarios,reports}/**/*.test.ts', '*.test.ts'],
    testTimeout: 60_000,
    reporters: ['default'],
  },
});
