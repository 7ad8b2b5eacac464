/**
 * Loads a scenario from a TypeScript or JavaScript module of the user's own. Its default export is the scenario, and
 * its `zabsim` is this package, wherever the module lies. Node that strips types by itself imports the file as it is;
 * older ones get it bundled by esbuild.
 */
import { existsSync } from 'node:fs';
import * as nodeModule from 'node:module';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type * as esbuild from 'esbuild';
import * as library from '../../scenarios/index.ts';
import type { Scenario } from '../../scenarios/scenario.ts';
import { weatherFields } from '../../scenarios/weather.ts';
import { InputError } from '../record/input-error.ts';
import type { ModuleNames } from '../record/scenario-module-schema.ts';
import { importModule } from './import-module.ts';

/** The name, among all symbols, of the place where a module made of a text finds the library. */
const SHARED = 'zabsim';

/**
 * The address under which a module of a user's finds this package: the very one that runs it, whose classes are the
 * same, wherever both lie.
 */
function zabsim(): string {
  (globalThis as { [shared: symbol]: unknown })[Symbol.for(SHARED)] = library;
  const text = `export const { ${Object.keys(library).join(', ')} } = globalThis[Symbol.for('${SHARED}')];`;
  return `data:text/javascript,${encodeURIComponent(text)}`;
}

/** In Node since 22.15; the types here are those of Node 20. */
interface ResolveHooks {
  registerHooks?(hooks: {
    resolve(specifier: string, context: unknown, next: (specifier: string, context: unknown) => unknown): unknown;
  }): void;
}

export async function loadScenarioModule(file: string): Promise<Scenario> {
  if (!existsSync(file)) throw new InputError(`${file}: there is no such file or folder.`);
  const { registerHooks } = nodeModule as ResolveHooks;
  const stripsTypes = 'typescript' in process.features && process.features.typescript !== false;
  const loaded =
    stripsTypes && registerHooks !== undefined ? await importAsIs(file, registerHooks) : await importBundled(file);
  const scenario = (loaded as { readonly default?: unknown }).default;
  if (typeof scenario !== 'object' || scenario === null || !('name' in scenario) || !('ensemble' in scenario)) {
    throw new InputError(`${file}: the module's default export is not a scenario (defineScenario makes one).`);
  }
  return scenario as Scenario;
}

async function importAsIs(file: string, registerHooks: NonNullable<ResolveHooks['registerHooks']>): Promise<unknown> {
  registerHooks({
    resolve: (specifier, context, next) =>
      specifier === 'zabsim' ? { url: zabsim(), shortCircuit: true } : next(specifier, context),
  });
  return evaluate(file, pathToFileURL(resolve(file)).href);
}

async function importBundled(file: string): Promise<unknown> {
  const { build } = (await importModule('esbuild')) as typeof esbuild;
  const built = await build({
    entryPoints: [resolve(file)],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    sourcemap: 'inline',
    logLevel: 'silent',
    plugins: [
      {
        name: 'zabsim',
        setup: (host) => {
          host.onResolve({ filter: /^zabsim$/ }, () => ({ path: zabsim(), external: true }));
        },
      },
    ],
  }).catch((error: unknown) => {
    throw buildError(file, error);
  });
  const text = built.outputFiles[0]?.text ?? '';
  return evaluate(file, `data:text/javascript;base64,${Buffer.from(text).toString('base64')}`);
}

async function evaluate(file: string, url: string): Promise<unknown> {
  try {
    return await importModule(url);
  } catch (error) {
    const what = error instanceof Error ? error.message.split('\n')[0] : String(error);
    throw new InputError(`${file}: the module cannot be loaded: ${(what ?? '').replace(/\.$/, '')}.`);
  }
}

/** By what a scenario of code is checked. */
export const moduleNames: ModuleNames = {
  parts: Object.keys(library.standardParts),
  weather: weatherFields,
};

interface BuildMessage {
  readonly text: string;
  readonly location: { readonly line: number } | null;
}

function buildError(file: string, error: unknown): unknown {
  const first = (error as { readonly errors?: readonly BuildMessage[] }).errors?.[0];
  if (first === undefined) return error;
  const line = first.location === null ? '' : `:${first.location.line}`;
  return new InputError(`${file}${line}: the module cannot be read: ${first.text.replace(/\.$/, '')}.`);
}
