/**
 * What clients ask for, for property tests. Operations shrink towards fewer, and each of them towards a create of the
 * first path by the first client, early.
 */
import fc from 'fast-check';
import {
  isPlanCreate,
  planAcls,
  planUsers,
  type PlanCreate,
  type PlanMultiPart,
  type PlanOp,
  type PlanOperation,
  type PlanVersion,
} from '../record/plan.ts';
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
  return isPlanCreate(op) || op.type === 'setData' ? { ...op, data } : op;
}

function namedPart(part: PlanMultiPart, data: string): PlanMultiPart {
  return isPlanCreate(part) || part.type === 'setData' ? { ...part, data } : part;
}

const version = fc.constantFrom<PlanVersion>(-1, 'known', 100);

function operationOn(path: fc.Arbitrary<string>): fc.Arbitrary<PlanOp> {
  const reads = (type: 'exists' | 'getData' | 'getChildren' | 'getChildren2') =>
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
    { arbitrary: furtherCreates(path), weight: 1 },
    { arbitrary: accessOn(path), weight: 1 },
    { arbitrary: fc.oneof(reads('getChildren2'), furtherReads(path)), weight: 1 },
    { arbitrary: watchesOn(path), weight: 1 },
  );
}

/** Nodes that go by themselves, and creates that answer with a Stat. */
function furtherCreates(path: fc.Arbitrary<string>): fc.Arbitrary<PlanOp> {
  const acl = fc.constantFrom(...planAcls);
  const ttlMs = fc.integer({ min: 50, max: 2000 });
  return fc.oneof(
    fc
      .tuple(path, acl)
      .map(([on, who]): PlanOp => ({ type: 'create2', path: on, data: '', mode: 'PERSISTENT', acl: who })),
    path.map((on): PlanOp => ({ type: 'createContainer', path: on, data: '', mode: 'CONTAINER' })),
    fc.tuple(path, ttlMs).map(([on, ms]): PlanOp => {
      return { type: 'createTTL', path: on, data: '', mode: 'PERSISTENT_WITH_TTL', ttlMs: ms };
    }),
  );
}

/** Who may do what. */
function accessOn(path: fc.Arbitrary<string>): fc.Arbitrary<PlanOp> {
  return fc.oneof(
    fc.constantFrom(...planUsers).map((user): PlanOp => ({ type: 'auth', user })),
    fc
      .tuple(path, fc.constantFrom(...planAcls), version)
      .map(([on, acl, expected]): PlanOp => ({ type: 'setACL', path: on, acl, version: expected })),
    path.map((on): PlanOp => ({ type: 'getACL', path: on })),
    fc.constant<PlanOp>({ type: 'whoAmI' }),
  );
}

function furtherReads(path: fc.Arbitrary<string>): fc.Arbitrary<PlanOp> {
  const part = fc
    .tuple(fc.constantFrom('getData' as const, 'getChildren' as const), path)
    .map(([type, on]) => ({ type, path: on }));
  return fc.oneof(
    path.map((on): PlanOp => ({ type: 'getAllChildrenNumber', path: on })),
    path.map((prefix): PlanOp => ({ type: 'getEphemerals', prefix })),
    fc.array(part, { minLength: 1, maxLength: 3 }).map((parts): PlanOp => ({ type: 'multiRead', parts })),
  );
}

function watchesOn(path: fc.Arbitrary<string>): fc.Arbitrary<PlanOp> {
  const mode = fc.constantFrom('PERSISTENT' as const, 'PERSISTENT_RECURSIVE' as const);
  const kind = fc.constantFrom('ANY' as const, 'DATA' as const, 'CHILDREN' as const, 'PERSISTENT' as const);
  return fc.oneof(
    fc.tuple(path, mode).map(([on, how]): PlanOp => ({ type: 'addWatch', path: on, mode: how })),
    fc
      .tuple(fc.constantFrom('removeWatches' as const, 'checkWatches' as const), path, kind)
      .map(([type, on, watcherType]): PlanOp => ({ type, path: on, watcherType })),
  );
}

type Part<Type extends PlanMultiPart['type']> = Extract<PlanMultiPart, { readonly type: Type }>;

function createOn(path: fc.Arbitrary<string>): fc.Arbitrary<PlanCreate> {
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
