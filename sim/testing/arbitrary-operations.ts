/**
 * What clients ask for, for property tests. Operations shrink towards fewer, and each of them towards a create of the
 * first path by the first client, early.
 */
import fc from 'fast-check';
import type { PlanMultiPart, PlanOp, PlanOperation, PlanVersion } from '../record/plan.ts';
import { client, simplestFirst, type Draft, type Sizes } from './draft.ts';

export interface OperationOptions {
  /** Operations at most; 8 unless said. */
  readonly most?: number;
  /** And at least; none unless said. */
  readonly least?: number;
  /** Paths to work on, the simplest first. */
  readonly paths?: readonly string[];
  /** They begin before this; 2000 unless said. */
  readonly durationMs?: number;
}

const FIRST_MS = 500;
const GRAIN_MS = 10;

/** In the order of their times, for as many clients as are said: 1 unless said. */
export function arbitraryOperations(
  options: OperationOptions & Partial<Pick<Sizes, 'clients'>> = {},
): fc.Arbitrary<PlanOperation[]> {
  const { clients = 1 } = options;
  return operationDrafts(options).map((draft) => draft({ voters: 3, observers: 0, clients }));
}

export function operationDrafts(options: OperationOptions = {}): fc.Arbitrary<Draft<PlanOperation[]>> {
  const { most = 8, least = 0, paths = ['/a', '/b', '/a/x'], durationMs = 2000 } = options;
  const last = Math.max(0, Math.floor((durationMs - FIRST_MS) / GRAIN_MS) - 1);
  const operation = fc
    .tuple(client, fc.integer({ min: 0, max: last }), operationOn(fc.constantFrom(...paths)))
    .map(([who, n, op]): Draft<PlanOperation> => {
      const atUs = 1000 * (FIRST_MS + n * GRAIN_MS);
      return (sizes) => ({ client: who(sizes), atUs, op });
    });
  return fc.array(operation, { minLength: least, maxLength: most, size: 'max' }).map(
    (drafts): Draft<PlanOperation[]> =>
      (sizes) =>
        inOrder(drafts.map((draft) => draft(sizes))),
  );
}

/** By time; and every write gets data that no other write of the plan has, so that a reader knows what it reads. */
function inOrder(operations: readonly PlanOperation[]): PlanOperation[] {
  const sorted = [...operations].sort((a, b) => a.atUs - b.atUs);
  return sorted.map((operation, n) => ({ ...operation, op: named(operation.op, `${operation.client}.${n}`) }));
}

function named(op: PlanOp, data: string): PlanOp {
  if (op.type === 'multi') return { ...op, parts: op.parts.map((part, i) => namedPart(part, `${data}.${i}`)) };
  return op.type === 'create' || op.type === 'setData' ? { ...op, data } : op;
}

function namedPart(part: PlanMultiPart, data: string): PlanMultiPart {
  return part.type === 'create' || part.type === 'setData' ? { ...part, data } : part;
}

const version = fc.constantFrom<PlanVersion>(-1, 'known', 100);

function operationOn(path: fc.Arbitrary<string>): fc.Arbitrary<PlanOp> {
  const reads = (type: 'exists' | 'getData' | 'getChildren') =>
    fc.tuple(path, fc.boolean()).map(([on, watch]): PlanOp => ({ type, path: on, watch }));
  const parts = simplestFirst<PlanMultiPart>(
    { arbitrary: createOn(path), weight: 3 },
    { arbitrary: setDataOn(path), weight: 2 },
    { arbitrary: deleteOn(path), weight: 1 },
    {
      arbitrary: fc.tuple(path, version).map(([on, expected]) => ({ type: 'check', path: on, version: expected })),
      weight: 1,
    },
  );
  return simplestFirst<PlanOp>(
    { arbitrary: createOn(path), weight: 6 },
    { arbitrary: setDataOn(path), weight: 5 },
    { arbitrary: reads('getData'), weight: 3 },
    { arbitrary: deleteOn(path), weight: 2 },
    { arbitrary: reads('exists'), weight: 1 },
    { arbitrary: reads('getChildren'), weight: 1 },
    {
      arbitrary: fc.array(parts, { minLength: 1, maxLength: 3 }).map((all) => ({ type: 'multi', parts: all })),
      weight: 1,
    },
    { arbitrary: path.map((on) => ({ type: 'sync', path: on })), weight: 1 },
    { arbitrary: fc.constant({ type: 'closeSession' }), weight: 1 },
  );
}

type Part<Type extends PlanMultiPart['type']> = Extract<PlanMultiPart, { readonly type: Type }>;

function createOn(path: fc.Arbitrary<string>): fc.Arbitrary<Part<'create'>> {
  const mode = fc.constantFrom(
    'PERSISTENT' as const,
    'EPHEMERAL' as const,
    'PERSISTENT_SEQUENTIAL' as const,
    'EPHEMERAL_SEQUENTIAL' as const,
  );
  return fc.tuple(path, mode).map(([on, how]) => {
    const below = how === 'PERSISTENT_SEQUENTIAL' || how === 'EPHEMERAL_SEQUENTIAL' ? `${on}/s-` : on;
    return { type: 'create', path: below, data: '', mode: how };
  });
}

function setDataOn(path: fc.Arbitrary<string>): fc.Arbitrary<Part<'setData'>> {
  return fc.tuple(path, version).map(([on, expected]) => ({ type: 'setData', path: on, data: '', version: expected }));
}

function deleteOn(path: fc.Arbitrary<string>): fc.Arbitrary<Part<'delete'>> {
  return fc.tuple(path, version).map(([on, expected]) => ({ type: 'delete', path: on, version: expected }));
}
