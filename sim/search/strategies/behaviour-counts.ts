/** In how many runs each behaviour was seen, and so which are rare. Bounded: when it is full, what is new is not counted. */
const KEPT_MAX = 65_536;

export class BehaviourCounts {
  private readonly counts = new Map<number, number>();

  get size(): number {
    return this.counts.size;
  }

  /** Answers how many of them were never seen before. */
  add(behaviours: readonly number[]): number {
    let fresh = 0;
    for (const behaviour of behaviours) {
      const count = this.counts.get(behaviour);
      if (count !== undefined) this.counts.set(behaviour, count + 1);
      else if (this.counts.size < KEPT_MAX) {
        this.counts.set(behaviour, 1);
        fresh++;
      }
    }
    return fresh;
  }

  of(behaviour: number): number {
    return this.counts.get(behaviour) ?? 0;
  }
}
