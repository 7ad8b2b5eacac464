/** Bad input told in one sentence: which file, which line, which field, and what is wrong with it. */
import type { z } from 'zod';
import { didYouMean, plainly } from './nearest.ts';

/** An error of the user, not of the program: its message is the whole of what to print. */
export class InputError extends Error {
  override readonly name = 'InputError';
}

export type FieldPath = readonly PropertyKey[];

/** Where a value came from. */
export interface InputSource {
  readonly file: string;
  /** The line on which the field at `path`, or the nearest field around it, begins; null when it is not known. */
  lineOf(path: FieldPath): number | null;
}

/** `file:12: plan.faults[3].line is missing.` */
export function inputSentence(source: InputSource, path: FieldPath, problem: string): string {
  const line = source.lineOf(path);
  const field = showPath(path);
  return `${source.file}${line === null ? '' : `:${line}`}: ${field === '' ? '' : `${field} `}${problem}.`;
}

export function showPath(path: FieldPath): string {
  return path
    .map((part, i) => (typeof part === 'number' ? `[${part}]` : `${i === 0 ? '' : '.'}${String(part)}`))
    .join('');
}

/** The value as `schema` reads it; throws an InputError that tells the first problem. */
export function parseWith<T>(schema: z.ZodType<T>, value: unknown, source: InputSource): T {
  const parsed = schema.safeParse(value, { error: unknownField });
  if (parsed.success) return parsed.data;
  const issue = deepest(parsed.error.issues[0] as z.core.$ZodIssue, []);
  throw new InputError(inputSentence(source, issue.path, issue.problem));
}

/** What of the fields that there are is meant by one that there is not; all else is told by its kind. */
const unknownField: z.core.$ZodErrorMap = (issue) => {
  if (issue.code !== 'unrecognized_keys') return undefined;
  const known = Object.keys((issue.inst as z.ZodObject | undefined)?.shape ?? {});
  return `is not a field here${didYouMean(issue.keys[0] ?? '', known, plainly)}`;
};

interface Problem {
  readonly path: FieldPath;
  readonly problem: string;
}

/** Of a union's issue the alternative that came furthest, which is the one the writer meant. */
function deepest(issue: z.core.$ZodIssue, around: FieldPath): Problem {
  const path = [...around, ...issue.path];
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    const problems = issue.errors
      .map((issues) => issues[0])
      .filter((first) => first !== undefined)
      .map((first) => deepest(first, path));
    const furthest = Math.max(...problems.map((problem) => problem.path.length));
    const candidates = problems.filter((problem) => problem.path.length === furthest);
    const first = candidates[0];
    if (first !== undefined && furthest > path.length) return first;
    const shapes = candidates.map((problem) => problem.problem.replace(/^is not /, ''));
    return { path, problem: `is not ${[...new Set(shapes)].join(' or ')}` };
  }
  if (issue.code === 'unrecognized_keys') {
    return { path: [...path, issue.keys[0] ?? ''], problem: issue.message };
  }
  return { path, problem: problemOf(issue) };
}

function problemOf(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined && /undefined/.test(issue.message)
        ? 'is missing'
        : `is not ${article(issue.expected)}`;
    case 'invalid_value':
      return `is not ${issue.values.map((value) => JSON.stringify(value)).join(' or ')}`;
    case 'invalid_union': {
      // Of a union whose alternatives are told by one field; the library's types do not know it.
      const { options } = issue as { readonly options?: readonly unknown[] };
      if (options === undefined) return `is wrong: ${issue.message}`;
      return `is not ${options.map((value) => JSON.stringify(value)).join(' or ')}`;
    }
    case 'too_small':
      return issue.origin === 'string' ? 'is empty' : `is below ${String(issue.minimum)}`;
    case 'too_big':
      return `is above ${String(issue.maximum)}`;
    case 'custom':
    case 'invalid_format':
      return /^(is|has|names) /.test(issue.message) ? issue.message : `is wrong: ${issue.message}`;
    default:
      return `is wrong: ${issue.message}`;
  }
}

function article(noun: string): string {
  return noun === 'null' ? noun : `${/^[aeiou]/.test(noun) ? 'an' : 'a'} ${noun}`;
}
