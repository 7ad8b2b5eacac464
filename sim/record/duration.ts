/** Durations as people write them: `250ms`, `1.5s`, `2m`, `800us`; a bare number has no unit and is refused. */

const UNITS_US: Readonly<Record<string, number>> = { us: 1, ms: 1000, s: 1_000_000, m: 60_000_000, h: 3_600_000_000 };

/** Whole microseconds, or null when `text` is no duration. */
export function parseDurationUs(text: string): number | null {
  const match = /^([0-9]{1,9})(?:\.([0-9]{1,6}))?(us|ms|s|m|h)$/.exec(text);
  const unitUs = UNITS_US[match?.[3] ?? ''];
  if (match === null || unitUs === undefined) return null;
  const fraction = match[2] ?? '';
  const whole = Number(match[1]) * unitUs;
  return whole + Math.round(Number(`0.${fraction === '' ? '0' : fraction}`) * unitUs);
}
