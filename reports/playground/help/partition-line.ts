/**
 * A line of the vocabulary from groups as somebody types them: `12|345`, `1,2 3 4 5`, `12`. Servers that are not named are
 * one more group. Null: that is no cut of these servers.
 */
export function partitionLine(text: string, servers: readonly string[]): string | null {
  const groups = text
    .split(/[|/]/)
    .map((group) => group.match(/\d/g) ?? [])
    .filter((group) => group.length > 0);
  const named = groups.flat();
  if (new Set(named).size !== named.length || named.some((name) => !servers.includes(name))) return null;
  const rest = servers.filter((name) => !named.includes(name));
  const all = rest.length === 0 ? groups : [...groups, rest];
  if (groups.length === 0 || all.length < 2) return null;
  return `partition ${all.map((group) => group.join(',')).join(' | ')}`;
}
