/** Groups as people type them: `12 345`, `1,2 | 3 4 5`; read into a line of the vocabulary. */
import { byName } from './names.ts';

export type TypedGroups =
  | { readonly ok: true; readonly groups: readonly (readonly string[])[]; readonly line: string }
  | { readonly ok: false; readonly why: string };

/**
 * Groups are separated by a bar, or by spaces where there is no bar; in a group commas and spaces are free, and digits may stand
 * together while all names are digits. Whoever is not named is in a last group of their own.
 */
export function readGroups(text: string, servers: readonly string[], oneWay: boolean): TypedGroups {
  const parts = (/[|>]/.test(text) ? text.split(/[|>]/) : text.trim().split(/\s+/)).map((part) => part.trim());
  const groups = parts.filter((part) => part !== '').map((part) => namesIn(part, servers));
  const named = groups.flat();
  const stranger = named.find((name) => !servers.includes(name));
  if (groups.length === 0) return { ok: false, why: 'Type the numbers of one side, for example 12.' };
  if (stranger !== undefined) return { ok: false, why: `There is no server ${stranger}.` };
  const twice = named.find((name, i) => named.indexOf(name) !== i);
  if (twice !== undefined) return { ok: false, why: `Server ${twice} is in two groups.` };
  const rest = servers.filter((name) => !named.includes(name));
  if (rest.length > 0 && (groups.length < 2 || !oneWay)) groups.push(rest);
  if (groups.length < 2) return { ok: false, why: 'All of them are in one group: nothing would be cut.' };
  if (oneWay && groups.length > 2) return { ok: false, why: 'One way takes two groups: from the first to the second.' };
  const sorted = groups.map((group) => [...group].sort(byName));
  return {
    ok: true,
    groups: sorted,
    line: `partition ${sorted.map((group) => group.join(',')).join(oneWay ? ' > ' : ' | ')}`,
  };
}

function namesIn(part: string, servers: readonly string[]): string[] {
  const digits = servers.every((name) => /^[0-9]$/.test(name));
  return part
    .split(/[\s,]+/)
    .filter((name) => name !== '')
    .flatMap((name) => (digits && /^[0-9]+$/.test(name) ? [...name] : [name]));
}
