/**
 * Odds as plain data: what is drawn, and how often. The same data draws and is printed, so that a description of
 * what a seed may get cannot differ from what it gets.
 */
import { assert } from '../../protocol/std/assert.ts';
import type { Draws } from '../kernel/addresses.ts';

/** Any whole number from `from` to `to`, both included, each as likely as the other. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** Values and their weights. Weights are whole numbers; only their proportion counts. */
export type Odds<T> = readonly (readonly [value: T, weight: number])[];

export type NumberOdds = Odds<number | Range>;

export function between(from: number, to: number): NumberOdds {
  return [[{ from, to }, 1]];
}

/** One of the values by its weight. */
export function drawOdds<T>(draws: Draws, label: string, odds: Odds<T>): T {
  let total = 0;
  for (const [, weight] of odds) total += weight;
  assert(total > 0, 'something has a weight', { label });
  let at = draws.range(label, total);
  for (const [value, weight] of odds) {
    at -= weight;
    if (at < 0) return value;
  }
  return (odds.at(-1) as readonly [T, number])[0];
}

/** One of the values; of a range any number in it, by the address `label/in`. */
export function drawValue<T>(draws: Draws, label: string, odds: Odds<T | Range>): T | number {
  const value = drawOdds(draws, label, odds);
  return isRange(value) ? draws.between(`${label}/in`, value.from, value.to) : value;
}

export function drawNumber(draws: Draws, label: string, odds: NumberOdds): number {
  return drawValue<number>(draws, label, odds);
}

/** The largest number that may be drawn. */
export function largestOf(odds: Odds<unknown>): number {
  return Math.max(...odds.map(([value, weight]) => (weight === 0 ? 0 : isRange(value) ? value.to : Number(value))));
}

/** `3 (75 %), 4..5 (25 %)`. */
export function showOdds(odds: Odds<unknown>): string {
  let total = 0;
  for (const [, weight] of odds) total += weight;
  const texts = odds.map(([value, weight]) => `${showValue(value)} (${Math.round((1000 * weight) / total) / 10} %)`);
  return odds.length === 1 ? showValue(odds[0]?.[0]) : texts.join(', ');
}

function showValue(value: unknown): string {
  if (isRange(value)) return `${value.from}..${value.to}`;
  return value === '' ? 'nothing' : String(value);
}

export function isRange(value: unknown): value is Range {
  return typeof value === 'object' && value !== null && 'from' in value && 'to' in value;
}
