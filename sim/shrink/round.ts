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
  for (let unit = grain; unit <= number; unit *= 10) {
    for (const times of [1, 2, 5]) if (times * unit < number) found.add(times * unit);
    // One or two digits of its own.
    if (number / unit < 100) found.add(Math.floor(number / unit) * unit).add(Math.ceil(number / unit) * unit);
  }
  return [...found]
    .filter((each) => each >= least && weightOf(each) < weightOf(number))
    .sort((a, b) => weightOf(a) - weightOf(b) || a - b);
}
