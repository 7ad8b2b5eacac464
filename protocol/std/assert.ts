/**
 * Programmer errors. A failed assertion ends the run with verdict `crash`; it is never used for bad input
 * (that is a value) nor for something a peer may legally send (that is a refusal with a reason).
 */
export class AssertionError extends Error {
  readonly facts: Readonly<Record<string, unknown>>;

  constructor(message: string, facts: Readonly<Record<string, unknown>> = {}) {
    const listed = Object.keys(facts).map((name) => `${name}=${String(facts[name])}`);
    super(listed.length === 0 ? message : `${message} (${listed.join(', ')})`);
    this.name = 'AssertionError';
    this.facts = facts;
  }
}

/** Throws AssertionError unless `condition` holds. One fact per assertion; the message says what was expected. */
export function assert(
  condition: boolean,
  message: string,
  facts?: Readonly<Record<string, unknown>>,
): asserts condition {
  if (!condition) throw new AssertionError(message, facts);
}

/** Returns `value`, which must be there. */
export function present<T>(value: T | null | undefined, message: string): T {
  if (value === null || value === undefined) throw new AssertionError(message);
  return value;
}

/** The end of every switch over a closed union. */
export function assertNever(value: never): never {
  throw new AssertionError('a case that the types exclude', { value: JSON.stringify(value) });
}
