/**
 * Virtual time that follows the wall clock. It goes on as the wall clock does, `speed` times as fast, with two
 * exceptions. When the host looks later than it meant to, because the process was stopped or the machine is busy,
 * the time it missed does not count: virtual time is shifted, not caught up, so no session expires for it. And it
 * may be sent ahead (`skip`).
 *
 * Everything is in microseconds. The host says at each look when it means to look again at the latest; being late by
 * less than `LATE_US` is what timers of an operating system do, and is made up for.
 */

/** Reads a monotonic clock: microseconds since an arbitrary origin. */
export type WallClock = () => number;

export const LATE_US = 20_000;

export class Pace {
  readonly speed: number;
  /** Virtual time that did not pass while the process stalled. */
  shiftedUs = 0;
  private readonly clock: WallClock;
  /** Virtual time at the last look. */
  nowUs: number;
  /** Wall clock at which it was `nowUs`. */
  private wallUs: number;
  /** When the host means to look again; virtual. */
  private plannedUs = Infinity;

  constructor(clock: WallClock, fromUs: number, speed = 1) {
    this.clock = clock;
    this.speed = speed;
    this.nowUs = fromUs;
    this.wallUs = clock();
  }

  /** The wall clock counts from here: what passed before, nobody waited for. */
  begin(): void {
    this.wallUs = this.clock();
  }

  /** Virtual time now, in whole microseconds. */
  look(): number {
    const wallUs = this.clock();
    const passed = Math.floor((wallUs - this.wallUs) * this.speed);
    const dueUs = this.nowUs + passed;
    if (dueUs <= this.plannedUs + LATE_US * this.speed) {
      this.nowUs = dueUs;
      // The part of a microsecond that is left counts next time.
      this.wallUs += passed / this.speed;
      return dueUs;
    }
    this.shiftedUs += dueUs - this.plannedUs;
    this.nowUs = this.plannedUs;
    this.wallUs = wallUs;
    return this.nowUs;
  }

  /** Says by when the host looks again, in virtual time; how long until then, in microseconds of the wall clock. */
  plan(untilUs: number): number {
    this.plannedUs = Math.max(untilUs, this.nowUs);
    return (this.plannedUs - this.nowUs) / this.speed - (this.clock() - this.wallUs);
  }

  /** It is so much later at once. */
  skip(us: number): void {
    this.nowUs += us;
    this.plannedUs += us;
  }
}
