/**
 * What an arbitrary draws before the sizes of the ensemble are known. A draft names servers and clients by numbers of
 * any size, and every number means somebody in every ensemble: so a shrinker may take servers away, and what is left
 * of the plan is still possible.
 */
import fc from 'fast-check';
import type { ProcessName } from '../../protocol/process.ts';
import { clientName } from '../../scenarios/workloads/source.ts';

export interface Sizes {
  readonly voters: number;
  readonly observers: number;
  readonly clients: number;
}

export type Draft<T> = (sizes: Sizes) => T;

/** So many servers or clients a number can tell apart. */
const NAMES = 8;

/** A server by name; shrinks towards the first. */
export const server: fc.Arbitrary<Draft<ProcessName>> = fc.nat(NAMES - 1).map(
  (n) =>
    ({ voters, observers }) =>
      String(1 + (n % (voters + observers))),
);

export const client: fc.Arbitrary<Draft<ProcessName>> = fc.nat(NAMES - 1).map(
  (n) =>
    ({ clients }) =>
      clientName(n % Math.max(1, clients)),
);

export type Sides = readonly [readonly ProcessName[], readonly ProcessName[]];

/** All servers in two groups, neither of them empty; null where there is but one server. */
export const sides: fc.Arbitrary<Draft<Sides | null>> = fc
  .nat((1 << NAMES) - 1)
  .map((bits) => ({ voters, observers }) => {
    const names = Array.from({ length: voters + observers }, (_, i) => String(i + 1));
    if (names.length < 2) return null;
    const left = names.filter((_, i) => ((bits >> i) & 1) === 1);
    const right = names.filter((_, i) => ((bits >> i) & 1) === 0);
    if (left.length === 0) return [right.slice(0, 1), right.slice(1)];
    if (right.length === 0) return [left.slice(0, -1), left.slice(-1)];
    return [left, right];
  });

/** One of several; whatever was drawn, a shrinker also tries the first, which is the simplest. */
export function simplestFirst<T>(...choices: readonly fc.WeightedArbitrary<T>[]): fc.Arbitrary<T> {
  return fc.oneof({ withCrossShrink: true }, ...choices);
}
