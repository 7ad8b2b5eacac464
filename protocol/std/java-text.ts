/** Numbers and dates as Java prints them. */
import { assert } from './assert.ts';

/** Double.toString, for what is not negative and below 10^7. */
export function javaDouble(value: number): string {
  assert(value >= 0 && value < 10_000_000, 'a number Java prints plainly', { value });
  if (value === 0) return '0.0';
  if (value < 0.001) {
    let [mantissa, exponent] = [value, 0];
    for (; mantissa < 1; exponent++) mantissa *= 10;
    return `${withPoint(String(Number(mantissa.toPrecision(12))))}E-${exponent}`;
  }
  return withPoint(String(value));
}

function withPoint(digits: string): string {
  return digits.includes('.') ? digits : `${digits}.0`;
}

const DAYS = ['Thu', 'Fri', 'Sat', 'Sun', 'Mon', 'Tue', 'Wed'] as const;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;
const DAY_MS = 86_400_000;

/** Date.toString in UTC: `Thu Jan 01 00:00:00 UTC 1970` for 0 milliseconds. */
export function javaDate(ms: number): string {
  const day = Math.floor(ms / DAY_MS);
  const seconds = Math.floor((ms - day * DAY_MS) / 1000);
  const { year, month, dayOfMonth } = civil(day);
  const time = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60].map(two).join(':');
  const weekday = DAYS[((day % 7) + 7) % 7] as string;
  return `${weekday} ${MONTHS[month] as string} ${two(dayOfMonth)} ${time} UTC ${year}`;
}

/** The Gregorian date `day` days after 1970-01-01, by eras of 400 years that begin in March. */
function civil(day: number): { readonly year: number; readonly month: number; readonly dayOfMonth: number } {
  const shifted = day + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const leaps = Math.floor(dayOfEra / 1460) - Math.floor(dayOfEra / 36_524) + Math.floor(dayOfEra / 146_096);
  const yearOfEra = Math.floor((dayOfEra - leaps) / 365);
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const march = Math.floor((5 * dayOfYear + 2) / 153);
  const month = (march + 2) % 12;
  const year = yearOfEra + era * 400 + (month < 2 ? 1 : 0);
  return { year, month, dayOfMonth: dayOfYear - Math.floor((153 * march + 2) / 5) + 1 };
}

function two(number: number): string {
  return String(number).padStart(2, '0');
}
