/** `1.284 310`: seconds of virtual time to the microsecond. */
export function timeWords(us: number): string {
  const whole = Math.max(0, Math.floor(us));
  const digits = String(whole % 1_000_000).padStart(6, '0');
  return `${Math.floor(whole / 1_000_000)}.${digits.slice(0, 3)} ${digits.slice(3)}`;
}
