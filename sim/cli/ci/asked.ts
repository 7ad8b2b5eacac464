/** Arguments of programs in this folder. A bad one is told in one sentence and ends the program with 2. */
import { bugs, findBug, type Bug } from '../../../scenarios/bugs/index.ts';
import { InputError } from '../../record/input-error.ts';
import { bugByText } from '../bug-id.ts';

/** Re-created bugs by id or mnemonic; all when none is named. */
export function bugsAsked(texts: readonly string[]): readonly Bug[] {
  if (texts.length === 0) return [...bugs.values()];
  return asked(() => texts.map((text) => bugByText(text, findBug, bugs.values())));
}

/** What `read` makes of the arguments. */
export function asked<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return process.exit(2);
  }
}
