/** One text and one digest for equal JSON values, whatever the order in which their keys were written. */
import { byText } from '../../protocol/std/compare.ts';
import { ContentHash } from '../../protocol/std/hash.ts';

/** JSON with sorted keys and without spaces; absent and undefined fields are the same. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item: unknown) => canonicalJson(item ?? null)).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null);
  const fields = Object.entries(value)
    .filter(([, field]) => field !== undefined)
    .sort(([a], [b]) => byText(a, b))
    .map(([name, field]) => `${JSON.stringify(name)}:${canonicalJson(field)}`);
  return `{${fields.join(',')}}`;
}

/** The first `digits` hexadecimal digits of a digest of the value. */
export function shortDigest(value: unknown, digits: number): string {
  return new ContentHash().begin().text(canonicalJson(value)).end().toString(16).padStart(14, '0').slice(-digits);
}
