import { expect, test } from 'vitest';
import fc from 'fast-check';
import { Clock, WALL_EPOCH_MS } from './clock.ts';

test('a timer falls due at the first moment its clock shows that time', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: -100_000, max: 100_000 }),
      fc.integer({ min: 0, max: 10_000_000_000 }),
      fc.integer({ min: 1, max: 1_000_000_000 }),
      (driftPpm, nowUs, afterUs) => {
        const clock = new Clock({ driftPpm });
        const due = clock.monotonicUs(nowUs) + afterUs;
        const at = clock.whenUs(due);
        expect(clock.monotonicUs(at)).toBeGreaterThanOrEqual(due);
        expect(clock.monotonicUs(at - 1)).toBeLessThan(due);
      },
    ),
  );
});

test('monotonic time never goes back, whatever is done to the clocks', () => {
  const clock = new Clock({ offsetMs: 500, driftPpm: -300 });
  let last = 0;
  for (let now = 0; now < 5_000_000; now += 1000) {
    if (now === 1_000_000) clock.setDrift(now, 90_000);
    if (now === 2_000_000) clock.jumpWall(-60_000);
    if (now === 3_000_000) clock.setDrift(now, -90_000);
    const shown = clock.monotonicUs(now);
    expect(shown).toBeGreaterThanOrEqual(last);
    last = shown;
  }
});

test('the wall clock has an offset and jumps; timers do not see it', () => {
  const clock = new Clock({ offsetMs: 250 });
  expect(clock.wallMs(1_000_000)).toBe(WALL_EPOCH_MS + 1250);
  clock.jumpWall(-2000);
  expect(clock.wallMs(1_000_000)).toBe(WALL_EPOCH_MS - 750);
  expect(clock.monotonicUs(1_000_000)).toBe(1_000_000);
});
