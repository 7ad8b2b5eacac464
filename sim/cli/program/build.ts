/** A part of `npm run build`: puts the command line into one file and keeps what V8 compiles of it in a short run. */
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { build, type Plugin } from 'esbuild';
import { builtFile } from '../package-root.ts';
import { programBegins, programEnds, programFile, programFolder, PROGRAM_IMPORT, PROGRAM_URL } from './program-file.ts';

/** How long the short run may take; a slow machine needs seconds. */
const KEEPING_MS = 60_000;

const importer: Plugin = {
  name: 'importer',
  setup: (host) => {
    const contents = `export const importModule = ${PROGRAM_IMPORT};`;
    host.onLoad({ filter: /[\\/]import-module\.js$/ }, () => ({ contents }));
  },
};

export async function buildProgram(): Promise<void> {
  rmSync(programFolder(), { recursive: true, force: true });
  await build({
    entryPoints: [builtFile('sim/cli/main.ts')],
    outfile: programFile(),
    bundle: true,
    packages: 'external',
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    sourcemap: true,
    sourcesContent: false,
    define: { 'import.meta.url': PROGRAM_URL },
    banner: { js: programBegins },
    footer: { js: programEnds },
    plugins: [importer],
    logLevel: 'warning',
  });
  // What is built may be a program that somebody is in the middle of changing: it need not run, and not end either.
  const kept = spawnSync(process.execPath, [builtFile('sim/cli/program/keep-code.ts')], {
    stdio: ['ignore', 'ignore', 'inherit'],
    timeout: KEEPING_MS,
  });
  if (kept.status !== 0)
    process.stderr.write('build: no compiled code is kept, for the program did not run to its end.\n');
}
