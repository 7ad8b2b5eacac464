/**
 * Variants of a question: the same idea with other numbers. All combinations of its choices stand in an order that is drawn
 * from the names of lesson and question, so that no two variants are the same and each is the same everywhere.
 */
import { Addresses } from '../../sim/kernel/addresses.ts';
import type { Choice, Variants } from '../../sim/record/lesson.ts';

/** What `{name}`s stand for. */
export type Values = Readonly<Record<string, string>>;

/** In the order in which they are numbered. One without names when a question has no variants. */
export function variantsOf(site: string, variants: Variants | undefined): Values[] {
  if (variants === undefined) return [{}];
  let all: Values[] = [{}];
  for (const group of variants.draws) {
    all = all.flatMap((values) => group.map((choice: Choice) => ({ ...values, ...choice })));
  }
  const apart = variants.apart ?? [];
  const allowed = all.filter((values) => new Set(apart.map((name) => values[name])).size === apart.length);
  const order = new Addresses('lessons').order(`lesson/${site}`, allowed.length);
  return order.slice(0, variants.count).map((at) => allowed[at] as Values);
}

/** The variant that somebody with this number gets: neighbours get different ones. */
export function variantFor(variant: number, count: number): number {
  return ((variant % count) + count) % count;
}
