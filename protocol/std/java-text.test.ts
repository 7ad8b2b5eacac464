import { describe, expect, it } from 'vitest';
import { javaDate, javaDouble } from './java-text.ts';

describe('a double as Java prints it', () => {
  it.each([
    [0, '0.0'],
    [3, '3.0'],
    [3.4545, '3.4545'],
    [0.25, '0.25'],
    [0.001, '0.001'],
    [0.0009, '9.0E-4'],
    [0.0001, '1.0E-4'],
    [1234567, '1234567.0'],
  ])('%d is %s', (value, text) => {
    expect(javaDouble(value)).toBe(text);
  });
});

describe('a date as Java prints it', () => {
  it.each([
    [0, 'Thu Jan 01 00:00:00 UTC 1970'],
    [1_795_673_431_999, 'Thu Nov 26 06:10:31 UTC 2026'],
    [951_782_400_000, 'Tue Feb 29 00:00:00 UTC 2000'],
    [951_868_800_000, 'Wed Mar 01 00:00:00 UTC 2000'],
    [-1000, 'Wed Dec 31 23:59:59 UTC 1969'],
    [1_735_689_599_000, 'Tue Dec 31 23:59:59 UTC 2024'],
  ])('%i is %s', (ms, text) => {
    expect(javaDate(ms)).toBe(text);
  });

  it('agrees with the calendar of the engine', () => {
    for (let ms = -3e11; ms < 8e12; ms += 86_413_000 * 17) {
      const [, day, month, year, time] =
        /^\w{3}, (\d\d) (\w{3}) (\d{4}) (\S+) GMT$/u.exec(new Date(ms).toUTCString()) ?? [];
      const weekday = new Date(ms).toUTCString().slice(0, 3);
      expect(javaDate(ms)).toBe(`${weekday} ${month ?? ''} ${day ?? ''} ${time ?? ''} UTC ${year ?? ''}`);
    }
  });
});
