/**
 * Takes items out of a list while what is asked of it still holds: large runs first, then smaller ones, as delta
 * debugging does (Zeller, Hildebrandt: Simplifying and isolating failure-inducing input). Where the items have
 * addresses of their own, taking some out changes nothing about the others, so what is left still means the same.
 */
import type { ShrinkSearch } from './search.ts';

/** What of a best is a list: how to read it, and the same best with another one. */
export interface ListOf<T, Item> {
  readonly read: (best: T) => readonly Item[];
  readonly write: (best: T, items: readonly Item[]) => T;
}

/** Ends with a list of which no run of a tried length, one item included, can be taken out, unless the budget ends. */
export function reduceList<T, Item>(search: ShrinkSearch<T>, list: ListOf<T, Item>): void {
  const all = list.read(search.best).length;
  if (all === 0 || search.try(list.write(search.best, []))) return;
  for (let length = Math.max(1, Math.floor(all / 2)); ; length = Math.floor(length / 2)) {
    takeOutRuns(search, list, length);
    if (length === 1) return;
  }
}

/** From the end: what happens late is most often of no account. */
function takeOutRuns<T, Item>(search: ShrinkSearch<T>, list: ListOf<T, Item>, length: number): void {
  for (let end = list.read(search.best).length; end > 0 && !search.exhausted;) {
    const items = list.read(search.best);
    const from = Math.max(0, end - length);
    search.try(list.write(search.best, [...items.slice(0, from), ...items.slice(end)]));
    end = from;
  }
}

/** Every two items that can go together, where neither can alone. For short lists. */
export function reducePairs<T, Item>(search: ShrinkSearch<T>, list: ListOf<T, Item>, longest: number): void {
  if (list.read(search.best).length > longest) return;
  for (let j = list.read(search.best).length - 1; j > 0; j--) {
    for (let i = j - 1; i >= 0 && j < list.read(search.best).length; i--) {
      if (search.exhausted) return;
      const items = list.read(search.best);
      search.try(
        list.write(
          search.best,
          items.filter((_, at) => at !== i && at !== j),
        ),
      );
    }
  }
}

/**
 * Takes out all items of a group at once, groups being items themselves. `groups`: the names of the groups an item
 * belongs to, coarse ones first; one degree is finished before the next begins.
 */
export function reduceGroups<T, Item>(
  search: ShrinkSearch<T>,
  list: ListOf<T, Item>,
  groups: readonly ((item: Item) => string)[],
): void {
  for (const group of groups) {
    reduceList(search, {
      read: (best) => [...new Set(list.read(best).map(group))],
      write: (best, names: readonly string[]) => {
        const kept = new Set(names);
        return list.write(
          best,
          list.read(best).filter((item) => kept.has(group(item))),
        );
      },
    });
  }
}
