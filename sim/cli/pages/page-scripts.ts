/**
 * The scripts that a report carries. They are products of the build; where they are missing or older than what was
 * compiled since, and in a run from sources, they are bundled when they are first asked for.
 */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { builtFile, lastCompiledMs, packageRoot } from '../package-root.ts';
import { bundle } from './bundle.ts';

export interface PageScripts {
  /** Of a report's page. */
  readonly viewer: string;
  /** Of its worker: engine, protocol and scenarios. */
  readonly engine: string;
}

const isBuilt = !fileURLToPath(import.meta.url).endsWith('.ts');

const entries: Readonly<Record<keyof PageScripts, string>> = {
  viewer: 'reports/html/viewer/main.ts',
  engine: 'sim/cli/engine-worker.ts',
};

let scripts: Promise<PageScripts> | null = null;

export function pageScripts(): Promise<PageScripts> {
  scripts ??= Promise.resolve(isBuilt ? builtScripts() : null).then((built) => built ?? bundledScripts());
  return scripts;
}

/** Where the build puts them. */
export function builtScriptFile(name: keyof PageScripts): string {
  return join(packageRoot(), 'dist', 'pages', `${name}.js`);
}

export async function bundledScripts(): Promise<PageScripts> {
  const text = async (name: keyof PageScripts): Promise<string> => {
    const entry = isBuilt ? builtFile(entries[name]) : join(packageRoot(), entries[name]);
    return (await bundle(entry)).script;
  };
  const [viewer, engine] = await Promise.all([text('viewer'), text('engine')]);
  return { viewer, engine };
}

/** Null when they are not there, or something was compiled after them. */
function builtScripts(): PageScripts | null {
  const viewer = builtScriptFile('viewer');
  const engine = builtScriptFile('engine');
  if (!existsSync(viewer) || !existsSync(engine)) return null;
  const made = Math.min(statSync(viewer).mtimeMs, statSync(engine).mtimeMs);
  return lastCompiledMs() > made
    ? null
    : { viewer: readFileSync(viewer, 'utf8'), engine: readFileSync(engine, 'utf8') };
}
