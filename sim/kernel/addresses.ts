/**
 * Decisions and their addresses.
 *
 * An address is a label (site/subject, with its anchor: `net/1>2#3/quorum/PROPOSAL`), a number n that counts the
 * decisions of that label, and the name of a part: `net/1>2#3/quorum/PROPOSAL#17.delay`. Its value depends on the
 * address and the seed alone. Overrides name addresses and give values in the decision's own units, so they survive
 * a change of distribution; one that the run never reached is reported, since the case has drifted.
 */
import { assert } from '../../protocol/std/assert.ts';
import { byNumber, byText } from '../../protocol/std/compare.ts';
import type { DecisionRecord } from './decision-record.ts';
import { COPIED, type CopiesItself } from './fork.ts';
import { happens, latencyOf, scale, type Latency } from './distribution.ts';
import { classKey, draw, draw53, labelHash } from './keyed-hash.ts';
import { seedKey, type SeedKey } from './seed-key.ts';

/** With this seed every decision that is not overridden takes its quiet default. */
export const QUIET = 'quiet';

/** An address in its parts; null when the text is none. */
export function parseAddress(text: string): { label: string; n: number; part: string } | null {
  const dot = text.lastIndexOf('.');
  const hash = text.lastIndexOf('#', dot);
  if (hash <= 0 || dot < hash || dot === text.length - 1) return null;
  const digits = text.slice(hash + 1, dot);
  if (!/^(0|[1-9][0-9]{0,14})$/.test(digits)) return null;
  return { label: text.slice(0, hash), n: Number(digits), part: text.slice(dot + 1) };
}

class Override {
  readonly n: number;
  readonly part: string;
  readonly value: number;
  readonly text: string;
  used = false;

  constructor(n: number, part: string, value: number, text: string) {
    this.n = n;
    this.part = part;
    this.value = value;
    this.text = text;
  }
}

/** The decisions of one label. Draw in this order: `begin` once per decision, before any branch; then its parts. */
export class Decisions implements CopiesItself {
  readonly label: string;
  /** Of the label's hash, the second word. */
  readonly h1: number;
  /** Another whose label's hash has the same first word. */
  readonly next: Decisions | null;
  readonly k0: number;
  readonly k1: number;
  n = 0;
  /** The next n that is overridden, -1 for none: n only rises, so one comparison per decision finds it. */
  nextOv = -1;
  /** Sorted by n. */
  ov: Override[] | null = null;
  private ovAt = 0;
  /** The overridden n that was begun last. */
  active = -1;
  readonly quiet: boolean;

  constructor(label: string, h1: number, k0: number, k1: number, quiet: boolean, next: Decisions | null) {
    this.label = label;
    this.h1 = h1;
    this.k0 = k0;
    this.k1 = k1;
    this.quiet = quiet;
    this.next = next;
  }

  [COPIED](copyOf: <T extends object>(value: T) => T): this {
    const next = this.next === null ? null : copyOf(this.next);
    return this.stateInto(new Decisions(this.label, this.h1, this.k0, this.k1, this.quiet, next) as this, copyOf);
  }

  /** Gives another of the same label what changes in the course of a run. */
  protected stateInto(copy: this, copyOf: <T extends object>(value: T) => T): this {
    copy.n = this.n;
    copy.nextOv = this.nextOv;
    copy.ov = this.ov === null ? null : copyOf(this.ov);
    copy.ovAt = this.ovAt;
    copy.active = this.active;
    return copy;
  }

  begin(): number {
    const n = this.n++;
    if (n === this.nextOv) this.reach(n);
    return n;
  }

  private reach(n: number): void {
    const ov = this.ov as Override[];
    this.active = n;
    while (this.ovAt < ov.length && (ov[this.ovAt] as Override).n <= n) this.ovAt++;
    this.nextOv = this.ovAt < ov.length ? (ov[this.ovAt] as Override).n : -1;
  }

  override(given: Override): void {
    this.ov = [...(this.ov ?? []), given].sort((a, b) => byNumber(a.n, b.n));
    this.nextOv = (this.ov[0] as Override).n;
  }

  /** Replaces the overrides of decisions that are not begun yet. */
  replace(all: readonly Override[]): void {
    this.ov = [...all].sort((a, b) => byNumber(a.n, b.n));
    const next = this.ov.findIndex(({ n }) => n >= this.n);
    this.ovAt = next < 0 ? this.ov.length : next;
    this.nextOv = this.ov[this.ovAt]?.n ?? -1;
  }

  /** The overridden value of a part of decision n, -1 for none. */
  overridden(n: number, part: string): number {
    return this.overriddenOr(n, part, -1);
  }

  /** The overridden value of a part of decision n, or what it is otherwise: for decisions that may be negative. */
  overriddenOr(n: number, part: string, otherwise: number): number {
    if (this.active !== n) return otherwise;
    for (const each of this.ov as Override[]) {
      if (each.n === n && each.part === part) {
        each.used = true;
        return each.value;
      }
    }
    return otherwise;
  }

  /** Tells what a decision with a shape of its own came to; `quietly` is its default. Only a recorder listens. */
  took(_n: number, _part: string, _value: number, _quietly: number): void {}

  /** A raw word, for decisions with a shape of their own. */
  word(n: number, sub: number): number {
    return draw(this.k0, this.k1, n, sub);
  }

  /** 0 … bound - 1; quietly 0. */
  range(n: number, sub: number, part: string, bound: number): number {
    if (this.active === n) {
      const given = this.overridden(n, part);
      if (given >= 0) return given < bound ? given : bound - 1;
    }
    return this.quiet ? 0 : scale(draw(this.k0, this.k1, n, sub), bound);
  }

  /** Whether something of `ppm` parts per million happens; quietly not. */
  chance(n: number, sub: number, part: string, ppm: number): boolean {
    if (this.active === n) {
      const given = this.overridden(n, part);
      if (given >= 0) return given !== 0;
    }
    return !this.quiet && ppm > 0 && happens(draw(this.k0, this.k1, n, sub), ppm);
  }

  /** Microseconds; quietly the least. */
  latency(n: number, sub: number, part: string, latency: Latency): number {
    if (this.active === n) {
      const given = this.overridden(n, part);
      if (given >= 0) return given;
    }
    return this.quiet ? latency.minUs : latencyOf(latency, draw(this.k0, this.k1, n, sub));
  }
}

/** Labels that begin so, up to a `/` or their end, are drawn from a seed of their own. */
interface OtherSeed {
  readonly begins: string;
  readonly key: SeedKey;
}

/** The longest first, so that the first that fits is the closest. */
function otherSeeds(seeds: Readonly<Record<string, string>>): OtherSeed[] {
  const keys = new Map<string, SeedKey>();
  return Object.keys(seeds)
    .sort((a, b) => byNumber(b.length, a.length) || byText(a, b))
    .map((begins) => {
      const seed = seeds[begins] as string;
      const key = keys.get(seed) ?? seedKey(seed);
      keys.set(seed, key);
      return { begins, key };
    });
}

/**
 * The same, written down where they are not the quiet default. A class of its own, so that a run that nobody records
 * does not pay for it.
 */
class RecordedDecisions extends Decisions {
  private readonly record: DecisionRecord;

  constructor(
    label: string,
    h1: number,
    k0: number,
    k1: number,
    quiet: boolean,
    next: Decisions | null,
    record: DecisionRecord,
  ) {
    super(label, h1, k0, k1, quiet, next);
    this.record = record;
  }

  override [COPIED](copyOf: <T extends object>(value: T) => T): this {
    const { label, h1, k0, k1, quiet, record } = this;
    const next = this.next === null ? null : copyOf(this.next);
    return this.stateInto(new RecordedDecisions(label, h1, k0, k1, quiet, next, copyOf(record)) as this, copyOf);
  }

  override took(n: number, part: string, value: number, quietly: number): void {
    if (value !== quietly || this.record.everything) this.record.note(`${this.label}#${n}.${part}`, value);
  }

  override range(n: number, sub: number, part: string, bound: number): number {
    const value = super.range(n, sub, part, bound);
    this.took(n, part, value, 0);
    return value;
  }

  override chance(n: number, sub: number, part: string, ppm: number): boolean {
    const value = super.chance(n, sub, part, ppm);
    this.took(n, part, value ? 1 : 0, 0);
    return value;
  }

  override latency(n: number, sub: number, part: string, latency: Latency): number {
    const value = super.latency(n, sub, part, latency);
    this.took(n, part, value, latency.minUs);
    return value;
  }
}

/** What drawing a plan, a workload or a schedule needs; `World.draw` is one. Each call is one decision of its label. */
export interface Draws {
  readonly quiet: boolean;
  /** 0 … bound - 1; quietly 0. */
  range(label: string, bound: number, part?: string): number;
  /** `low` … `high`, both included; quietly `low`. */
  between(label: string, low: number, high: number, part?: string): number;
  /** `-most` … `most`; quietly 0. */
  offset(label: string, most: number, part?: string): number;
  /** Quietly false. */
  chance(label: string, ppm: number, part?: string): boolean;
  /** Quietly the first. */
  pick<T>(label: string, items: readonly T[], part?: string): T;
  latency(label: string, latency: Latency, part?: string): number;
  /** A permutation of 0 … count - 1; quietly in order. */
  order(label: string, count: number): number[];
  /** Below 2^53; quietly 0. */
  wide(label: string): number;
}

export class Addresses implements Draws {
  readonly quiet: boolean;
  private readonly key: SeedKey;
  /** What is drawn from a seed of its own, the longest beginning first. */
  private readonly others: readonly OtherSeed[];
  /** By the first word of the label's hash, those that share it linked. */
  private readonly classes = new Map<number, Decisions>();
  private readonly waiting = new Map<string, Override[]>();
  private overrides: Override[] = [];
  /** Stable id by the name a site has now. */
  private readonly stable = new Map<string, string>();
  private readonly record: DecisionRecord | null;

  /**
   * `renamed`: for each site that was renamed, new name to the id its decisions are drawn and stored under. `seeds`: labels
   * that are drawn from another seed, by what they begin with up to a `/`; a quiet seed is quiet all the same. `record`:
   * where decisions that deviate from quiet are written down, which changes none of them.
   */
  constructor(
    seed: string,
    overrides: Readonly<Record<string, number>> = {},
    renamed: Readonly<Record<string, string>> = {},
    seeds: Readonly<Record<string, string>> = {},
    record: DecisionRecord | null = null,
  ) {
    this.record = record;
    this.quiet = seed === QUIET;
    this.key = seedKey(seed);
    this.others = otherSeeds(seeds);
    for (const name of Object.keys(renamed)) this.stable.set(name, renamed[name] as string);
    for (const text of Object.keys(overrides)) this.expect(text, overrides[text] as number);
  }

  private expect(text: string, value: number): void {
    const address = parseAddress(text);
    assert(address !== null, 'an override names an address like site/subject#n.part', { text });
    const label = this.stableLabel(address.label);
    const given = new Override(address.n, address.part, value, text);
    const list = this.waiting.get(label);
    if (list === undefined) this.waiting.set(label, [given]);
    else list.push(given);
    this.overrides.push(given);
  }

  /** Gives an override another value, adds it, or takes it away (`value` null). Its decision is not begun. */
  change(text: string, value: number | null): void {
    const address = parseAddress(text);
    assert(address !== null, 'an override names an address like site/subject#n.part', { text });
    const { n, part } = address;
    const decisions = this.of(address.label);
    assert(n >= decisions.n, 'only a decision to come is given another value', { text });
    const kept = (decisions.ov ?? []).filter((each) => each.n !== n || each.part !== part);
    const given = value === null ? [] : [new Override(n, part, value, text)];
    decisions.replace([...kept, ...given]);
    this.overrides = [...this.overrides.filter((each) => each.text !== text), ...given];
  }

  /** Whether the decision of an address is begun. */
  isBegun(text: string): boolean {
    const address = parseAddress(text);
    return address !== null && address.n < this.of(address.label).n;
  }

  private stableLabel(label: string): string {
    if (this.stable.size === 0) return label;
    const slash = label.indexOf('/');
    const site = slash < 0 ? label : label.slice(0, slash);
    const id = this.stable.get(site);
    return id === undefined ? label : id + label.slice(site.length);
  }

  /** The decisions of a label, made at first use; order of first use has no influence. `end`: see labelHash. */
  of(begin: string, end = ''): Decisions {
    const label = begin + end;
    const id = this.stableLabel(label);
    const [h0, h1] = id === label ? labelHash(begin, end) : labelHash(id);
    const first = this.classes.get(h0) ?? null;
    for (let each = first; each !== null; each = each.next) {
      if (each.label === id) return each;
      assert(each.h1 !== h1, 'no two labels share a hash', { label: id, other: each.label });
    }
    const [k0, k1] = classKey(this.keyOf(id), h0, h1);
    const made =
      this.record === null
        ? new Decisions(id, h1, k0, k1, this.quiet, first)
        : new RecordedDecisions(id, h1, k0, k1, this.quiet, first, this.record);
    if (this.waiting.size > 0) for (const given of this.waiting.get(id) ?? []) made.override(given);
    this.classes.set(h0, made);
    return made;
  }

  private keyOf(label: string): SeedKey {
    for (const { begins, key } of this.others) {
      if (label.startsWith(begins) && (label.length === begins.length || label[begins.length] === '/')) return key;
    }
    return this.key;
  }

  /** Overrides that no decision asked for, sorted. */
  unused(): string[] {
    return this.overrides
      .filter((each) => !each.used)
      .map((each) => each.text)
      .sort(byText);
  }

  range(label: string, bound: number, part = 'value'): number {
    const decisions = this.of(label);
    return decisions.range(decisions.begin(), 0, part, bound);
  }

  between(label: string, low: number, high: number, part = 'value'): number {
    const decisions = this.of(label);
    const n = decisions.begin();
    let value = decisions.overridden(n, part);
    if (value < 0) value = decisions.quiet ? low : low + scale(decisions.word(n, 0), high - low + 1);
    decisions.took(n, part, value, low);
    return value;
  }

  offset(label: string, most: number, part = 'value'): number {
    const decisions = this.of(label);
    const n = decisions.begin();
    const drawn = decisions.quiet ? 0 : scale(decisions.word(n, 0), 2 * most + 1) - most;
    const value = decisions.overriddenOr(n, part, drawn);
    decisions.took(n, part, value, 0);
    return value;
  }

  chance(label: string, ppm: number, part = 'value'): boolean {
    const decisions = this.of(label);
    return decisions.chance(decisions.begin(), 0, part, ppm);
  }

  pick<T>(label: string, items: readonly T[], part = 'value'): T {
    assert(items.length > 0, 'there is something to pick from', { label });
    return items[this.range(label, items.length, part)] as T;
  }

  latency(label: string, latency: Latency, part = 'delay'): number {
    const decisions = this.of(label);
    return decisions.latency(decisions.begin(), 0, part, latency);
  }

  order(label: string, count: number): number[] {
    const decisions = this.of(label);
    const n = decisions.begin();
    const order = Array.from({ length: count }, (_, i) => i);
    for (let i = 0; i < count - 1; i++) {
      const j = i + decisions.range(n, i, `swap${i}`, count - i);
      const held = order[i] as number;
      order[i] = order[j] as number;
      order[j] = held;
    }
    return order;
  }

  wide(label: string): number {
    const decisions = this.of(label);
    const n = decisions.begin();
    return decisions.quiet ? 0 : draw53(decisions.k0, decisions.k1, n, 0);
  }
}
