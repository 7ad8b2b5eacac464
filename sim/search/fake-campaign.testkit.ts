/** Strategies and runs for campaigns that nobody simulates: what comes of a seed is a table, or a hash of it. */
import { newCase, type Case } from '../record/case.ts';
import type { Order, Report, Strategy } from './strategy.ts';

export const base: Case = newCase('0.1.0', 'fuzz', '1');

/** What it orders depends on everything it was told, and on the order in which it was told. */
export class EagerPupil implements Strategy {
  readonly generation: number;
  readonly watches = true;
  private memory = 17;

  constructor(generation: number) {
    this.generation = generation;
  }

  order(seed: string): Order {
    const kinds = ['random', 'pct', 'order', 'mutant'] as const;
    const kind = kinds[mixed(this.memory, Number(seed)) % kinds.length] ?? 'random';
    return { seed, kind, parent: kind === 'mutant' ? { ...base, seed: String(this.memory % 1000) } : null };
  }

  learn(order: Order, { of, failure, behaviours }: Report): void {
    const heard = `${order.seed} ${order.kind} ${of?.seed ?? ''} ${failure?.signature ?? ''} ${behaviours.join()}`;
    for (let i = 0; i < heard.length; i++) this.memory = mixed(this.memory, heard.charCodeAt(i));
  }
}

/** Orders that depend on nothing. */
export class Indifferent implements Strategy {
  readonly generation: number;
  readonly watches = false;
  readonly independent = true;

  constructor(generation: number) {
    this.generation = generation;
  }

  order(seed: string): Order {
    return { seed, kind: 'random', parent: null };
  }

  learn(): void {
    // It does not listen.
  }
}

/** One seed in `odds` fails, with one of three signatures; which, depends on the whole order. */
export function fakeRun({ seed, kind, parent }: Order, odds: number): Report {
  const dice = mixed(mixed(Number(seed), kind.length), Number(parent?.seed ?? '0'));
  const fails = dice % odds === 0;
  const doubtful = !fails && dice % 7 === 3;
  const signature = `check: s${(dice >> 8) % 3}`;
  return {
    seed,
    of: null,
    verdict: fails ? 'violation' : doubtful ? 'undecided' : 'ok',
    failure: fails ? { check: 'check', signature, message: `of ${seed}`, atMs: 0, event: 0, replay: '' } : null,
    events: dice % 100,
    virtualMs: dice % 10,
    marks: dice % 3 === 0 ? { [`mark ${dice % 5}`]: (dice % 4) + 1 } : {},
    behaviours: [dice % 11, (dice >> 4) % 40].filter((hash, i, all) => all.indexOf(hash) === i),
    margin: null,
    ...(doubtful ? { doubt: `reason ${dice % 2}` } : {}),
    cpuMs: 1,
  };
}

export function caseOfFake({ seed, parent }: Order): Case {
  return { ...(parent ?? base), seed };
}

function mixed(a: number, b: number): number {
  return (Math.imul(a ^ (b + 0x9e3779b9), 0x85ebca6b) >>> 3) % 1_000_003;
}
