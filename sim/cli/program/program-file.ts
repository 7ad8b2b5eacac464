/**
 * The command line in one file, as the build leaves it, and what V8 compiled of it: to start it from there spares finding,
 * reading and compiling hundreds of modules.
 */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Script } from 'node:vm';
import type * as main from '../main.ts';
import { importModule } from '../import-module.ts';
import { lastCompiledMs, packageRoot } from '../package-root.ts';

/** What the file is wrapped into: the names under which it finds what a file of CommonJS does not have. */
export const PROGRAM_URL = 'zabsimUrl';
export const PROGRAM_IMPORT = 'zabsimImport';
export const programBegins = `(function (exports, require, module, ${PROGRAM_URL}, ${PROGRAM_IMPORT}) {`;
export const programEnds = '})';

type Wrapped = (
  exports: object,
  require: NodeJS.Require,
  module: { exports: object },
  url: string,
  load: typeof importModule,
) => void;

export function programFolder(): string {
  return join(packageRoot(), 'dist', 'program');
}

export function programFile(): string {
  return join(programFolder(), 'sim.cjs');
}

/** Code that V8 made of the file, of use to the Node that made it only. */
export function codeFile(): string {
  return join(programFolder(), 'sim.code');
}

/** Whether this runs in it, and not from its modules. */
export function isProgram(): boolean {
  return fileURLToPath(import.meta.url) === programFile();
}

/** Whether it is there, and made of what was compiled last. */
export function programIsBuilt(): boolean {
  return existsSync(programFile()) && statSync(programFile()).mtimeMs >= lastCompiledMs();
}

export interface LoadedProgram extends Pick<typeof main, 'main' | 'threadWork'> {
  /** With it, what was compiled by now can be kept. */
  readonly script: Script;
}

export function loadProgram(): LoadedProgram {
  const filename = programFile();
  const cachedData = existsSync(codeFile()) ? readFileSync(codeFile()) : undefined;
  const source = readFileSync(filename, 'utf8');
  const script = new Script(source, cachedData === undefined ? { filename } : { filename, cachedData });
  const module = { exports: {} };
  const url = pathToFileURL(filename).href;
  (script.runInThisContext() as Wrapped)(module.exports, createRequire(filename), module, url, importModule);
  return { ...(module.exports as typeof main), script };
}
