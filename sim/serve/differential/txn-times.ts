/**
 * The times of transactions, as Stats tell them. No two runs have the same, but one run must agree with itself: one
 * time per transaction, none before that of an earlier one, all within the run.
 */

/** Clocks of two processes of one machine are read at different moments. */
const TOLERANCE_MS = 1000;

export class TxnTimes {
  private readonly fromMs: number;
  private readonly toMs: number;
  private readonly byZxid = new Map<number, number>();

  constructor(fromMs: number, toMs: number) {
    this.fromMs = fromMs;
    this.toMs = toMs;
  }

  /** `@name` when this is the transaction's time; how far off when another was told before. */
  name(zxid: number, name: string, ms: number): string {
    const known = this.byZxid.get(zxid);
    if (known === undefined) this.byZxid.set(zxid, ms);
    const off = ms - (known ?? ms);
    return off === 0 ? `@${name}` : `@${name} off by ${off} ms`;
  }

  breaches(): string[] {
    const breaches: string[] = [];
    let before = -Infinity;
    for (const [zxid, ms] of [...this.byZxid].sort(([a], [b]) => a - b)) {
      if (ms < before) breaches.push(`the time of zxid ${zxid} is before that of an earlier one`);
      if (ms < this.fromMs - TOLERANCE_MS || ms > this.toMs + TOLERANCE_MS) {
        breaches.push(`the time of zxid ${zxid} is not within the run`);
      }
      before = ms;
    }
    return breaches;
  }
}
