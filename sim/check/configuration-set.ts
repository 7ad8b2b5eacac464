/** Sets of configurations of the linearizability search in which none dominates another. */

/** One explanation of a history so far. */
export interface Configuration {
  readonly state: number;
  /** Open operations that have taken effect, a bit for each slot. */
  readonly done: number;
  /** Operations without an outcome that have, a bit for each slot. */
  readonly used: number;
}

const DONE = 1073741824;

export class ConfigurationSet {
  /** By state and `done`; of each, those with minimal sets `used`. */
  private readonly groups = new Map<number, Configuration[]>();
  private count = 0;

  get size(): number {
    return this.count;
  }

  /** Adds one; false when one is there that explains all that it would. Removes those that it makes superfluous. */
  add(configuration: Configuration): boolean {
    const key = configuration.state * DONE + configuration.done;
    const group = this.groups.get(key);
    if (group === undefined) {
      this.groups.set(key, [configuration]);
      this.count++;
      return true;
    }
    const { used } = configuration;
    let kept = 0;
    for (let i = 0; i < group.length; i++) {
      const other = group[i] as Configuration;
      if ((other.used & ~used) === 0) return false;
      if ((used & ~other.used) !== 0) group[kept++] = other;
    }
    this.count += 1 - (group.length - kept);
    group.length = kept;
    group.push(configuration);
    return true;
  }

  all(): Configuration[] {
    const all: Configuration[] = [];
    for (const group of this.groups.values()) for (const configuration of group) all.push(configuration);
    return all;
  }
}
