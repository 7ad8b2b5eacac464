/** Seeds in consecutive order, as they are handed out: plain data that a worker takes. */
export interface SeedBlock {
  /** The first seed, in decimal digits. */
  readonly from: string;
  readonly count: number;
}

export function seedsOf({ from, count }: SeedBlock): string[] {
  const first = BigInt(from);
  return Array.from({ length: count }, (_, i) => String(first + BigInt(i)));
}

/** The part of a block that begins `skip` seeds in. */
export function partOf(block: SeedBlock, skip: number, count: number): SeedBlock {
  const left = Math.max(0, block.count - skip);
  return { from: String(BigInt(block.from) + BigInt(skip)), count: Math.min(count, left) };
}
