/** Names that a user may have meant. */

/** The names that differ least from `text`, upper and lower case being the same; none that has little in common. */
export function nearest(text: string, names: Iterable<string>, most = 3): string[] {
  const wanted = text.toLowerCase();
  return [...names]
    .map((name) => ({ name, distance: editDistance(wanted, name.toLowerCase()) }))
    .filter(({ name, distance }) => distance <= Math.max(2, Math.floor(Math.max(name.length, text.length) / 3)))
    .sort((a, b) => a.distance - b.distance)
    .slice(0, most)
    .map(({ name }) => name);
}

/** ` (did you mean "chaos"?)`; nothing when no name is near. `show`: the name as it is to be written. */
export function didYouMean(
  text: string,
  names: Iterable<string>,
  show: (name: string) => string = JSON.stringify,
): string {
  const [near] = nearest(text, names, 1);
  return near === undefined ? '' : ` (did you mean ${show(near)}?)`;
}

/** For names that are written without quotes. */
export const plainly = (name: string): string => name;

/** Letters to insert, delete, replace, or swap with the next, until one text is the other. */
export function editDistance(a: string, b: string): number {
  let twoUp: number[] = [];
  let up = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let least = Math.min((up[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (up[j - 1] ?? 0) + same);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) least = Math.min(least, (twoUp[j - 2] ?? 0) + 1);
      row.push(least);
    }
    twoUp = up;
    up = row;
  }
  return up[b.length] ?? 0;
}
