/**
 * Bundles what a page runs into one classic script: a page opened from a file may load no module, and neither may its
 * worker. The same files give the same text.
 */
import type * as vite from 'vite';
import { importModule } from '../import-module.ts';
import { packageRoot } from '../package-root.ts';

export interface Bundled {
  readonly script: string;
  /** Of the sheets that its modules import; empty when they import none. */
  readonly style: string;
}

/** `entry`: absolute path of a module, built or a source. */
export async function bundle(entry: string): Promise<Bundled> {
  // A tool for building: where this program is installed, all scripts are there already.
  const { build } = (await importModule('vite')) as typeof vite;
  const built = await build({
    configFile: false,
    root: packageRoot(),
    publicDir: false,
    logLevel: 'error',
    define: { 'process.env.NODE_ENV': '"production"' },
    oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
    build: {
      write: false,
      target: 'es2022',
      cssCodeSplit: false,
      modulePreload: false,
      reportCompressedSize: false,
      rolldownOptions: { input: entry, output: { format: 'iife', codeSplitting: false, comments: false } },
    },
  });
  if (Array.isArray(built) || !('output' in built)) throw new Error(`${entry} was not bundled into one script`);
  let script = '';
  let style = '';
  for (const file of built.output) {
    if (file.type === 'chunk') script += file.code;
    else if (file.fileName.endsWith('.css')) style += String(file.source);
    else throw new Error(`${entry} needs a file beside it: ${file.fileName}`);
  }
  return { script: script.trim(), style: style.trim() };
}
