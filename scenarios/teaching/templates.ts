/** Fills `{name}`s in. A name nobody knows is an error of whoever wrote the lesson. */
import type { Count } from '../../sim/record/lesson.ts';
import type { Values } from './variants.ts';

const NAME = /\{([a-zA-Z][a-zA-Z0-9]*)\}/g;

export function fill(template: string, values: Values): string {
  return template.replace(NAME, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new RangeError(`nothing is called "${name}" in "${template}"`);
    return value;
  });
}

export function countOf(count: Count, values: Values): number {
  const number = typeof count === 'number' ? count : Number(fill(count, values));
  if (!Number.isInteger(number) || number < 0) throw new RangeError(`"${String(count)}" is no number`);
  return number;
}

/** The names a template asks for. */
export function namesIn(template: string): string[] {
  return [...template.matchAll(NAME)].map((match) => match[1] as string);
}
