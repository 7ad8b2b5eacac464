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
  const texts = seen.map(String);
  const shares = sharesOf(texts, samples);
  if (shares !== null) return shares;
  const numbers = seen.filter((value) => typeof value === 'number');
  if (numbers.length === seen.length) {
    const sorted = [...numbers].sort((a, b) => a - b);
    const middle = sorted[Math.floor(sorted.length / 2)] ?? 0;
    return `${sorted[0] ?? 0} to ${sorted[sorted.length - 1] ?? 0}, half of them below ${middle}`;
  }
  // Texts with figures in them, such as `uniform 120+800us`: the words say what kind it is.
  const words = texts.map((text) => text.replace(/[0-9]+/g, 'n'));
  return sharesOf(words, samples) ?? `${new Set(texts).size} different ones`;
}

/** `3 (76 %), 5 (24 %)`; the value alone when there is no other, null when there are too many. */
function sharesOf(texts: readonly string[], samples: number): string | null {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  if (counts.size > SHARES_MAX) return null;
  const byShare = [...counts].sort(([a, m], [b, n]) => n - m || byText(a, b));
  if (counts.size === 1 && texts.length === samples) return texts[0] ?? '';
  return byShare.map(([text, n]) => `${text} (${Math.round((100 * n) / samples)} %)`).join(', ');
}
