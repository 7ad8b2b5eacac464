/**
 * Judges what a module's own code makes, of which no compiler may have been asked. Before anything runs the first operations
 * are drawn, and each of its properties made: a mistake that every run meets is told as bad input and not as a run that
 * broke. No more than that: code that never ends, or ends the process, is to do so in a thread.
 */
import type { Scenario } from '../../scenarios/scenario.ts';
import { observerMethods } from '../kernel/observer.ts';
import { InputError, inputSentence, type FieldPath, type InputSource } from '../record/input-error.ts';
import type { PlanOp } from '../record/plan.ts';
import { checkModuleOperation } from '../record/scenario-module-schema.ts';

/** The same scenario; each operation that it draws is looked at, and one that is none throws an InputError. */
export function checkingOperations(scenario: Scenario, source: InputSource): Scenario {
  const operation = scenario.hooks?.operation;
  if (operation === undefined) return scenario;
  const checked: typeof operation = (client, n, dice) => {
    const drawn = operation(client, n, dice);
    checkModuleOperation(drawn, source);
    return drawn;
  };
  return { ...scenario, hooks: { ...scenario.hooks, operation: checked } };
}

/**
 * `operations`: draws the first ones of a scenario that looks at them, or throws a RangeError where it asks for what cannot be,
 * which is for others to tell. Throws an InputError whose sentence names file and field.
 */
export function tryModule({ hooks }: Scenario, operations: () => readonly PlanOp[], source: InputSource): void {
  for (const [index, make] of (hooks?.properties ?? []).entries()) {
    const path = ['hooks', 'properties', index];
    const problem = problemOf(trying(source, path, make));
    if (problem !== null) throw new InputError(inputSentence(source, path, problem));
  }
  if (hooks?.operation === undefined) return;
  try {
    operations();
  } catch (error) {
    if (error instanceof RangeError) return;
    // What the run would tell of the code is wrapped around what the code threw.
    throw asInput(source, ['hooks', 'operation'], error instanceof Error ? (error.cause ?? error) : error);
  }
}

/** What keeps it from being a property; null when nothing does. */
function problemOf(made: unknown): string | null {
  const property = (made ?? {}) as Readonly<Record<string, unknown>>;
  if (typeof property['results'] !== 'function') return 'makes nothing that has results';
  const { factTypes } = property;
  if (factTypes !== undefined && !(Array.isArray(factTypes) && factTypes.every((type) => typeof type === 'string'))) {
    return 'makes something whose factTypes are no list of texts';
  }
  const hears = observerMethods.find(
    (method) => property[method] !== undefined && typeof property[method] !== 'function',
  );
  return hears === undefined ? null : `makes something whose ${hears} is not a function`;
}

/** What a function of the module throws is told in its place. */
function trying<T>(source: InputSource, path: FieldPath, call: () => T): T {
  try {
    return call();
  } catch (error) {
    throw asInput(source, path, error);
  }
}

function asInput(source: InputSource, path: FieldPath, error: unknown): InputError {
  if (error instanceof InputError) return error;
  const what = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return new InputError(inputSentence(source, path, `fails: ${what.replace(/\.$/, '')}`));
}
