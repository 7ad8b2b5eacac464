/** Quantiles of few numbers, some of which are only known to lie beyond the others. */

/** Null stands for "beyond the budget": larger than every number. */
export type Reached = number | null;

function ordered(values: readonly Reached[]): number[] {
  return values.map((value) => value ?? Infinity).sort((a, b) => a - b);
}

/** The middle one, or the mean of the two in the middle; null when it lies beyond, or when there are none. */
export function median(values: readonly Reached[]): Reached {
  const sorted = ordered(values);
  const upper = sorted[Math.floor(sorted.length / 2)] ?? Infinity;
  const lower = sorted[Math.floor((sorted.length - 1) / 2)] ?? Infinity;
  return finite((lower + upper) / 2);
}

/** The least value that `percent` of 100 do not exceed; null when it lies beyond, or when there are none. */
export function percentile(values: readonly Reached[], percent: number): Reached {
  const rank = Math.ceil((values.length * percent) / 100);
  return finite(ordered(values)[Math.max(0, rank - 1)] ?? Infinity);
}

function finite(value: number): Reached {
  return Number.isFinite(value) ? value : null;
}
