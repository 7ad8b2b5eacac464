/** What the seeds of a profile draw, summed up: the range of a number, the shares of a few values. */
import { byText } from '../../protocol/std/compare.ts';

type Drawn = Readonly<Record<string, string | number | boolean>>;

/** More different values than that are told as a range, or as how many they are. */
const SHARES_MAX = 5;

/** `samples`: what each of some seeds drew, by option. Options keep the order in which they were first seen. */
export function drawnRanges(samples: readonly Drawn[]): Record<string, string> {
  const values = new Map<string, (string | number | boolean)[]>();
  for (const sample of samples) {
    for (const [option, value] of Object.entries(sample)) {
      const seen = values.get(option);
      if (seen === undefined) values.set(option, [value]);
      else seen.push(value);
    }
  }
  return Object.fromEntries([...values].map(([option, seen]) => [option, rangeOf(seen, samples.length)]));
}

function rangeOf(seen: readonly (string | number | boolean)[], samples: number): string {
  const counts = new Map<string, number>();
  for (const value of seen) counts.set(String(value), (counts.get(String(value)) ?? 0) + 1);
  if (counts.size === 1 && seen.length === samples) return String(seen[0]);
  const numbers = seen.filter((value) => typeof value === 'number');
  if (counts.size <= SHARES_MAX) {
    const byShare = [...counts].sort(([a, m], [b, n]) => n - m || byText(a, b));
    return byShare.map(([value, n]) => `${value} (${Math.round((100 * n) / samples)} %)`).join(', ');
  }
  if (numbers.length === seen.length) {
    const sorted = [...numbers].sort((a, b) => a - b);
    const middle = sorted[Math.floor(sorted.length / 2)] ?? 0;
    return `${sorted[0] ?? 0} to ${sorted[sorted.length - 1] ?? 0}, half of them below ${middle}`;
  }
  return `${counts.size} different ones`;
}
