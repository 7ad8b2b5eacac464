/** How fast virtual time goes: from a thousandth to ten times the real one, in ten steps per factor of ten. */

export const SPEED_STEPS = 40;
const STEPS_PER_DECADE = 10;
const SLOWEST_DECADE = -3;

export function speedOf(step: number): number {
  return 10 ** (SLOWEST_DECADE + clamp(step) / STEPS_PER_DECADE);
}

/** The nearest step. */
export function stepOf(speed: number): number {
  return clamp(Math.round((Math.log10(speed) - SLOWEST_DECADE) * STEPS_PER_DECADE));
}

function clamp(step: number): number {
  return Math.max(0, Math.min(SPEED_STEPS, step));
}

/** `1/100`, `1/8`, `1×`, `2.5×`. */
export function speedWords(speed: number): string {
  if (speed >= 0.95) return `${Number(speed.toPrecision(2))}×`;
  return `1/${Number((1 / speed).toPrecision(2))}`;
}
