/**
 * Black-box linearizability: is there an order of the operations that respects real time and the order of each chain of
 * them, and that a sequential model accepts, with these outcomes?
 *
 * The search runs beside the history, event by event, and keeps the set of all configurations that explain it so far:
 * a state of the model, which open operations have taken effect, and which operations without an outcome have. Just in
 * time (Lowe): effects are placed only when an operation ends, by its return or because it can no longer happen. What
 * keeps the set small:
 *
 * - *Chains*: what one caller asked for in a row takes effect in that order, where that is promised.
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
import { hasSlot, SLOTS_MAX, withoutSlot, withSlot } from './slot-set.ts';

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
  /** The search does not need this operation any more; told once for each `know` and `perhaps`. */
  release(operation: number): void;
}

export type SearchVerdict = 'ok' | 'illegal' | 'undecided';

/** An operation of the history, for those who tell of it; what is in it is the search's own. */
export type Ticket = Operation;

/** Operations without an outcome that may be tracked at once: bits of one small integer. Of open ones, SLOTS_MAX. */
const OPTIONAL_MAX = 30;
/** Configurations that may be kept at once. */
const CONFIGURATIONS = 20_000;
/**
 * States beyond twice those that configurations need, after which the others are forgotten: so few that most are
 * forgotten while they are young, which spares the collector of garbage.
 */
const STATES = 64;

interface Operation {
  /** -1 until known. */
  operation: number;
  /** It changes no state in which it is legal. */
  pure: boolean;
  /** It may never take effect: nobody was told that it did. */
  optional: boolean;
  /** Optional operations of one group are retired together; the empty group never is. */
  group: string;
  /** Whose order it keeps; nobody's when empty. */
  chain: string;
  /** The one before it in its chain, while that is open. */
  after: Operation | null;
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
  /** Of each chain, the operation called last, while it is open. */
  private readonly lastOf = new Map<string, Operation>();
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
      chain: '',
      after: null,
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
   * What the operation was, outcome included, is known. Operations of one `chain` take effect in the order of their
   * calls; without a chain, in any.
   */
  know(ticket: Ticket, operation: number, chain = ''): void {
    ticket.chain = chain;
    this.identify(ticket, operation);
  }

  /**
   * What it was is known, and that its caller was told nothing: it may take effect at any time from its call on, or
   * never. Operations with one `group` are retired together; without a group, never.
   */
  perhaps(ticket: Ticket, operation: number, group = ''): void {
    ticket.optional = true;
    ticket.group = group;
    this.identify(ticket, operation);
  }

  private identify(ticket: Ticket, operation: number): void {
    if (ticket.over || this.verdict !== 'ok') return;
    ticket.operation = operation;
    ticket.pure = this.model.isPure(operation);
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
    const [slots, most] = entry.optional ? [this.optional, OPTIONAL_MAX] : [this.open, SLOTS_MAX];
    let slot = slots.indexOf(null);
    if (slot < 0) slot = slots.length;
    if (slot >= most) {
      const which = entry.optional ? 'without an outcome' : 'open';
      this.end('undecided', `more than ${most} operations ${which} at once`);
      return;
    }
    slots[slot] = entry;
    entry.slot = slot;
    if (entry.optional) return;
    if (entry.chain !== '') {
      entry.after = this.lastOf.get(entry.chain) ?? null;
      this.lastOf.set(entry.chain, entry);
    }
    if (!entry.pure) return;
    const next = new ConfigurationSet();
    for (const { state, done, used } of this.frontier.all()) {
      const legal = isItsTurn(entry, done) && this.model.step(state, entry.operation) >= 0;
      next.add({ state, done: legal ? withSlot(done, slot) : done, used });
    }
    this.frontier = next;
  }

  /** The last moment for the target to have taken effect: it has, or, unless that is `forced`, it never will. */
  private onEnd(target: Operation, forced: boolean): void {
    const next = new ConfigurationSet();
    const seen = new ConfigurationSet();
    const stack: Configuration[] = [];
    for (const configuration of this.frontier.all()) {
      const taken = hasTaken(configuration, target);
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
      this.place(configuration, target, next, seen, stack);
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
    if (this.model.states > STATES + 2 * next.size) this.forgetStates();
  }

  /** From one configuration: the target takes effect now, or another operation does before it. */
  private place(
    from: Configuration,
    target: Operation,
    next: ConfigurationSet,
    seen: ConfigurationSet,
    stack: Configuration[],
  ): void {
    for (let slot = 0; slot < this.open.length; slot++) {
      const entry = this.open[slot] ?? null;
      if (entry === null || hasSlot(from.done, slot) || !isItsTurn(entry, from.done)) continue;
      if (this.hasEarlierTwin(entry, from)) continue;
      const state = this.model.step(from.state, entry.operation);
      if (state >= 0) this.reach(state, withSlot(from.done, slot), from.used, target, next, seen, stack);
    }
    for (let slot = 0; slot < this.optional.length; slot++) {
      const entry = this.optional[slot] ?? null;
      if (entry === null || (from.used & (1 << slot)) !== 0) continue;
      if (entry !== target && this.hasEarlierTwin(entry, from)) continue;
      const state = this.model.step(from.state, entry.operation);
      if (state < 0 || (state === from.state && entry !== target)) continue;
      this.reach(state, from.done, from.used | (1 << slot), target, next, seen, stack);
    }
  }

  private reach(
    state: number,
    done: number,
    used: number,
    target: Operation,
    next: ConfigurationSet,
    seen: ConfigurationSet,
    stack: Configuration[],
  ): void {
    const configuration: Configuration = { state, done: this.withPure(state, done), used };
    if (hasTaken(configuration, target)) next.add(configuration);
    else if (seen.add(configuration)) stack.push(configuration);
  }

  /** All open pure operations that are legal now take effect now. */
  private withPure(state: number, done: number): number {
    let all = done;
    for (let slot = 0; slot < this.open.length; slot++) {
      const entry = this.open[slot] ?? null;
      if (entry === null || !entry.pure || hasSlot(all, slot) || !isItsTurn(entry, all)) continue;
      if (this.model.step(state, entry.operation) >= 0) all = withSlot(all, slot);
    }
    return all;
  }

  /**
   * Whether an identical operation should take effect before this one: swapping the two changes nothing else, as long
   * as the later one may still take effect where the earlier one did, and the other way round. That holds for one that
   * returns first, for one that returns against one that is never retired, and within a group; not for one that others
   * of its chain may wait for.
   */
  private hasEarlierTwin(entry: Operation, from: Configuration): boolean {
    if (entry.optional ? entry.group === '' : entry.chain === '') {
      for (let slot = 0; slot < this.open.length; slot++) {
        const twin = this.open[slot] ?? null;
        if (twin === null || twin === entry || twin.operation !== entry.operation) continue;
        if (hasSlot(from.done, slot) || !isItsTurn(twin, from.done)) continue;
        if (entry.optional || twin.returned < entry.returned) return true;
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
    const { slot, optional } = entry;
    const next = new ConfigurationSet();
    for (const { state, done, used } of from.all()) {
      next.add(optional ? { state, done, used: used & ~(1 << slot) } : { state, done: withoutSlot(done, slot), used });
    }
    this.frontier = next;
    if (this.lastOf.get(entry.chain) === entry) this.lastOf.delete(entry.chain);
    (optional ? this.optional : this.open)[slot] = null;
    entry.after = null;
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
    this.lastOf.clear();
    this.frontier = new ConfigurationSet();
  }
}

function hasTaken({ done, used }: Configuration, { optional, slot }: Operation): boolean {
  return optional ? (used & (1 << slot)) !== 0 : hasSlot(done, slot);
}

/** Whether all that comes before it in its chain has taken effect. */
function isItsTurn({ after }: Operation, done: number): boolean {
  return after === null || after.over || hasSlot(done, after.slot);
}
