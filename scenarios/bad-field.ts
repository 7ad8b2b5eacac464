/** Bad input that stands in a field of a case, so that a file can be told the line of it. */
import type { CaseOptions } from '../sim/record/case.ts';
import type { FieldPath } from '../sim/record/input-error.ts';

/** `path`: from what was being read to the field. What reads a case tells it from the case on. */
export class BadField extends RangeError {
  readonly path: FieldPath;

  constructor(path: FieldPath, message: string) {
    super(message);
    this.path = path;
  }
}

/** What `read` refuses with a RangeError stands in the field at `path`, or where it says itself inside of that. */
export function readingField<T>(path: FieldPath, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new BadField(error instanceof BadField ? [...path, ...error.path] : path, error.message);
  }
}

/** Where a case says what both its options and its scenario may say: the options win. */
export function fieldOf(options: CaseOptions, name: 'faults' | 'until'): FieldPath {
  return [options[name] === undefined ? 'scenario' : 'options', name];
}
