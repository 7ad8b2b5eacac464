/**
 * The scripts that a page carries, each bundled into one classic script: a page opened from a file may load no module, and
 * neither may its worker. Built when they are first asked for, from the same files this program runs from.
 */
import { fileURLToPath } from 'node:url';

export interface PageScripts {
  /** Of a report's page. */
  readonly viewer: string;
  /** Of its worker: engine, protocol and scenarios. */
  readonly engine: string;
}

const own = fileURLToPath(import.meta.url);
/** Sources and built files lie side by side in the same way. */
const SUFFIX = own.endsWith('.ts') ? 'ts' : 'js';

let built: Promise<PageScripts> | null = null;

export function pageScripts(): Promise<PageScripts> {
  built ??= build();
  return built;
}

async function build(): Promise<PageScripts> {
  const [viewer, engine] = await Promise.all([
    bundle(`../../reports/html/viewer/main.${SUFFIX}`),
    bundle(`./engine-worker.${SUFFIX}`),
  ]);
  return { viewer, engine };
}

/** The same text from the same files. */
export async function bundle(entry: string): Promise<string> {
  const esbuild = await import('esbuild');
  const { outputFiles } = await esbuild.build({
    entryPoints: [fileURLToPath(new URL(entry, import.meta.url))],
    bundle: true,
    write: false,
    minify: true,
    format: 'iife',
    platform: 'browser',
    target: 'es2022',
    legalComments: 'none',
    charset: 'ascii',
    logLevel: 'error',
  });
  const [file] = outputFiles;
  if (file === undefined) throw new Error(`${entry} was bundled into nothing`);
  return file.text;
}
