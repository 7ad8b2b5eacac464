/**
 * A machine's two clocks as views of virtual time, in integer arithmetic.
 *
 * Monotonic time runs `driftPpm` too fast or too slow and never goes back. The wall clock has an offset and a drift
 * of its own and may jump either way; nothing in a machine waits for it.
 */
export interface ClockSpec {
  /** Of the wall clock. */
  readonly offsetMs?: number;
  /** Of the monotonic clock, in parts per million; the wall clock follows it. */
  readonly driftPpm?: number;
  /** Of the wall clock alone, on top. */
  readonly wallDriftPpm?: number;
}

/** Wall time at virtual time 0: 2026-01-01T00:00:00Z. */
export const WALL_EPOCH_MS = 1767225600000;
export const DRIFT_PPM_MAX = 100000;

function elapsed(us: number, driftPpm: number): number {
  return driftPpm === 0 ? us : us + Math.floor((us * driftPpm) / 1000000);
}

export class Clock {
  /** Since when the present drifts hold, in virtual time, and what the clocks showed then. */
  private sinceUs = 0;
  private monotonicBaseUs = 0;
  private wallBaseUs = 0;
  /** The same in whole milliseconds and the rest. */
  private wallBaseMs = 0;
  private wallRestUs = 0;
  driftPpm: number;
  wallDriftPpm: number;

  constructor(spec: ClockSpec) {
    this.driftPpm = spec.driftPpm ?? 0;
    this.wallDriftPpm = spec.wallDriftPpm ?? 0;
    this.setWall((WALL_EPOCH_MS + (spec.offsetMs ?? 0)) * 1000);
  }

  monotonicUs(nowUs: number): number {
    return this.monotonicBaseUs + elapsed(nowUs - this.sinceUs, this.driftPpm);
  }

  wallMs(nowUs: number): number {
    const near = nowUs - this.sinceUs + this.wallRestUs;
    // The usual case in 32-bit arithmetic: every input carries this time.
    if (this.driftPpm + this.wallDriftPpm === 0 && near < 2147483648) return this.wallBaseMs + ((near / 1000) | 0);
    const us = this.wallBaseUs + elapsed(nowUs - this.sinceUs, this.driftPpm + this.wallDriftPpm);
    return Math.floor(us / 1000);
  }

  /** The first virtual time at which the monotonic clock shows at least `monotonicUs`. */
  whenUs(monotonicUs: number): number {
    const ahead = monotonicUs - this.monotonicBaseUs;
    if (this.driftPpm === 0 || ahead <= 0) return this.sinceUs + ahead;
    let us = Math.floor((ahead / (1000000 + this.driftPpm)) * 1000000);
    while (elapsed(us, this.driftPpm) >= ahead) us--;
    while (elapsed(us, this.driftPpm) < ahead) us++;
    return this.sinceUs + us;
  }

  /** Changes the monotonic drift from now on. */
  setDrift(nowUs: number, driftPpm: number): void {
    const wallUs = this.wallBaseUs + elapsed(nowUs - this.sinceUs, this.driftPpm + this.wallDriftPpm);
    this.monotonicBaseUs = this.monotonicUs(nowUs);
    this.setWall(wallUs);
    this.sinceUs = nowUs;
    this.driftPpm = driftPpm;
  }

  /** Moves the wall clock by so much, either way. */
  jumpWall(byMs: number): void {
    this.setWall(this.wallBaseUs + byMs * 1000);
  }

  private setWall(us: number): void {
    this.wallBaseUs = us;
    this.wallBaseMs = Math.floor(us / 1000);
    this.wallRestUs = us - this.wallBaseMs * 1000;
  }
}
