/**
 * Sums of digests modulo 2^53: order-independent, and a part can be taken out again. Both operands are below 2^53,
 * and so is every intermediate value, so the arithmetic of doubles is exact.
 */
const MODULUS = 9007199254740992;

export function addDigest(sum: number, digest: number): number {
  const room = MODULUS - digest;
  return sum >= room ? sum - room : sum + digest;
}

export function removeDigest(sum: number, digest: number): number {
  return sum >= digest ? sum - digest : sum + (MODULUS - digest);
}
