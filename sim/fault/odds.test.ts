import { expect, test } from 'vitest';
import { Addresses } from '../kernel/addresses.ts';
import { between, drawNumber, drawOdds, showOdds, type NumberOdds, type Odds } from './odds.ts';

const voters: Odds<number> = [
  [3, 75],
  [4, 10],
  [5, 15],
];

const ticks: NumberOdds = [
  [2000, 1],
  [{ from: 50, to: 120 }, 3],
];

function draws(count: number): Addresses[] {
  return Array.from({ length: count }, (_, seed) => new Addresses(String(seed)));
}

test('values come as often as their weights say', () => {
  const seen = new Map<number, number>();
  for (const each of draws(4000)) {
    const value = drawOdds(each, 'voters', voters);
    seen.set(value, (seen.get(value) ?? 0) + 1);
  }
  for (const [value, weight] of voters) {
    expect(seen.get(value)).toBeGreaterThan(40 * weight * 0.85);
    expect(seen.get(value)).toBeLessThan(40 * weight * 1.15);
  }
});

test('a range gives each of its numbers, both ends included, and nothing else', () => {
  const seen = new Set(draws(3000).map((each) => drawNumber(each, 'ticks', ticks)));
  expect(seen.has(2000)).toBe(true);
  expect(seen.has(50)).toBe(true);
  expect(seen.has(120)).toBe(true);
  expect([...seen].filter((value) => value !== 2000 && (value < 50 || value > 120))).toEqual([]);
});

test('a value can be overridden by its address, in its own units', () => {
  const overridden = new Addresses('1', { 'ticks/in#0.value': 77, 'ticks#0.value': 2 });
  expect(drawNumber(overridden, 'ticks', ticks)).toBe(77);
  expect(overridden.unused()).toEqual([]);
});

test('what is printed are the odds that draw', () => {
  expect(showOdds(voters)).toBe('3 (75 %), 4 (10 %), 5 (15 %)');
  expect(showOdds(ticks)).toBe('2000 (25 %), 50..120 (75 %)');
  expect(showOdds(between(1, 3))).toBe('1..3');
  expect(
    showOdds([
      ['', 1],
      ['for {1..9}ms', 1],
    ]),
  ).toBe('nothing (50 %), for {1..9}ms (50 %)');
});
