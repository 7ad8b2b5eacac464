/**
 * The one generator behind the named workloads: the n-th operation of a client as a pure function of its address.
 * Nothing is kept between operations, so a million of them cost no memory, and taking one out of a plan changes
 * no other.
 */
import type { PlanCreateMode, PlanData, PlanMultiPart, PlanOp } from '../../sim/record/plan.ts';
import { cornersToPrepare, drawCorner, flavoured, FLAVOURS, isCorner } from './corners.ts';
import {
  BLOCK,
  drawPath,
  drawVersion,
  drawWatch,
  FLAVOUR,
  hotPaths,
  Part,
  percent,
  type OperationDice,
} from './draws.ts';
import { operationKinds, type OperationKind, type WorkloadOptions } from './mix.ts';

const SEQUENTIAL_PARENT = '/q';
/** Who prepares the hot paths, where a workload asks for it. */
const FIRST_CLIENT = 'c1';

/** Stands for the oldest sequential node this client made and has not deleted; resolved when it is asked for. */
export const OWN_SEQUENTIAL = '/q/*';

/** Prime, so that kinds of any total weight take turns. */
const TURN = 37;
const CORNER_TURN = 53;

/**
 * The n-th operation of a client (counted from 0). Its data name it: no two writes of a run write the same. `shares`:
 * those of the options, from whoever draws many.
 */
export function drawOperation(
  options: WorkloadOptions,
  client: string,
  n: number,
  dice: OperationDice,
  shares: Shares = sharesOf(options),
): PlanOp {
  const kind = drawKind(shares, n, dice);
  const data = `${client}.${n}`;
  switch (kind) {
    case 'multi':
      return { type: 'multi', parts: drawParts(options, n, data, dice) };
    case 'exists':
    case 'getData':
    case 'getChildren':
      return { type: kind, path: drawPath(options, n, dice, Part.PATH), watch: drawWatch(options, dice) };
    case 'sync':
      return { type: 'sync', path: drawPath(options, n, dice, Part.PATH) };
    case 'closeSession':
      return { type: 'closeSession' };
    case 'create':
    case 'createEphemeral':
    case 'createSequential':
    case 'createEphemeralSequential':
    case 'delete':
    case 'deleteSequential':
    case 'setData':
      return drawWrite(kind, options, n, data, dice, Part.PATH);
    default:
      return drawCorner(kind, options, n, data, dice);
  }
}

/**
 * What a client's n-th of `count` operations is in place of a drawn one, null for nothing: the first client creates
 * the first so many hot paths, the parent of sequential nodes, and the corner that the workload is about, in one
 * transaction. It does so again behind the faults, in which the first attempt may have been lost.
 */
export function preparation(options: WorkloadOptions, client: string, n: number, count: number): PlanOp | null {
  if (options.preparedPaths === 0 || client !== FIRST_CLIENT || (n !== 0 && n !== count - options.afterOps))
    return null;
  return prepare(options, `${client}.${n}`);
}

function prepare(options: WorkloadOptions, data: string): PlanOp {
  const hot = hotPaths.slice(0, options.preparedPaths).filter((path) => path !== SEQUENTIAL_PARENT);
  const parts = [...hot, SEQUENTIAL_PARENT].map((path, i): PlanMultiPart => ({
    type: 'create',
    path,
    data: `${data}.${i}`,
    mode: 'PERSISTENT',
  }));
  return { type: 'multi', parts: [...parts, ...cornersToPrepare(options, data)] };
}

/** Whether the n-th operation goes out together with the one before. */
export function joinsPrevious(options: WorkloadOptions, dice: OperationDice): boolean {
  return percent(dice, Part.JOIN, options.burstPercent);
}

/** Where in its slot of `slotUs` an operation that joins no other begins. */
export function jitterUs(slotUs: number, dice: OperationDice): number {
  return slotUs < 1 ? 0 : dice.below(Part.JITTER, slotUs);
}

type WriteKind =
  | 'create'
  | 'createEphemeral'
  | 'createSequential'
  | 'createEphemeralSequential'
  | 'delete'
  | 'deleteSequential'
  | 'setData';

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
    const flavour = dice.below(block + FLAVOUR, FLAVOURS);
    if (kind === 'check') {
      const path = drawPath(options, n, dice, block + 1);
      parts.push({ type: 'check', path, version: drawVersion(options, dice, block + 1) });
    } else {
      const part = drawWrite(kind, options, n + i, `${data}.${i}`, dice, block + 1);
      parts.push(flavoured(part, flavour));
    }
  }
  return parts;
}

/**
 * Kinds and paths take turns by n before the draw is added, so that quiet decisions, which are all 0, still make a
 * workload with every operation in it. Whether an operation belongs to a corner is a decision of its own: what the
 * others are does not hang on it.
 */
function drawKind({ plain, corners }: Shares, n: number, dice: OperationDice): OperationKind {
  const all = plain.weight + corners.weight;
  if (corners.weight > 0) {
    const at = ((dice.below(Part.CORNER, all) + n * CORNER_TURN) % all) - plain.weight;
    if (at >= 0) return kindAt(corners, at);
  }
  return kindAt(plain, (dice.below(Part.KIND, plain.weight) + n * TURN) % plain.weight);
}

/** Kinds that have a weight, and what their weights add up to. */
interface Share {
  readonly kinds: readonly { readonly kind: OperationKind; readonly weight: number }[];
  readonly weight: number;
}

/** What the weights of a workload come to. */
export interface Shares {
  readonly plain: Share;
  readonly corners: Share;
}

export function sharesOf(options: WorkloadOptions): Shares {
  return { plain: shareOf(options, false), corners: shareOf(options, true) };
}

function shareOf(options: WorkloadOptions, corners: boolean): Share {
  const kinds = operationKinds
    .filter((kind) => isCorner(kind) === corners && options[kind] > 0)
    .map((kind) => ({ kind, weight: options[kind] }));
  return { kinds, weight: kinds.reduce((sum, { weight }) => sum + weight, 0) };
}

function kindAt({ kinds }: Share, place: number): OperationKind {
  let at = place;
  for (const { kind, weight } of kinds) {
    at -= weight;
    if (at < 0) return kind;
  }
  return 'getData';
}
