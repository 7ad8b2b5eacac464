/** What clients may do and no check can judge: passed over, and counted, so that nobody takes it for held. */
export class NotJudged {
  private readonly counts = new Map<string, number>();

  add(what: string): void {
    this.counts.set(what, (this.counts.get(what) ?? 0) + 1);
  }

  get total(): number {
    return [...this.counts.values()].reduce((sum, count) => sum + count, 0);
  }

  /** `2 reads of what is no path, 1 auth by scheme sasl`; empty when nothing was. */
  show(): string {
    return [...this.counts].map(([what, count]) => `${count} ${what}`).join(', ');
  }
}
