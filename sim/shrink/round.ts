/**
 * Simpler numbers: rounder and smaller ones. Not the least that will do: on the brink any change of the code would push
 * it off, and 200 is easier to take in than 187.
 */

/** How much there is to take in about a number: first how many digits it has that are not 0, then how large it is. */
export function weightOf(number: number): number {
  if (number === 0) return 0;
  const digits = String(Math.abs(number));
  const significant = digits.replace(/0+$/, '').length;
  return 10 * significant + 3 * digits.length + Number(digits[0]) / 10;
}

/** Whole numbers that are simpler than `number`, not below `least` and multiples of `grain`, simplest first. */
export function simplerNumbers(number: number, least = 0, grain = 1): number[] {
  const found = new Set<number>([0, least]);
  for (const near of [number, number / 2, number / 5, number / 20]) {
    for (let unit = grain; unit <= near; unit *= 10) {
      if (near / unit >= 1000) continue;
      found.add(Math.floor(near / unit) * unit);
      found.add(Math.ceil(near / unit) * unit);
    }
    for (const step of [2, 5]) {
      for (let unit = step * grain; unit <= near; unit *= 10) {
        if (near / unit < 10) found.add(Math.round(near / unit) * unit);
      }
    }
  }
  return [...found]
    .filter((each) => each >= least && weightOf(each) < weightOf(number))
    .sort((a, b) => weightOf(a) - weightOf(b) || a - b);
}
