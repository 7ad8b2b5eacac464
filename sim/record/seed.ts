/** Seeds as people write them: one seed, or a range of decimal ones. */

const SEEDS_END = 1n << 63n;
/** Safe in file names, shells and links. */
const SHORT_TEXT = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,63}$/;

/** With this seed every decision that is not overridden takes its quiet default. */
export const QUIET_SEED = 'quiet';

/** Why `text` is not a seed, or null when it is one: decimal below 2^63 without leading zeros, or a short text. */
export function seedProblem(text: string): string | null {
  if (/^[0-9]+$/.test(text)) {
    if (text.length > 1 && text.startsWith('0')) return `seed ${text} has leading zeros`;
    return text.length > 19 || BigInt(text) >= SEEDS_END ? `seed ${text} is not below 2^63` : null;
  }
  if (text.includes('..')) return `"${text}" is a range of seeds where one seed is expected`;
  return SHORT_TEXT.test(text)
    ? null
    : `"${text}" is not a seed: a decimal number below 2^63, or up to 64 letters, digits, "_", "-" and "."`;
}

/** The seeds `from` … `to`, both included. */
export interface SeedRange {
  readonly from: bigint;
  readonly to: bigint;
}

/** Reads `A..B`; null when `text` has no `..`, a sentence when it is no range. */
export function parseSeedRange(text: string): SeedRange | string | null {
  const dots = text.indexOf('..');
  if (dots < 0) return null;
  const first = text.slice(0, dots);
  const last = text.slice(dots + 2);
  for (const end of [first, last]) {
    if (!/^[0-9]+$/.test(end)) return `"${text}" is not a range of seeds: both ends of A..B are decimal numbers`;
    const problem = seedProblem(end);
    if (problem !== null) return problem;
  }
  const range = { from: BigInt(first), to: BigInt(last) };
  return range.from <= range.to ? range : `the range of seeds ${text} is empty: its first seed is above its last`;
}

/** How many seeds a range holds. */
export function countSeeds(range: SeedRange): number {
  return Number(range.to - range.from + 1n);
}
