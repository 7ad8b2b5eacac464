/** What `run` and `replay` are pointed at: a scenario of the registry, or a file with a case, a scenario or a module. */
import { existsSync, readFileSync } from 'node:fs';
import { extname } from 'node:path';
import type { Scenario } from '../../scenarios/scenario.ts';
import { isModulePath, newCase, type Case } from '../record/case.ts';
import { InputError, type InputSource } from '../record/input-error.ts';
import { parseJson } from '../record/json-source.ts';
import type { ScenarioDocument } from '../record/scenario-document.ts';
import { loadEngine, type Engine } from './engine.ts';

export interface Target {
  readonly engine: Engine;
  readonly base: Case;
  /** The file, as the user named it; null for a scenario of the registry. */
  readonly origin: string | null;
}

const DEFAULT_SEED = '1';

export async function resolveTarget(name: string): Promise<Target> {
  switch (extname(name)) {
    case '.json':
      return jsonTarget(name);
    case '.yaml':
    case '.yml':
      return yamlTarget(name);
    case '.ts':
    case '.mts':
    case '.js':
    case '.mjs':
      return moduleTarget(name);
    default: {
      if (name.includes('/') || existsSync(name)) {
        throw new InputError(`${name}: a file to run is a .json, .yaml, .ts or .js file.`);
      }
      const engine = await loadEngine();
      const base = newCase(engine.version, name, DEFAULT_SEED);
      engine.scenarioOf(base);
      return { engine, base, origin: null };
    }
  }
}

/** The case in a file. A case that names a module finds it from where the program was started. */
export async function caseTarget(file: string): Promise<Target> {
  const { value, source } = parseJson(file, readFileSync(file, 'utf8'));
  const { parseCase } = await import('../record/case-schema.ts');
  const base = parseCase(value, source);
  const engine = await engineOf(base);
  engine.check(base, { source, holds: 'case' });
  return { engine, base, origin: file };
}

/** An engine that knows the module a case names, if it names one. */
export async function engineOf({ scenario }: Case): Promise<Engine> {
  if (typeof scenario !== 'string' || !isModulePath(scenario)) return loadEngine();
  return loadEngine(new Map([[scenario, await loadModule(scenario)]]));
}

async function jsonTarget(file: string): Promise<Target> {
  const { value, source } = parseJson(file, readFileSync(file, 'utf8'));
  const isScenario = typeof value === 'object' && value !== null && 'ensemble' in value;
  if (!isScenario) return caseTarget(file);
  const { parseScenario } = await import('../record/scenario-schema.ts');
  const scenario = parseScenario(value, source);
  return documentTarget(file, scenario, source);
}

async function yamlTarget(file: string): Promise<Target> {
  const { readYamlScenario } = await import('./yaml-scenario.ts');
  const { scenario, source } = readYamlScenario(file, readFileSync(file, 'utf8'));
  return documentTarget(file, scenario, source);
}

/** What the document asks for must be possible as it stands, whatever options say later. */
async function documentTarget(file: string, scenario: ScenarioDocument, source: InputSource): Promise<Target> {
  const engine = await loadEngine();
  const base = newCase(engine.version, scenario, DEFAULT_SEED);
  engine.check(base, { source, holds: 'scenario' });
  return { engine, base, origin: file };
}

async function moduleTarget(file: string): Promise<Target> {
  const scenario = await loadModule(file);
  const path = isModulePath(file) ? file : `./${file}`;
  const engine = await loadEngine(new Map([[path, scenario]]));
  const base = newCase(engine.version, path, DEFAULT_SEED);
  const source = moduleSource(file);
  const { tryModule } = await import('./try-module.ts');
  tryModule(scenario, () => engine.firstOperations(base), source);
  engine.check(base, { source, holds: 'scenario' });
  return { engine, base, origin: file };
}

async function loadModule(file: string): Promise<Scenario> {
  const { loadScenarioModule, moduleNames } = await import('./scenario-module.ts');
  const { checkScenarioModule } = await import('../record/scenario-module-schema.ts');
  const { checkingOperations } = await import('./try-module.ts');
  const scenario = await loadScenarioModule(file);
  checkScenarioModule(scenario, moduleNames, moduleSource(file));
  // It is in a failure's signature, which is the same however the file is named: a case has `./` before it.
  return checkingOperations(scenario, moduleSource(file.replace(/^\.\//, '')));
}

/** Of code nobody knows on which line a field was written. */
function moduleSource(file: string): InputSource {
  return { file, lineOf: () => null };
}
