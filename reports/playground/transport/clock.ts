/** Tells, frame by frame, how much real time has passed. */
export class Clock {
  private readonly tell: (passedUs: number) => void;
  private frame = 0;
  private last = 0;

  constructor(tell: (passedUs: number) => void) {
    this.tell = tell;
  }

  start(): void {
    if (this.frame !== 0) return;
    this.last = performance.now();
    this.frame = requestAnimationFrame(this.tick);
  }

  stop(): void {
    cancelAnimationFrame(this.frame);
    this.frame = 0;
  }

  private readonly tick = (): void => {
    const now = performance.now();
    // A page that was hidden for a while does not catch up in one jump.
    const passedMs = Math.min(now - this.last, 100);
    this.last = now;
    this.frame = requestAnimationFrame(this.tick);
    this.tell(passedMs * 1000);
  };
}
