/**
 * The order in which Java goes through a ConcurrentHashMap, where a client can see it: a real server keeps proven ids
 * and metrics in such maps. It depends on the hashes and on the order of insertion, so it is computed, not sorted.
 */

/** String.hashCode. */
export function javaHash(text: string): number {
  let hash = 0;
  for (let i = 0; i < text.length; i++) hash = (Math.imul(31, hash) + text.charCodeAt(i)) | 0;
  return hash;
}

interface Entry<T> {
  readonly item: T;
  readonly hash: number;
}

/** The items, different from each other, in the order of a `new ConcurrentHashMap()` they were put into one by one. */
export function concurrentMapOrder<T>(items: readonly T[], hashOf: (item: T) => number): T[] {
  let table: Entry<T>[][] = emptyTable(16);
  items.forEach((item, index) => {
    const hash = spread(hashOf(item));
    (table[hash & (table.length - 1)] as Entry<T>[]).push({ item, hash });
    if (index + 1 >= table.length * 0.75) table = doubled(table);
  });
  return table.flatMap((bin) => bin.map((entry) => entry.item));
}

function spread(hash: number): number {
  return (hash ^ (hash >>> 16)) & 0x7fffffff;
}

function emptyTable<T>(size: number): Entry<T>[][] {
  return Array.from({ length: size }, () => []);
}

/**
 * ConcurrentHashMap.transfer: of each bin the longest tail that stays together keeps its order; what is before it is put
 * in front one by one.
 */
function doubled<T>(table: readonly Entry<T>[][]): Entry<T>[][] {
  const size = table.length;
  const wider = emptyTable<T>(size * 2);
  table.forEach((bin, index) => {
    if (bin.length === 0) return;
    const isHigh = (entry: Entry<T> | undefined): boolean => ((entry?.hash ?? 0) & size) !== 0;
    let lastRun = bin.length - 1;
    while (lastRun > 0 && isHigh(bin[lastRun - 1]) === isHigh(bin[lastRun])) lastRun--;
    const binOf = (entry: Entry<T>): Entry<T>[] => wider[index + (isHigh(entry) ? size : 0)] as Entry<T>[];
    for (const entry of bin.slice(lastRun)) binOf(entry).push(entry);
    for (const entry of bin.slice(0, lastRun)) binOf(entry).unshift(entry);
  });
  return wider;
}
