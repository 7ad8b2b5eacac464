/** Durations and moments of virtual time in words. */

/** `12 µs`, `4.2 ms`, `1.28 s`. */
export function durationWords(us: number): string {
  if (us < 1000) return `${Math.round(us)} µs`;
  if (us < 1_000_000) return `${trimmed(us / 1000)} ms`;
  return `${trimmed(us / 1_000_000)} s`;
}

/** Three digits that count, without zeros behind the point. */
function trimmed(value: number): string {
  return String(Number(value.toFixed(value < 10 ? 2 : value < 100 ? 1 : 0)));
}

/** `1.284310 s`: to the microsecond. */
export function momentWords(us: number): string {
  return `${(us / 1e6).toFixed(6)} s`;
}
