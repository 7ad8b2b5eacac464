/**
 * Checks of what happens inside and between servers before anything is lost: the order of a step and its promise, a
 * message that is refused. They find a mistake at its root, long before a crash makes it cost something. With
 * `assertions` off they are silent together with the servers' own assertions, so that a run tells what a mistake comes
 * to: data lost, a promise to a client broken, an ensemble that does not serve.
 */
export const innerChecks: readonly string[] = ['durable-before-told', 'epoch-after-history', 'zab-conversation'];
