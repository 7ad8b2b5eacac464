/**
 * Orders messages and threads by priority, after Burckhardt et al., "A Randomized Scheduler with Probabilistic Guarantees
 * of Finding Bugs" (ASPLOS 2010). There a scheduler always runs the thread of the highest priority, and at a few drawn
 * steps the one under way falls to the bottom: a mistake that needs d events in one order is met with a chance that
 * shrinks with the d-th power of the steps, not with their number of interleavings.
 *
 * Here time orders events, so a priority is a delay. Every link on every channel, and every stage of every server, gets a
 * level by an address of its own, and waits what its level says; levels lie so far apart that what is high overtakes
 * what is low. At the change points, counted in messages and hand-overs, whoever goes next falls to the lowest level.
 */
import type { Addresses } from './addresses.ts';

export interface PriorityOptions {
  /** What each level waits beside all other delays, the highest level first. */
  readonly delaysUs: readonly number[];
  /** How many messages and hand-overs go before each change point, ascending. */
  readonly changes: readonly number[];
}

/** Where one link or stage stands. */
export class Priority {
  level: number;

  constructor(level: number) {
    this.level = level;
  }
}

export class Priorities {
  private readonly options: PriorityOptions;
  private readonly addresses: Addresses;
  private readonly byLabel = new Map<string, Priority>();
  private gone = 0;
  private nextChange = 0;

  constructor(options: PriorityOptions, addresses: Addresses) {
    this.options = options;
    this.addresses = addresses;
  }

  /** `net/1>2/quorum`, `stage/1/log`: the same for all connections of a link and all lives of a server. */
  of(what: string): Priority {
    const known = this.byLabel.get(what);
    if (known !== undefined) return known;
    const decisions = this.addresses.of(`priority/${what}`);
    const made = new Priority(decisions.range(decisions.begin(), 0, 'level', this.options.delaysUs.length));
    this.byLabel.set(what, made);
    return made;
  }

  /** Something goes: how long it waits. */
  waitUs(priority: Priority): number {
    const { delaysUs, changes } = this.options;
    if (this.gone++ === changes[this.nextChange]) {
      this.nextChange++;
      priority.level = delaysUs.length - 1;
    }
    return delaysUs[priority.level] ?? 0;
  }
}
