/**
 * What a scenario's own property says at the end. Code that nobody here knows may throw, or give what is no row: a verdict that
 * there is none of would count as good. Such a property has crashed, which is a verdict on its run.
 */
import type { Check, RunEndInfo } from '../sim/check/check.ts';
import { exitCodes, type CheckResult } from '../sim/check/verdict.ts';

export function ownRows(property: Check, end: RunEndInfo): readonly CheckResult[] {
  const name = typeof property.name === 'string' && property.name !== '' ? property.name : 'property';
  let rows: unknown;
  try {
    rows = property.results(end);
  } catch (error) {
    return [crashed(name, error instanceof Error ? `${error.name}: ${error.message}` : String(error), end)];
  }
  if (!Array.isArray(rows)) return [crashed(name, 'its results are no list', end)];
  for (const row of rows as unknown[]) {
    const problem = problemOf(row);
    if (problem !== null) return [crashed(name, problem, end)];
  }
  return rows as readonly CheckResult[];
}

function crashed(name: string, what: string, { atUs, event }: RunEndInfo): CheckResult {
  const message = `the property ${name} failed: ${what}`;
  return { name, verdict: 'crash', detail: message, finding: { signature: `${name}: ${what}`, message, atUs, event } };
}

/** What keeps it from being a CheckResult; null when nothing does. */
function problemOf(row: unknown): string | null {
  if (typeof row !== 'object' || row === null) return 'a result is no object';
  const { name, verdict, detail, finding } = row as Readonly<Record<keyof CheckResult, unknown>>;
  if (typeof name !== 'string' || name === '') return 'a result has no name';
  if (typeof verdict !== 'string' || !Object.hasOwn(exitCodes, verdict)) {
    return `a result has the verdict ${JSON.stringify(verdict)}, and not one of ${Object.keys(exitCodes).join(', ')}`;
  }
  if (typeof detail !== 'string') return 'a result has no text as detail';
  if (finding === null) return null;
  const { signature, message, atUs, event } = (finding ?? {}) as Readonly<Record<string, unknown>>;
  const whole = typeof signature === 'string' && typeof message === 'string' && Number.isSafeInteger(atUs);
  return whole && Number.isSafeInteger(event)
    ? null
    : 'a result has a finding that is neither null nor signature, message, atUs and event';
}
