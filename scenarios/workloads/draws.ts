/**
 * What every draw of an operation goes by: dice of its own address, the parts of that address, and the paths, versions
 * and watches that kinds have in common.
 */
import type { PlanVersion } from '../../sim/record/plan.ts';
import type { WorkloadOptions } from './mix.ts';

/** The draws of one operation: `part` numbers the question, `bound` is exclusive. Asking twice answers the same. */
export interface OperationDice {
  below(part: number, bound: number): number;
}

/**
 * The nodes everybody works on. A parent stands before its children; the last two have none, so that ephemerals
 * may live there. `/q` holds the sequential nodes.
 */
export const hotPaths = ['/a', '/a/x', '/b', '/q', '/a/y', '/b/x', '/e', '/f'] as const;
/** Parts of an operation's address. A number, once used, is never given another meaning. */
export const Part = {
  KIND: 0,
  PATH: 1,
  VERSION: 2,
  WRONG: 3,
  WATCH: 4,
  LENGTH: 5,
  JOIN: 6,
  JITTER: 7,
  CHOICE: 8,
  ACL: 9,
  TTL: 10,
  MODE: 11,
  CORNER: 12,
  MULTI: 16,
} as const;
/** A multi's parts have blocks of this many, of which this one decides how special the part is. */
export const BLOCK = 8;
export const FLAVOUR = 4;

/** Names of the parts, as overrides spell them: `workload/c1#17.kind`, `workload/c1#17.multi2.path`. */
export const partNames: readonly string[] = [
  'kind',
  'path',
  'version',
  'wrong',
  'watch',
  'length',
  'join',
  'jitter',
  'choice',
  'acl',
  'ttl',
  'mode',
  'corner',
  ...[5, 6, 7].map((i) => `spare${i}`),
  ...[0, 1, 2, 3].flatMap((i) => [
    `multi${i}.kind`,
    `multi${i}.path`,
    `multi${i}.version`,
    `multi${i}.wrong`,
    `multi${i}.flavour`,
    ...[5, 6, 7].map((spare) => `multi${i}.spare${spare}`),
  ]),
];

export function drawPath(options: WorkloadOptions, n: number, dice: OperationDice, part: number): string {
  return hotPaths[(dice.below(part, options.paths) + n) % options.paths] ?? hotPaths[0];
}

/** Takes two parts: `part` + 1 and `part` + 2. */
export function drawVersion(options: WorkloadOptions, dice: OperationDice, part: number): PlanVersion {
  const at = dice.below(part + 1, 100);
  if (at < options.knownVersionPercent) return 'known';
  if (at < options.knownVersionPercent + options.wrongVersionPercent) return 100 + dice.below(part + 2, 900);
  return -1;
}

export function drawWatch(options: WorkloadOptions, dice: OperationDice): boolean {
  return percent(dice, Part.WATCH, options.watchPercent);
}

/** Quietly false. */
export function percent(dice: OperationDice, part: number, of: number): boolean {
  return dice.below(part, 100) >= 100 - of;
}
