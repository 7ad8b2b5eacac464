/** Bugs as users name them: `ZK-4643`, `zookeeper-4643`, `epoch-before-history`, in any case. */
import { InputError } from '../record/input-error.ts';
import { nearest } from '../record/nearest.ts';

export interface Named {
  readonly id: string;
  readonly name: string;
}

/** `find` knows ids and names. Throws an InputError that tells the near ones when it knows no such bug. */
export function bugByText<B extends Named>(text: string, find: (text: string) => B | undefined, bugs: Iterable<B>): B {
  const found = find(text) ?? find(text.replace(/^(zookeeper|zk)[-_ ]?(?=[0-9])/i, 'ZK-'));
  if (found !== undefined) return found;
  throw new InputError(unknownBug(text, [...bugs]));
}

function unknownBug(text: string, bugs: readonly Named[]): string {
  const numbered = text.replace(/^zookeeper-/i, 'ZK-');
  const near = nearest(numbered, new Set(bugs.flatMap(({ id, name }) => [id, name])));
  const meant = near.length === 0 ? '' : ` (did you mean ${orList(near)}?)`;
  return `there is no bug "${text}"${meant}; sim bugs lists them.`;
}

function orList(words: readonly string[]): string {
  const last = words[words.length - 1] ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} or ${last}`;
}
