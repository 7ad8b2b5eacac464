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
/** As many are kept in one list; with more, a list for each state and `done`. */
const FEW = 12;

export class ConfigurationSet {
  /** While there are few; none of them dominates another. */
  private few: Configuration[] = [];
  /** With more: by state and `done`. */
  private groups: Map<number, Configuration[]> | null = null;
  private count = 0;

  get size(): number {
    return this.count;
  }

  /** Adds one; false when one is there that explains all that it would. Removes those that it makes superfluous. */
  add(configuration: Configuration): boolean {
    const group = this.groups === null ? this.few : groupOf(this.groups, configuration);
    const before = group.length;
    if (!insert(group, configuration)) return false;
    this.count += group.length - before;
    if (this.groups === null && group.length > FEW) this.spread();
    return true;
  }

  all(): readonly Configuration[] {
    if (this.groups === null) return this.few;
    const all: Configuration[] = [];
    for (const group of this.groups.values()) for (const configuration of group) all.push(configuration);
    return all;
  }

  private spread(): void {
    this.groups = new Map();
    for (const configuration of this.few) groupOf(this.groups, configuration).push(configuration);
    this.few = [];
  }
}

function groupOf(groups: Map<number, Configuration[]>, { state, done }: Configuration): Configuration[] {
  const key = state * DONE + done;
  let group = groups.get(key);
  if (group === undefined) {
    group = [];
    groups.set(key, group);
  }
  return group;
}

/** Of one state and `done`, those with minimal sets `used` stay. False: one of them is better. */
function insert(group: Configuration[], configuration: Configuration): boolean {
  const { state, done, used } = configuration;
  let kept = 0;
  for (let i = 0; i < group.length; i++) {
    const other = group[i] as Configuration;
    const alike = other.state === state && other.done === done;
    if (alike && (other.used & ~used) === 0) return false;
    if (!alike || (used & ~other.used) !== 0) group[kept++] = other;
  }
  group.length = kept;
  group.push(configuration);
  return true;
}
