#!/usr/bin/env node
// Starts the built program; tells what to do when it has not been built.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const program = new URL('../../dist/sim/cli/program/start.js', import.meta.url);
if (existsSync(fileURLToPath(program))) {
  const { start } = await import(program.href);
  await start(process.argv.slice(2));
} else {
  process.stderr.write('sim: the program is not built yet: run "npm ci" or "npm run build" in its folder.\n');
  process.exitCode = 2;
}
