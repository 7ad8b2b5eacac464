#!/usr/bin/env node
// Starts the built program; tells what to do when it has not been built.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const main = new URL('../../dist/sim/cli/main.js', import.meta.url);
if (existsSync(fileURLToPath(main))) {
  await import(main.href);
} else {
  process.stderr.write('sim: the program is not built yet: run "npm ci" or "npm run build" in its folder.\n');
  process.exitCode = 2;
}
