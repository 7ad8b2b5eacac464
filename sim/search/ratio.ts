/**
 * How many times fewer seeds one strategy takes than another, over several mistakes: the geometric mean, over the mistakes,
 * of the ratio of their mean seeds; with a bootstrap interval in which the campaigns of each mistake and strategy are drawn
 * anew, with their replacement.
 */
import { mean, middleOf, Resampling } from './bootstrap.ts';

/** Seeds of each campaign, by strategy. */
export interface Pair {
  readonly baseline: readonly number[];
  readonly tried: readonly number[];
}

export interface Ratio {
  readonly ratio: number;
  readonly low: number;
  readonly high: number;
}

/** More than one: fewer seeds than the baseline. */
export function geometricRatio(pairs: readonly Pair[]): number {
  let product = 1;
  for (const { baseline, tried } of pairs) product *= mean(baseline) / mean(tried);
  return root(product, pairs.length);
}

/** With the middle 95 % of `rounds` resamplings, drawn from `seed`. */
export function bootstrapRatio(pairs: readonly Pair[], seed = 'bootstrap', rounds = 4000): Ratio {
  const resampling = new Resampling(seed);
  const ratios = Array.from({ length: rounds }, () =>
    geometricRatio(
      pairs.map(({ baseline, tried }) => ({ baseline: resampling.of(baseline), tried: resampling.of(tried) })),
    ),
  );
  const [low, high] = middleOf(ratios, 0.95);
  return { ratio: geometricRatio(pairs), low, high };
}

/** By Newton's method: powers with fractions differ between engines. */
function root(value: number, degree: number): number {
  let x = value > 1 ? value / degree + 1 : 1;
  for (let i = 0; i < 200; i++) {
    let power = 1;
    for (let k = 1; k < degree; k++) power *= x;
    x = ((degree - 1) * x + value / power) / degree;
  }
  return x;
}
