/**
 * The decisions of a run that are not their quiet default, by address: given as overrides to the quiet seed they make
 * the same run, to the last digit of its fingerprint. What a shrinker begins with.
 */
export class DecisionRecord {
  /** Quiet ones too: where a decision could be taken otherwise. */
  readonly everything: boolean;
  private readonly values = new Map<string, number>();

  constructor(everything = false) {
    this.everything = everything;
  }

  note(address: string, value: number): void {
    this.values.set(address, value);
  }

  get size(): number {
    return this.values.size;
  }

  /** In the order in which the run took them. */
  overrides(): Record<string, number> {
    const overrides: Record<string, number> = {};
    for (const [address, value] of this.values) overrides[address] = value;
    return overrides;
  }
}
