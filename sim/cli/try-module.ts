/**
 * Tries what a module's own code makes before anything runs: the first operations, and each of its properties. What the
 * compiler would refuse, and a mistake that every run meets, are told as bad input and not as a run that broke. No more than
 * that: code that never ends, or ends the process, is to do so in a thread.
 */
import type { Scenario } from '../../scenarios/scenario.ts';
import { InputError, inputSentence, type FieldPath, type InputSource } from '../record/input-error.ts';
import type { PlanOp } from '../record/plan.ts';
import { checkModuleOperation } from '../record/scenario-module-schema.ts';

/**
 * `operations`: draws the first ones, or throws a RangeError where the scenario asks for what cannot be, which is for
 * others to tell. Throws an InputError whose sentence names file and field.
 */
export function tryModule({ hooks }: Scenario, operations: () => readonly PlanOp[], source: InputSource): void {
  for (const [index, make] of (hooks?.properties ?? []).entries()) {
    const path = ['hooks', 'properties', index];
    const property: unknown = trying(source, path, make);
    if (typeof (property as { readonly results?: unknown } | null | undefined)?.results !== 'function') {
      throw new InputError(inputSentence(source, path, 'makes nothing that has results'));
    }
  }
  if (hooks?.operation === undefined) return;
  for (const operation of trying(source, ['hooks', 'operation'], () => possible(operations))) {
    checkModuleOperation(operation, source);
  }
}

function possible(operations: () => readonly PlanOp[]): readonly PlanOp[] {
  try {
    return operations();
  } catch (error) {
    if (error instanceof RangeError) return [];
    throw error;
  }
}

/** What a function of the module throws is told in its place. */
function trying<T>(source: InputSource, path: FieldPath, call: () => T): T {
  try {
    return call();
  } catch (error) {
    const what = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    throw new InputError(inputSentence(source, path, `fails: ${what.replace(/\.$/, '')}`));
  }
}
