/** Sets of configurations of the linearizability search in which none dominates another. */

/** One explanation of a history so far. */
export interface Configuration {
  readonly state: number;
  /** Open operations that have taken effect, as a set of slots. */
  readonly done: number;
  /** Operations without an outcome that have, a bit for each slot. */
  readonly used: number;
}

/** State and `done` share a number: as much of `done` as fits beside any state. */
const DONE = 1073741824;
/** Up to here a set is a list: most explanations of a history are few, and a list needs no hashing. */
const FEW = 8;

export class ConfigurationSet {
  private few: Configuration[] = [];
  /** By state and most of `done`, once they are more than a few; of each, those with minimal sets `used`. */
  private groups: Map<number, Configuration[]> | null = null;
  private count = 0;

  get size(): number {
    return this.count;
  }

  /** Adds one; false when one is there that explains all that it would. Removes those that it makes superfluous. */
  add(configuration: Configuration): boolean {
    const list = this.groups === null ? this.few : this.group(this.groups, configuration);
    const before = list.length;
    if (!addTo(list, configuration)) return false;
    this.count += list.length - before;
    if (this.groups === null && this.count > FEW) this.spread();
    return true;
  }

  all(): readonly Configuration[] {
    if (this.groups === null) return this.few;
    const all: Configuration[] = [];
    for (const group of this.groups.values()) for (const configuration of group) all.push(configuration);
    return all;
  }

  private group(groups: Map<number, Configuration[]>, { state, done }: Configuration): Configuration[] {
    const key = state * DONE + (done % DONE);
    let group = groups.get(key);
    if (group === undefined) {
      group = [];
      groups.set(key, group);
    }
    return group;
  }

  private spread(): void {
    const groups = new Map<number, Configuration[]>();
    for (const configuration of this.few) this.group(groups, configuration).push(configuration);
    this.few = [];
    this.groups = groups;
  }
}

/** Leaves a list in which none dominates another as such a one. */
function addTo(list: Configuration[], configuration: Configuration): boolean {
  const { state, done, used } = configuration;
  let kept = 0;
  for (let i = 0; i < list.length; i++) {
    const other = list[i] as Configuration;
    const alike = other.state === state && other.done === done;
    if (alike && (other.used & ~used) === 0) return false;
    if (!alike || (used & ~other.used) !== 0) list[kept++] = other;
  }
  while (list.length > kept) list.pop();
  list.push(configuration);
  return true;
}
