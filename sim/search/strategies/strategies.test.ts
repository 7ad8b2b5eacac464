import { describe, expect, test } from 'vitest';
import { Addresses } from '../../kernel/addresses.ts';
import { newCase } from '../../record/case.ts';
import { strategyNames, type Order, type Report, type Strategy, type StrategyName } from '../strategy.ts';
import { BehaviourCounts } from './behaviour-counts.ts';
import { Corpus } from './corpus.ts';
import { createStrategy } from './index.ts';

/** Runs that happen nowhere: what they show is a function of the seed. */
function reportOn(order: Order, shows: (seed: number) => { behaviours: number[]; margin: number }): Report {
  const seed = Number(order.seed);
  return {
    seed: order.seed,
    of: newCase('0.1.0', 'fuzz', order.seed, { durationMs: order.parent === null ? 1 : 2 }),
    verdict: 'ok',
    failure: null,
    events: 1000,
    virtualMs: 1000,
    marks: {},
    cpuMs: seed % 7,
    ...shows(seed),
  };
}

const varied = (seed: number): { behaviours: number[]; margin: number } => ({
  behaviours: [1, 2, 3, 10 + (seed % 13), 1000 + seed],
  margin: 20 + (seed % 17),
});

function campaign(name: StrategyName, seeds: number, shows = varied): { orders: Order[]; strategy: Strategy } {
  const strategy = createStrategy(name);
  const orders: Order[] = [];
  for (let at = 1; at <= seeds;) {
    const size = Math.min(strategy.generation, seeds - at + 1);
    const asked = Array.from({ length: size }, (_, i) => strategy.order(String(at + i)));
    for (const order of asked) strategy.learn(order, reportOn(order, shows));
    orders.push(...asked);
    at += size;
  }
  return { orders, strategy };
}

describe.each(strategyNames)('%s', (name) => {
  test('orders the same in every campaign with the same reports', () => {
    expect(campaign(name, 400).orders).toEqual(campaign(name, 400).orders);
  });

  test('orders what does not depend on what else was asked for', () => {
    const { strategy } = campaign(name, 240);
    const ahead = ['900', '901', '902', '903'].map((seed) => strategy.order(seed));
    expect(['903', '901', '900', '902'].map((seed) => strategy.order(seed))).toEqual([3, 1, 0, 2].map((i) => ahead[i]));
  });

  test('gives a mutant a parent, and nothing else one', () => {
    for (const order of campaign(name, 400).orders) expect(order.parent !== null).toBe(order.kind === 'mutant');
  });
});

test('a name nobody knows is told with those that are', () => {
  expect(() => createStrategy('best')).toThrow(
    'there is no strategy "best": there are mix, random, pct, coverage, margin',
  );
});

describe('the mix', () => {
  test('orders of every kind, behind a first generation as the scenario draws it', () => {
    const { orders, strategy } = campaign('mix', 1000);
    const first = orders.slice(0, strategy.generation).map((order) => order.kind);
    expect(new Set(first)).toEqual(new Set(['random']));
    const kinds = new Set(orders.map((order) => order.kind));
    expect([...kinds].sort()).toEqual(['dense', 'mutant', 'order', 'pct', 'random']);
  });
});

describe('coverage', () => {
  test('goes on from the one case that shows what no other does', () => {
    const lonely = (seed: number): { behaviours: number[]; margin: number } => ({
      behaviours: seed === 5 ? [1, 2, 50, 51, 52] : [1, 2],
      margin: 9,
    });
    const { strategy } = campaign('coverage', 240, lonely);
    const parents = Array.from({ length: 100 }, (_, i) => strategy.order(String(2000 + i)).parent?.seed ?? null);
    const fromLonely = parents.filter((seed) => seed === '5').length;
    expect(fromLonely).toBeGreaterThan(60);
  });
});

describe('margin', () => {
  test('goes on from what came nearest', () => {
    const one = (seed: number): { behaviours: number[]; margin: number } => ({
      behaviours: [seed],
      margin: seed === 7 ? 3 : 90,
    });
    const { strategy } = campaign('margin', 240, one);
    const parents = Array.from({ length: 100 }, (_, i) => strategy.order(String(2000 + i)).parent?.seed ?? null);
    expect(parents.filter((seed) => seed === '7').length).toBeGreaterThan(30);
  });
});

describe('what is remembered is bounded', () => {
  test('behaviours beyond the most are not counted, those known are', () => {
    const counts = new BehaviourCounts();
    for (let i = 0; i < 70_000; i += 100) counts.add(Array.from({ length: 100 }, (_, k) => i + k));
    expect(counts.size).toBe(65_536);
    expect(counts.add([3, 69_999])).toBe(0);
    expect([counts.of(3), counts.of(69_999)]).toEqual([2, 0]);
  });

  test('a corpus lets go of what is worth least', () => {
    const corpus = new Corpus(3);
    for (let i = 1; i <= 10; i++) corpus.add(newCase('0.1.0', 'fuzz', String(i)), [i], i);
    corpus.value(({ margin }) => (margin % 2 === 0 ? margin : 1));
    expect(corpus.size).toBe(3);
    const picked = new Set(Array.from({ length: 60 }, (_, i) => corpus.pick(new Addresses(String(i)))?.seed));
    expect([...picked].sort()).toEqual(['10', '6', '8']);
  });
});
