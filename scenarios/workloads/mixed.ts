/**
 * The one generator behind the named workloads: the n-th operation of a client as a pure function of its address.
 * Nothing is kept between operations, so a million of them cost no memory, and taking one out of a plan changes
 * no other.
 */
import type { PlanCreateMode, PlanData, PlanMultiPart, PlanOp, PlanVersion } from '../../sim/record/plan.ts';
import { operationKinds, type OperationKind, type WorkloadOptions } from './mix.ts';

/** The draws of one operation: `part` numbers the question, `bound` is exclusive. Asking twice answers the same. */
export interface OperationDice {
  below(part: number, bound: number): number;
}

/**
 * The nodes everybody works on. A parent stands before its children; the last two have none, so that ephemerals
 * may live there. `/q` holds the sequential nodes.
 */
export const hotPaths = ['/a', '/a/x', '/b', '/q', '/a/y', '/b/x', '/e', '/f'] as const;
const SEQUENTIAL_PARENT = '/q';
/** Who prepares the hot paths, where a workload asks for it. */
const FIRST_CLIENT = 'c1';

/** Stands for the oldest sequential node this client made and has not deleted; resolved when it is asked for. */
export const OWN_SEQUENTIAL = '/q/*';

/** Parts of an operation's address. A number, once used, is never given another meaning. */
const Part = { KIND: 0, PATH: 1, VERSION: 2, WRONG: 3, WATCH: 4, LENGTH: 5, JOIN: 6, JITTER: 7, MULTI: 16 } as const;
/** A multi's parts have blocks of this many. */
const BLOCK = 8;

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
  ...Array.from({ length: BLOCK }, (_, i) => `spare${i}`),
  ...[0, 1, 2, 3].flatMap((i) => [
    `multi${i}.kind`,
    `multi${i}.path`,
    `multi${i}.version`,
    `multi${i}.wrong`,
    ...[4, 5, 6, 7].map((spare) => `multi${i}.spare${spare}`),
  ]),
];

/** Prime, so that kinds of any total weight take turns. */
const TURN = 37;

/** The n-th operation of a client (counted from 0). Its data name it: no two writes of a run write the same. */
export function drawOperation(options: WorkloadOptions, client: string, n: number, dice: OperationDice): PlanOp {
  const kind = drawKind(options, n, dice);
  const data = `${client}.${n}`;
  switch (kind) {
    case 'multi':
      return { type: 'multi', parts: drawParts(options, n, data, dice) };
    case 'exists':
    case 'getData':
    case 'getChildren':
      return {
        type: kind,
        path: drawPath(options, n, dice, Part.PATH),
        watch: percent(dice, Part.WATCH, options.watchPercent),
      };
    case 'sync':
      return { type: 'sync', path: drawPath(options, n, dice, Part.PATH) };
    case 'closeSession':
      return { type: 'closeSession' };
    default:
      return drawWrite(kind, options, n, data, dice, Part.PATH);
  }
}

/**
 * What a client's n-th of `count` operations is in place of a drawn one, null for nothing: the first client creates
 * the first so many hot paths and the parent of sequential nodes, in one transaction. It does so again behind the
 * faults, in which the first attempt may have been lost.
 */
export function preparation(options: WorkloadOptions, client: string, n: number, count: number): PlanOp | null {
  if (options.preparedPaths === 0 || client !== FIRST_CLIENT || (n !== 0 && n !== count - options.afterOps))
    return null;
  return prepare(options.preparedPaths, `${client}.${n}`);
}

function prepare(paths: number, data: string): PlanOp {
  const wanted = [...hotPaths.slice(0, paths).filter((path) => path !== SEQUENTIAL_PARENT), SEQUENTIAL_PARENT];
  const parts = wanted.map((path, i): PlanMultiPart => ({
    type: 'create',
    path,
    data: `${data}.${i}`,
    mode: 'PERSISTENT',
  }));
  return { type: 'multi', parts };
}

/** Whether the n-th operation goes out together with the one before. */
export function joinsPrevious(options: WorkloadOptions, dice: OperationDice): boolean {
  return percent(dice, Part.JOIN, options.burstPercent);
}

/** Where in its slot of `slotUs` an operation that joins no other begins. */
export function jitterUs(slotUs: number, dice: OperationDice): number {
  return slotUs < 1 ? 0 : dice.below(Part.JITTER, slotUs);
}

type WriteKind = Exclude<OperationKind, 'multi' | 'exists' | 'getData' | 'getChildren' | 'sync' | 'closeSession'>;

const createModes: Readonly<Record<string, PlanCreateMode>> = {
  create: 'PERSISTENT',
  createEphemeral: 'EPHEMERAL',
  createSequential: 'PERSISTENT_SEQUENTIAL',
  createEphemeralSequential: 'EPHEMERAL_SEQUENTIAL',
};

function drawWrite(
  kind: WriteKind,
  options: WorkloadOptions,
  n: number,
  data: PlanData,
  dice: OperationDice,
  part: number,
): Exclude<PlanMultiPart, { readonly type: 'check' }> {
  switch (kind) {
    case 'create':
    case 'createEphemeral':
      return { type: 'create', path: drawPath(options, n, dice, part), data, mode: createModes[kind] ?? 'PERSISTENT' };
    case 'createSequential':
    case 'createEphemeralSequential':
      return { type: 'create', path: `${SEQUENTIAL_PARENT}/s-`, data, mode: createModes[kind] ?? 'PERSISTENT' };
    case 'delete':
      return { type: 'delete', path: drawPath(options, n, dice, part), version: drawVersion(options, dice, part) };
    case 'deleteSequential':
      return { type: 'delete', path: OWN_SEQUENTIAL, version: -1 };
    case 'setData':
      return {
        type: 'setData',
        path: drawPath(options, n, dice, part),
        data,
        version: drawVersion(options, dice, part),
      };
  }
}

const multiKinds = ['create', 'delete', 'setData', 'setData', 'check', 'createSequential'] as const;

/** Two to four parts. Each has its own block of address parts, so that they are drawn apart. */
function drawParts(options: WorkloadOptions, n: number, data: string, dice: OperationDice): PlanMultiPart[] {
  const parts: PlanMultiPart[] = [];
  const count = 2 + dice.below(Part.LENGTH, 3);
  for (let i = 0; i < count; i++) {
    const block = Part.MULTI + BLOCK * i;
    const kind = multiKinds[dice.below(block, multiKinds.length)] ?? 'setData';
    if (kind === 'check') {
      parts.push({
        type: 'check',
        path: drawPath(options, n, dice, block + 1),
        version: drawVersion(options, dice, block + 1),
      });
    } else {
      parts.push(drawWrite(kind, options, n + i, `${data}.${i}`, dice, block + 1));
    }
  }
  return parts;
}

/**
 * Kinds and paths take turns by n before the draw is added, so that quiet decisions, which are all 0, still make a
 * workload with every operation in it.
 */
function drawKind(options: WorkloadOptions, n: number, dice: OperationDice): OperationKind {
  let total = 0;
  for (const kind of operationKinds) total += options[kind];
  let at = (dice.below(Part.KIND, total) + n * TURN) % total;
  for (const kind of operationKinds) {
    at -= options[kind];
    if (at < 0) return kind;
  }
  return 'getData';
}

function drawPath(options: WorkloadOptions, n: number, dice: OperationDice, part: number): string {
  return hotPaths[(dice.below(part, options.paths) + n) % options.paths] ?? hotPaths[0];
}

/** Takes two parts: `part` + 1 and `part` + 2. */
function drawVersion(options: WorkloadOptions, dice: OperationDice, part: number): PlanVersion {
  const at = dice.below(part + 1, 100);
  if (at < options.knownVersionPercent) return 'known';
  if (at < options.knownVersionPercent + options.wrongVersionPercent) return 100 + dice.below(part + 2, 900);
  return -1;
}

/** Quietly false. */
function percent(dice: OperationDice, part: number, of: number): boolean {
  return dice.below(part, 100) >= 100 - of;
}
