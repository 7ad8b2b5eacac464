/** Round numbers along an axis that begins at 0. */

const STEPS = [1, 2, 2.5, 5, 10];
const TICKS_MAX = 6;

/** From 0 to the first round number at or above `most`; a handful of them. */
export function ticksTo(most: number): number[] {
  if (!(most > 0)) return [0, 1];
  let unit = 1;
  while (unit * TICKS_MAX < most) unit *= 10;
  while (unit > most) unit /= 10;
  unit /= 10;
  const step = [...STEPS, ...STEPS.map((each) => each * 10)]
    .map((each) => each * unit)
    .find((each) => Math.ceil(rounded(most / each)) < TICKS_MAX);
  const size = step ?? most;
  const count = Math.ceil(rounded(most / size));
  return Array.from({ length: count + 1 }, (_, i) => rounded(i * size));
}

/** Without the last bits, which are dirt. */
function rounded(value: number): number {
  return Number(value.toPrecision(12));
}
