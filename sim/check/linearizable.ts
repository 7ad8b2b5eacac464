/**
 * Black-box linearizability: is there an order of the operations that respects real time and that a sequential model
 * accepts, with these outcomes?
 *
 * The search runs beside the history, event by event, and keeps the set of all configurations that explain it so far:
 * a state of the model, which open operations have taken effect, and which operations without an outcome have. Just in
 * time (Lowe): effects are placed only when an operation ends, by its return or because it can no longer happen. What keeps the set small:
 *
 * - *Eager pure operations*: one that changes no state takes effect as soon as it is legal, without a branch.
 * - *Symmetry*: of identical open operations the one that returns first goes first.
 * - *Dominance*: of two configurations that differ only in the outcome-less operations they used, the one that used
 *   fewer explains all that the other can.
 *
 * Memory is bounded by the operations open at once, never by the length of the history. A budget of steps turns into
 * `undecided`, never into a wrong verdict.
 */
import { assert } from '../../protocol/std/assert.ts';
import { Ring } from '../../protocol/std/ring.ts';
import { ConfigurationSet, type Configuration } from './configuration-set.ts';

/** A sequential specification over interned states and interned operations; both are small non-negative integers. */
export interface Model {
  readonly initial: number;
  /** The state after an operation that had this outcome; -1 when it cannot have had it in this state. */
  step(state: number, operation: number): number;
  /** Whether the operation, with this outcome, changes no state in which it is legal. */
  isPure(operation: number): boolean;
  /** How many states are interned. */
  readonly states: number;
  /** Forgets all states but these and answers their new numbers, in the same order. */
  retain(states: readonly number[]): readonly number[];
  /** The search does not need this operation any more; told once for each `know`. */
  release(operation: number): void;
}

export type SearchVerdict = 'ok' | 'illegal' | 'undecided';

/** An operation of the history, for those who tell of it; what is in it is the search's own. */
export type Ticket = Operation;

/** Open operations, and operations without an outcome, that may be tracked at once: bits of one small integer each. */
const SLOTS = 30;
/** Configurations that may be kept at once. */
const CONFIGURATIONS = 20_000;
/** States after which those that no configuration needs are forgotten. */
const STATES = 4096;

interface Operation {
  /** -1 until known. */
  operation: number;
  /** It changes no state in which it is legal. */
  pure: boolean;
  /** It may never take effect: nobody was told that it did. */
  optional: boolean;
  /** Optional operations of one group are retired together; the empty group never is. */
  group: string;
  /** It did not happen, or the search is done with it. */
  over: boolean;
  slot: number;
  /** Order of returns, Infinity while open. */
  returned: number;
}

interface Event {
  readonly kind: 'call' | 'return' | 'retire';
  readonly ticket: Ticket;
}

export class LinearizabilitySearch {
  private readonly model: Model;
  private budget: number;
  private readonly events = new Ring<Event>();
  private nextReturn = 0;
  private frontier = new ConfigurationSet();
  /** Operations in their slots; null is free. */
  private readonly open: (Operation | null)[] = [];
  private readonly optional: (Operation | null)[] = [];
  verdict: SearchVerdict = 'ok';
  /** Why it is undecided. */
  reason = '';
  /** Configurations looked at. */
  steps = 0;
  /** Operations called and not yet returned or retired. */
  pending = 0;
  /** The operation, as the model numbers it, whose return nothing explains; -1 while there is none. */
  stuck = -1;

  constructor(model: Model, budget: number) {
    this.model = model;
    this.budget = budget;
    this.frontier.add({ state: model.initial, done: 0, used: 0 });
  }

  /** An operation is called now. */
  call(): Ticket {
    const ticket: Ticket = {
      operation: -1,
      pure: false,
      optional: false,
      group: '',
      over: this.verdict !== 'ok',
      slot: -1,
      returned: Infinity,
    };
    if (ticket.over) return ticket;
    this.pending++;
    this.events.push({ kind: 'call', ticket });
    return ticket;
  }

  /**
   * What the operation was, outcome included, is known. `optional`: its caller was told nothing; it may take effect at
   * any time from its call on, or never. Optional operations with one `group` are retired together; without a group,
   * never.
   */
  know(ticket: Ticket, operation: number, optional = false, group = ''): void {
    if (ticket.over || this.verdict !== 'ok') return;
    ticket.operation = operation;
    ticket.pure = this.model.isPure(operation);
    ticket.optional = optional;
    ticket.group = group;
    this.drain();
  }

  /**
   * It returns now, so it has taken effect by now. Never an optional one: that a configuration which used fewer of them
   * explains all that another can rests on each being free not to happen.
   */
  return(ticket: Ticket): void {
    if (ticket.over || this.verdict !== 'ok') return;
    assert(!ticket.optional, 'an optional operation does not return');
    ticket.returned = this.nextReturn++;
    this.events.push({ kind: 'return', ticket });
    this.drain();
  }

  /** An optional operation cannot take effect any more after now. */
  retire(ticket: Ticket): void {
    if (ticket.over || this.verdict !== 'ok') return;
    this.events.push({ kind: 'retire', ticket });
    this.drain();
  }

  /** It did not happen, or says nothing about the model; said before anything else of it is known. */
  drop(ticket: Ticket): void {
    if (ticket.over || this.verdict !== 'ok') return;
    ticket.over = true;
    this.drain();
  }

  /** Adds to the budget: a longer history may take more steps. */
  grant(steps: number): void {
    this.budget += steps;
  }

  /** Gives up with a reason. */
  giveUp(reason: string): void {
    if (this.verdict === 'ok') this.end('undecided', reason);
  }

  /** Works through the events whose operations are known. */
  private drain(): void {
    while (this.verdict === 'ok') {
      const event = this.events.first();
      if (event === undefined) return;
      const { kind, ticket } = event;
      if (ticket.operation < 0 && !ticket.over) return;
      this.events.shift();
      if (ticket.over) {
        if (kind === 'call') this.pending--;
        continue;
      }
      switch (kind) {
        case 'call':
          this.onCall(ticket);
          break;
        case 'return':
          this.onEnd(ticket, true);
          break;
        case 'retire':
          this.onEnd(ticket, false);
          break;
      }
    }
  }

  private onCall(entry: Operation): void {
    const slots = entry.optional ? this.optional : this.open;
    let slot = slots.indexOf(null);
    if (slot < 0) slot = slots.length;
    if (slot >= SLOTS) {
      const which = entry.optional ? 'without an outcome' : 'open';
      this.end('undecided', `more than ${SLOTS} operations ${which} at once`);
      return;
    }
    slots[slot] = entry;
    entry.slot = slot;
    if (entry.optional || !entry.pure) return;
    const next = new ConfigurationSet();
    for (const { state, done, used } of this.frontier.all()) {
      const legal = this.model.step(state, entry.operation) >= 0;
      next.add({ state, done: legal ? done | (1 << slot) : done, used });
    }
    this.frontier = next;
  }

  /** The last moment for the target to have taken effect: it has, or, unless that is `forced`, it never will. */
  private onEnd(target: Operation, forced: boolean): void {
    const bit = 1 << target.slot;
    const next = new ConfigurationSet();
    const seen = new ConfigurationSet();
    const stack: Configuration[] = [];
    for (const configuration of this.frontier.all()) {
      const taken = hasTaken(configuration, target, bit);
      if (taken || !forced) next.add(configuration);
      if (!taken) stack.push(configuration);
    }
    for (;;) {
      const configuration = stack.pop();
      if (configuration === undefined) break;
      this.steps++;
      if (--this.budget < 0) {
        this.end('undecided', 'the step budget is spent');
        return;
      }
      this.place(configuration, target, bit, next, seen, stack);
      if (next.size > CONFIGURATIONS) {
        this.end('undecided', `more than ${CONFIGURATIONS} explanations at once`);
        return;
      }
    }
    if (next.size === 0) {
      this.stuck = target.operation;
      this.end('illegal', '');
      return;
    }
    this.leave(target, next);
    if (this.model.states > STATES) this.forgetStates();
  }

  /** From one configuration: the target takes effect now, or another operation does before it. */
  private place(
    from: Configuration,
    target: Operation,
    bit: number,
    next: ConfigurationSet,
    seen: ConfigurationSet,
    stack: Configuration[],
  ): void {
    for (let slot = 0; slot < this.open.length; slot++) {
      const entry = this.open[slot] ?? null;
      if (entry === null || (from.done & (1 << slot)) !== 0 || this.hasEarlierTwin(entry, from)) continue;
      const state = this.model.step(from.state, entry.operation);
      if (state >= 0) this.reach(state, from.done | (1 << slot), from.used, target, bit, next, seen, stack);
    }
    for (let slot = 0; slot < this.optional.length; slot++) {
      const entry = this.optional[slot] ?? null;
      if (entry === null || (from.used & (1 << slot)) !== 0) continue;
      if (entry !== target && this.hasEarlierTwin(entry, from)) continue;
      const state = this.model.step(from.state, entry.operation);
      if (state < 0 || (state === from.state && entry !== target)) continue;
      this.reach(state, from.done, from.used | (1 << slot), target, bit, next, seen, stack);
    }
  }

  private reach(
    state: number,
    done: number,
    used: number,
    target: Operation,
    bit: number,
    next: ConfigurationSet,
    seen: ConfigurationSet,
    stack: Configuration[],
  ): void {
    const configuration: Configuration = { state, done: this.withPure(state, done), used };
    if (hasTaken(configuration, target, bit)) next.add(configuration);
    else if (seen.add(configuration)) stack.push(configuration);
  }

  /** All open pure operations that are legal now take effect now. */
  private withPure(state: number, done: number): number {
    let all = done;
    for (let slot = 0; slot < this.open.length; slot++) {
      const entry = this.open[slot] ?? null;
      if (entry === null || (all & (1 << slot)) !== 0 || !entry.pure) continue;
      if (this.model.step(state, entry.operation) >= 0) all |= 1 << slot;
    }
    return all;
  }

  /**
   * Whether an identical operation should take effect before this one: swapping the two changes nothing else, as long
   * as the later one may still take effect where the earlier one did. That holds for one that returns first, for one
   * that returns against one that is never retired, and within a group.
   */
  private hasEarlierTwin(entry: Operation, from: Configuration): boolean {
    if (!entry.optional || entry.group === '') {
      for (let slot = 0; slot < this.open.length; slot++) {
        const twin = this.open[slot] ?? null;
        if (twin === null || twin === entry || twin.operation !== entry.operation) continue;
        if ((from.done & (1 << slot)) === 0 && (entry.optional || twin.returned < entry.returned)) return true;
      }
    }
    if (!entry.optional) return false;
    for (let slot = 0; slot < entry.slot; slot++) {
      const twin = this.optional[slot] ?? null;
      if (twin === null || twin.operation !== entry.operation || twin.group !== entry.group) continue;
      if ((from.used & (1 << slot)) === 0) return true;
    }
    return false;
  }

  /** The operation leaves its slot; the configurations no longer speak of it. */
  private leave(entry: Operation, from: ConfigurationSet): void {
    const keep = ~(1 << entry.slot);
    const next = new ConfigurationSet();
    for (const { state, done, used } of from.all()) {
      next.add(entry.optional ? { state, done, used: used & keep } : { state, done: done & keep, used });
    }
    this.frontier = next;
    (entry.optional ? this.optional : this.open)[entry.slot] = null;
    entry.over = true;
    this.pending--;
    this.model.release(entry.operation);
  }

  private forgetStates(): void {
    const all = this.frontier.all();
    const numbers = this.model.retain(all.map((configuration) => configuration.state));
    const next = new ConfigurationSet();
    for (const [index, { done, used }] of all.entries()) next.add({ state: numbers[index] as number, done, used });
    this.frontier = next;
  }

  private end(verdict: SearchVerdict, reason: string): void {
    assert(this.verdict === 'ok', 'a search ends once');
    this.verdict = verdict;
    this.reason = reason;
    this.pending = 0;
    this.events.clear();
    this.frontier = new ConfigurationSet();
  }
}

function hasTaken(configuration: Configuration, target: Operation, bit: number): boolean {
  return ((target.optional ? configuration.used : configuration.done) & bit) !== 0;
}
