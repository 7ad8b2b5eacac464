/** What an operation could become: one that says less, or the plainest write there is. */
import { isPlanCreate, type PlanCreate, type PlanMultiPart, type PlanOp } from '../../sim/record/plan.ts';
import { simplerNumbers } from '../../sim/shrink/round.ts';
import type { ShrinkSearch } from '../../sim/shrink/search.ts';
import { clientsOf, replaced, withOperations, type WrittenCase } from './written-case.ts';

/** Needs nothing and disturbs nothing: the root is always there. */
export const plainest: PlanOp = { type: 'setData', path: '/', data: '', version: -1 };
/** Finer than this no moment is worth telling from another. */
const GRAIN_US = 1000;
const plainCreate: PlanOp = { type: 'create', path: '/a', data: '', mode: 'PERSISTENT' };

export function simplerOperations(search: ShrinkSearch<WrittenCase>): void {
  search.simplifyEach(
    (best) => best.plan.operations.length,
    (best, index) => {
      const { operations } = best.plan;
      const operation = operations[index];
      if (operation === undefined) return [];
      const ops = simplerOps(operation.op).map((op) => ({ ...operation, op }));
      const clients = clientsOf(best.options).map((client) => ({ ...operation, client }));
      return [...ops, ...clients].map((each) => withOperations(best, replaced(operations, index, each)));
    },
  );
}

/** Earlier and rounder, or together with the operation before or behind. */
export function simplerTimes(search: ShrinkSearch<WrittenCase>): void {
  search.simplifyEach(
    (best) => best.plan.operations.length,
    (best, index) => {
      const { operations } = best.plan;
      const operation = operations[index];
      if (operation === undefined) return [];
      const near = [operations[index - 1]?.atUs, operations[index + 1]?.atUs].filter((atUs) => atUs !== undefined);
      return [...near, ...simplerNumbers(operation.atUs, 0, GRAIN_US)].map((atUs) =>
        withOperations(best, replaced(operations, index, { ...operation, atUs })),
      );
    },
  );
}

export function simplerOps(op: PlanOp): PlanOp[] {
  return [plainest, plainCreate, ...olderOps(op), ...lessOf(op)];
}

/** Operations that nobody has to look up, which do something alike. */
function olderOps(op: PlanOp): PlanOp[] {
  switch (op.type) {
    case 'getChildren2':
      return [{ ...op, type: 'getChildren' }, getData(op.path, op.watch)];
    case 'getACL':
    case 'getAllChildrenNumber':
    case 'checkWatches':
      return [getData(op.path, false)];
    case 'addWatch':
      return [getData(op.path, true), { type: 'exists', path: op.path, watch: true }];
    case 'multiRead':
      return op.parts.map((part) => ({ ...part, watch: false }));
    case 'setACL':
      return [{ type: 'setData', path: op.path, data: '', version: -1 }];
    case 'getEphemerals':
    case 'whoAmI':
    case 'auth':
    case 'removeWatches':
    case 'reconfig':
      return [{ type: 'sync', path: '/' }];
    default:
      return [];
  }
}

function getData(path: string, watch: boolean): PlanOp {
  return { type: 'getData', path, watch };
}

/** The same operation, saying less. */
function lessOf(op: PlanOp): PlanOp[] {
  const simpler: PlanOp[] = [];
  switch (op.type) {
    case 'multi':
      for (const part of op.parts) if (part.type !== 'check') simpler.push(part);
      if (op.parts.length > 1) {
        op.parts.forEach((_, gone) => simpler.push({ ...op, parts: op.parts.filter((_part, at) => at !== gone) }));
      }
      op.parts.forEach((part, at) => {
        for (const less of simplerParts(part)) simpler.push({ ...op, parts: replaced(op.parts, at, less) });
      });
      return simpler;
    case 'multiRead':
      if (op.parts.length > 1) {
        op.parts.forEach((_, gone) => simpler.push({ ...op, parts: op.parts.filter((_part, at) => at !== gone) }));
      }
      return simpler;
    case 'exists':
    case 'getData':
    case 'getChildren':
    case 'getChildren2':
      if (op.watch) simpler.push({ ...op, watch: false });
      for (const path of simplerPaths(op.path)) simpler.push({ ...op, path });
      return simpler;
    case 'sync':
      return [{ ...op, path: '/' }];
    case 'setACL':
      if (op.version !== -1) simpler.push({ ...op, version: -1 });
      if (op.acl !== 'read-only') simpler.push({ ...op, acl: 'read-only' });
      for (const path of simplerPaths(op.path)) simpler.push({ ...op, path });
      return simpler;
    case 'getACL':
    case 'getAllChildrenNumber':
      return simplerPaths(op.path).map((path) => ({ ...op, path }));
    case 'getEphemerals':
      return op.prefix === '/' ? [] : [{ ...op, prefix: '/' }];
    case 'addWatch':
      if (op.mode !== 'PERSISTENT') simpler.push({ ...op, mode: 'PERSISTENT' });
      for (const path of simplerPaths(op.path)) simpler.push({ ...op, path });
      return simpler;
    case 'removeWatches':
    case 'checkWatches':
      if (op.watcherType !== 'ANY') simpler.push({ ...op, watcherType: 'ANY' });
      for (const path of simplerPaths(op.path)) simpler.push({ ...op, path });
      return simpler;
    case 'auth':
      return op.user === 'alice' ? [] : [{ ...op, user: 'alice' }];
    case 'reconfig':
      return op.joining === null && op.leaving === null ? [] : [{ ...op, joining: null, leaving: null }];
    case 'closeSession':
    case 'whoAmI':
      return [];
    default:
      return simplerParts(op) as PlanOp[];
  }
}

function simplerParts(part: PlanMultiPart): PlanMultiPart[] {
  const simpler: PlanMultiPart[] = simplerPaths(part.path).map((path) => ({ ...part, path }));
  if (isPlanCreate(part)) return [...simpler, ...simplerCreates(part)];
  if (part.version !== -1) simpler.push({ ...part, version: -1 });
  if (part.type === 'setData' && part.data !== '') simpler.push({ ...part, data: '' });
  return simpler;
}

function simplerCreates(part: PlanCreate): PlanMultiPart[] {
  const simpler: PlanMultiPart[] = [];
  const { type, path, data, mode } = part;
  if (part.acl !== undefined) {
    const { acl: _acl, ...open } = part;
    simpler.push(open);
  }
  if (data !== '') simpler.push({ ...part, data: '' });
  if (type === 'createContainer' || type === 'createTTL') {
    const plain =
      type === 'createTTL' && mode === 'PERSISTENT_SEQUENTIAL_WITH_TTL' ? 'PERSISTENT_SEQUENTIAL' : 'PERSISTENT';
    simpler.push({ type: 'create', path, data, mode: plain });
  } else {
    if (type === 'create2') simpler.push({ ...part, type: 'create' });
    if (mode !== 'PERSISTENT') simpler.push({ ...part, mode: 'PERSISTENT' });
    if (mode === 'EPHEMERAL_SEQUENTIAL') simpler.push({ ...part, mode: 'EPHEMERAL' });
  }
  simpler.push({ type: 'setData', path, data, version: -1 });
  return simpler;
}

function simplerPaths(path: string): string[] {
  return ['/', '/a', '/b'].filter((each) => each.length < path.length);
}
