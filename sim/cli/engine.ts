/** What the command line needs of the library, in one place: the one file of the host that knows `scenarios/`. */
import type { Scenario } from '../../scenarios/scenario.ts';
import type { Observer } from '../kernel/observer.ts';
import type { Case } from '../record/case.ts';
import { InputError, inputSentence, type FieldPath, type InputSource } from '../record/input-error.ts';
import type { RunResult } from '../record/run-result.ts';

export interface Engine {
  readonly version: string;
  scenarios(): readonly Scenario[];
  /** The scenario a case names or holds; throws an InputError when there is none. */
  scenarioOf(of: Case): Scenario;
  /**
   * Throws an InputError when the case asks for what the library does not know; nothing has run then. `from`: the file
   * it came from, and where its faults stand there, so that a bad one is told with its line.
   */
  check(of: Case, from?: { readonly source: InputSource; readonly faults: FieldPath }): void;
  run(of: Case, observers?: readonly Observer[]): RunResult;
}

/** `modules`: scenarios of the user's own, by the path that their cases name. */
export async function loadEngine(modules: ReadonlyMap<string, Scenario> = new Map()): Promise<Engine> {
  const library = await import('../../scenarios/index.ts');
  const registry: ReadonlyMap<string, Scenario> = new Map([...library.registry, ...modules]);
  const scenarioOf = (of: Case): Scenario => {
    const scenario = typeof of.scenario === 'string' ? registry.get(of.scenario) : of.scenario;
    if (scenario !== undefined) return scenario;
    throw new InputError(
      `there is no scenario "${String(of.scenario)}"${nearest(String(of.scenario), registry)}; sim list tells them.`,
    );
  };
  return {
    version: library.version,
    scenarios: () => [...library.registry.values()],
    scenarioOf,
    check: (of, from) => {
      scenarioOf(of);
      try {
        library.checkCase(of, { registry });
      } catch (error) {
        if (error instanceof library.FaultError && from !== undefined) {
          throw new InputError(inputSentence(from.source, [...from.faults, error.index], `is wrong: ${error.message}`));
        }
        throw asInput(error);
      }
    },
    run: (of, observers = []) => library.runCase(of, { registry, observers }).result,
  };
}

/** The library tells bad options by a RangeError with a sentence. */
function asInput(error: unknown): unknown {
  return error instanceof RangeError ? new InputError(`${error.message.replace(/\.$/, '')}.`) : error;
}

/** ` (did you mean "chaos"?)` when a known name begins like this one or differs by little. */
function nearest(name: string, registry: ReadonlyMap<string, Scenario>): string {
  const close = [...registry.keys()].find((known) => known.startsWith(name.slice(0, 3)) && name.length >= 3);
  return close === undefined ? '' : ` (did you mean "${close}"?)`;
}
