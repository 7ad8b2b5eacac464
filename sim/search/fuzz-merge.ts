/** Where a campaign that was run in shards would have ended on one machine. */
export interface FailedSeed {
  readonly seed: string;
  readonly signature: string;
}

/**
 * The last seed that counts, given every seed of every shard that failed; null when nothing cuts. A shard runs on at
 * least as far as that: it has seen no more of the signatures than all shards together.
 */
export function seedOfCut(
  failed: readonly FailedSeed[],
  { stopAfter, known }: { readonly stopAfter: number | null; readonly known: ReadonlySet<string> },
): bigint | null {
  if (stopAfter === null) return null;
  const found = new Set<string>();
  const inOrder = failed
    .map(({ seed, signature }) => ({ seed: BigInt(seed), signature }))
    .sort((a, b) => (a.seed < b.seed ? -1 : a.seed > b.seed ? 1 : 0));
  for (const { seed, signature } of inOrder) {
    if (!known.has(signature)) found.add(signature);
    if (found.size >= stopAfter) return seed;
  }
  return null;
}
