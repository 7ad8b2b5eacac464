import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { reduceGroups, reduceList, reducePairs, type ListOf } from './reduce-list.ts';
import { compareMeasures, ShrinkBudget, ShrinkSearch, shrinkToFixedPoint } from './search.ts';

type Items = readonly string[];

const whole: ListOf<Items, string> = { read: (best) => best, write: (_best, items) => items };

interface Made {
  readonly search: ShrinkSearch<Items>;
  readonly budget: ShrinkBudget;
  /** What was judged, in order. */
  readonly judged: Items[];
}

function searchFor(start: Items, holds: (items: Items) => boolean, attempts = 10_000, stop = () => false): Made {
  const judged: Items[] = [];
  const budget = new ShrinkBudget(attempts, stop);
  const search = new ShrinkSearch<Items>(
    start,
    {
      judge: (items) => {
        judged.push(items);
        return holds(items) ? items : null;
      },
      measure: (items) => [items.length],
      name: (items) => items.join(),
    },
    budget,
  );
  return { search, budget, judged };
}

const names = (count: number): string[] => Array.from({ length: count }, (_, at) => `i${at}`);
const having =
  (needs: Items) =>
  (items: Items): boolean =>
    needs.every((need) => items.includes(need));

/** All subsets, one after the other: what nobody would wait for. */
function smallestByHand(items: Items, holds: (some: Items) => boolean): number {
  let least = items.length;
  for (let mask = 0; mask < 1 << items.length; mask++) {
    const some = items.filter((_, at) => (mask >> at) & 1);
    if (some.length < least && holds(some)) least = some.length;
  }
  return least;
}

describe('a list', () => {
  test('is left with what is needed, in its order', () => {
    const { search } = searchFor(names(40), having(['i3', 'i17', 'i30']));
    reduceList(search, whole);
    expect(search.best).toEqual(['i3', 'i17', 'i30']);
  });

  test('is empty after one attempt when nothing is needed', () => {
    const { search, budget } = searchFor(names(40), () => true);
    reduceList(search, whole);
    expect(search.best).toEqual([]);
    expect(budget.attempts).toBe(1);
  });

  test('stays what it is when nothing may go', () => {
    const { search } = searchFor(names(6), (items) => items.length === 6);
    reduceList(search, whole);
    expect(search.best).toEqual(names(6));
  });

  test('of one need is as short as the dumb twin, who tries everything, makes it', () => {
    fc.assert(
      fc.property(fc.subarray(names(9)), (needs) => {
        const { search } = searchFor(names(9), having(needs));
        reduceList(search, whole);
        expect(search.best.length).toBe(smallestByHand(names(9), having(needs)));
      }),
    );
  });

  test('of any needs holds and has nothing left that could go alone, nor two that could go together', () => {
    const needs = fc.array(fc.subarray(names(9), { minLength: 1 }), { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(needs, fc.nat(3), (alternatives, parity) => {
        // Some need is met, and the length is no multiple of something: what holds for a list need not for a longer one.
        const holds = (items: Items): boolean =>
          alternatives.some((each) => having(each)(items)) &&
          (parity < 2 || items.length % parity !== 1 || items.length > 7);
        fc.pre(holds(names(9)));
        const { search } = searchFor(names(9), holds);
        shrinkToFixedPoint(search, [(each) => reduceList(each, whole), (each) => reducePairs(each, whole, 9)]);
        const { best } = search;
        expect(holds(best)).toBe(true);
        best.forEach((one) => {
          expect(holds(best.filter((each) => each !== one))).toBe(false);
          best.forEach((other) => {
            if (other !== one) expect(holds(best.filter((each) => each !== one && each !== other))).toBe(false);
          });
        });
      }),
    );
  });

  test('loses what belongs together at one blow', () => {
    const items = ['a/1', 'a/2', 'b/1', 'b/2', 'c/1'];
    const together = (some: Items): boolean => some.includes('c/1') && some.includes('a/1') === some.includes('a/2');
    const { search } = searchFor(items, together);
    reduceGroups(search, whole, [(item) => item.slice(0, 1)]);
    expect(search.best).toEqual(['c/1']);
  });
});

describe('a search', () => {
  test('ends with the budget and keeps the best so far, which holds', () => {
    const holds = having(['i30']);
    const { search, budget, judged } = searchFor(names(40), holds, 5);
    reduceList(search, whole);
    expect(budget.attempts).toBe(5);
    expect(judged.length).toBe(5);
    expect(holds(search.best)).toBe(true);
    expect(search.best.length).toBeLessThan(40);
  });

  test('never has a best that does not hold, whenever it is interrupted', () => {
    fc.assert(
      fc.property(fc.subarray(names(20)), fc.nat(60), (needs, most) => {
        let asked = 0;
        const { search } = searchFor(names(20), having(needs), 10_000, () => ++asked > most);
        shrinkToFixedPoint(search, [(each) => reduceList(each, whole)]);
        expect(having(needs)(search.best)).toBe(true);
      }),
    );
  });

  test('judges the same candidates in the same order each time, and none of them twice', () => {
    fc.assert(
      fc.property(fc.subarray(names(12)), (needs) => {
        const runs = [1, 2].map(() => {
          const made = searchFor(names(12), having(needs));
          shrinkToFixedPoint(made.search, [(each) => reduceList(each, whole), (each) => reducePairs(each, whole, 12)]);
          return made.judged.map((items) => items.join());
        });
        expect(runs[0]).toEqual(runs[1]);
        expect(new Set(runs[0]).size).toBe(runs[0]?.length);
      }),
    );
  });

  test('tries only what is simpler', () => {
    const { search, judged } = searchFor(['a', 'b'], () => true);
    expect(search.try(['a', 'b', 'c'])).toBe(false);
    expect(search.try(['b', 'a'])).toBe(false);
    expect(judged).toEqual([]);
    expect(search.try(['b'])).toBe(true);
  });

  test('keeps what the judge keeps, which may be less than what was tried', () => {
    const budget = new ShrinkBudget(10);
    const rules = { judge: (n: number) => n - 1, measure: (n: number) => [n], name: String };
    const search = new ShrinkSearch(10, rules, budget);
    expect(search.try(7)).toBe(true);
    expect(search.best).toBe(6);
  });

  test('may spend a part of a budget, and the whole knows', () => {
    const all = new ShrinkBudget(10);
    const part = all.part(3);
    while (!part.exhausted) part.spend();
    expect([part.attempts, all.attempts, all.exhausted]).toEqual([3, 3, false]);
    const rest = all.part(100);
    while (!rest.exhausted) rest.spend();
    expect([all.attempts, all.exhausted]).toEqual([10, true]);
  });
});

test.each([
  [[1, 2], [1, 3], -1],
  [[2], [1, 9], 1],
  [[1], [1, 0], 0],
  [[0, 0, 1], [0, 0], 1],
])('the measures %j and %j', (a, b, sign) => {
  expect(Math.sign(compareMeasures(a, b))).toBe(sign);
});
