/**
 * Which seeds a machine runs, and in which island each is. Seed s is in island s mod n. One machine runs all islands, or
 * a shard of it runs one; positions number the seeds it runs, in their order, from 0.
 */
export interface Lanes {
  /** The seed at position 0. */
  readonly first: bigint;
  /** From one position to the next. */
  readonly step: bigint;
  /** Islands that are run here; position p is in lane p mod `lanes`. */
  readonly lanes: number;
  /** Positions there are; Infinity without a budget of seeds. */
  readonly count: number;
}

export interface SeedBudget {
  readonly from: bigint;
  /** Consecutive seeds from there on, those of all islands; null for no end. */
  readonly seeds: number | null;
}

/** Seeds are below this. */
const SEEDS_END = 1n << 63n;

/** `shard`: the island that is run, from 0; null for all. */
export function lanesOf({ from, seeds }: SeedBudget, islands: number, shard: number | null): Lanes {
  const end = seeds === null ? SEEDS_END : from + BigInt(seeds);
  if (shard === null) return { first: from, step: 1n, lanes: islands, count: Number(end - from) };
  const step = BigInt(islands);
  const first = from + ((((BigInt(shard) - from) % step) + step) % step);
  const count = first >= end ? 0 : Number((end - first - 1n) / step) + 1;
  return { first, step, lanes: 1, count };
}

export function seedAt({ first, step }: Lanes, position: number): string {
  return String(first + BigInt(position) * step);
}

/** Negative when it is before the first, null when it is of another island. */
export function positionOf({ first, step }: Lanes, seed: string): number | null {
  const distance = BigInt(seed) - first;
  return distance % step === 0n ? Number(distance / step) : null;
}

/**
 * Of several scenarios the seeds of an island take turns: which one is the seed's. It depends on the seed alone and not
 * on where a campaign begins.
 */
export function turnOf(seed: string, islands: number, scenarios: number): number {
  return Number((BigInt(seed) / BigInt(islands)) % BigInt(scenarios));
}
