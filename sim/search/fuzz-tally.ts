/**
 * What a campaign has seen, added up. The sum is the same in whatever order seeds are added, so that machines may count
 * apart and be put together later.
 */
import { byText } from '../../protocol/std/compare.ts';
import type { FuzzDoubt } from '../record/fuzz-result.ts';
import type { Order, Report } from './strategy.ts';

/** A failure that stands for all of its signature: the one of the lowest seed. */
export interface FoundFailure {
  readonly signature: string;
  readonly order: Order;
  readonly report: Report;
  /** Seeds that fail so. */
  readonly count: number;
}

/** One thing that seeds can show. */
interface Sight {
  times: number;
  seeds: number;
  /** A seed that showed it; the only one while `seeds` is 1. */
  readonly by: string;
}

/** More than one seed showed it. */
const SHARED = null;

export class FuzzTally {
  seeds = 0;
  ok = 0;
  undecided = 0;
  events = 0;
  virtualMs = 0;
  cpuMs = 0;
  /** Lowest and highest seed; null when there is none. */
  range: { readonly from: bigint; readonly to: bigint } | null = null;
  private readonly marked = new Map<string, Sight>();
  /** By behaviour: the seed that showed it. */
  private readonly behaved = new Map<number, string | typeof SHARED>();
  private readonly found = new Map<string, FoundFailure>();
  private readonly doubted = new Map<string, FuzzDoubt>();

  add(order: Order, report: Report): void {
    const { seed } = order;
    this.seeds++;
    this.events += report.events;
    this.virtualMs += report.virtualMs;
    this.cpuMs += report.cpuMs;
    this.widen(BigInt(seed));
    if (report.verdict === 'ok') this.ok++;
    if (report.verdict === 'undecided') this.addDoubt(seed, report.doubt ?? 'undecided');
    const signature = signatureOf(report);
    if (signature !== null) this.addFailure(signature, order, report);
    for (const [mark, times] of Object.entries(report.marks)) {
      const sight = this.marked.get(mark);
      if (sight === undefined) this.marked.set(mark, { times, seeds: 1, by: seed });
      else {
        sight.times += times;
        sight.seeds++;
      }
    }
    for (const behaviour of report.behaviours) {
      this.behaved.set(behaviour, this.behaved.has(behaviour) ? SHARED : seed);
    }
  }

  /** By signature, the one with the lowest seed first. */
  get failures(): FoundFailure[] {
    return [...this.found.values()].sort((a, b) => bySeed(a.order.seed, b.order.seed));
  }

  get doubts(): FuzzDoubt[] {
    return [...this.doubted.values()].sort((a, b) => bySeed(a.seed, b.seed) || byText(a.reason, b.reason));
  }

  /** By name. */
  get marks(): Record<string, { times: number; seeds: number }> {
    const entries = [...this.marked].sort(([a], [b]) => byText(a, b));
    return Object.fromEntries(entries.map(([mark, { times, seeds }]) => [mark, { times, seeds }]));
  }

  get behaviours(): { seen: number; once: number } {
    return { seen: this.behaved.size, once: [...this.behaved.values()].filter((by) => by !== SHARED).length };
  }

  /** Seeds that showed something that no other seed showed. */
  get alone(): number {
    const seeds = new Set<string>();
    for (const by of this.behaved.values()) if (by !== SHARED) seeds.add(by);
    for (const { seeds: n, by } of this.marked.values()) if (n === 1) seeds.add(by);
    for (const { count, order } of this.found.values()) if (count === 1) seeds.add(order.seed);
    return seeds.size;
  }

  private widen(seed: bigint): void {
    const { from, to } = this.range ?? { from: seed, to: seed };
    this.range = { from: seed < from ? seed : from, to: seed > to ? seed : to };
  }

  private addDoubt(seed: string, reason: string): void {
    this.undecided++;
    const before = this.doubted.get(reason) ?? { reason, seed, count: 0 };
    this.doubted.set(reason, { reason, seed: lower(seed, before.seed), count: before.count + 1 });
  }

  private addFailure(signature: string, order: Order, report: Report): void {
    const before = this.found.get(signature) ?? { signature, order, report, count: 0 };
    const first = bySeed(order.seed, before.order.seed) < 0 ? { order, report } : before;
    this.found.set(signature, { signature, order: first.order, report: first.report, count: before.count + 1 });
  }
}

/** What a failure is grouped by; null of a seed that did not fail. */
export function signatureOf({ verdict, failure }: Report): string | null {
  if (verdict === 'ok' || verdict === 'undecided') return null;
  return failure?.signature ?? verdict;
}

function bySeed(a: string, b: string): number {
  const [x, y] = [BigInt(a), BigInt(b)];
  return x < y ? -1 : x > y ? 1 : 0;
}

function lower(a: string, b: string): string {
  return bySeed(a, b) < 0 ? a : b;
}
