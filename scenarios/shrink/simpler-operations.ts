/** What an operation could become: one that says less, or the plainest write there is. */
import type { PlanMultiPart, PlanOp } from '../../sim/record/plan.ts';
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
  const simpler: PlanOp[] = [plainest, plainCreate];
  if (op.type === 'multi') {
    for (const part of op.parts) if (part.type !== 'check') simpler.push(part);
    if (op.parts.length > 1) {
      op.parts.forEach((_, gone) => simpler.push({ ...op, parts: op.parts.filter((_part, at) => at !== gone) }));
    }
    op.parts.forEach((part, at) => {
      for (const less of simplerParts(part)) simpler.push({ ...op, parts: replaced(op.parts, at, less) });
    });
  } else if (op.type === 'exists' || op.type === 'getData' || op.type === 'getChildren') {
    if (op.watch) simpler.push({ ...op, watch: false });
    for (const path of simplerPaths(op.path)) simpler.push({ ...op, path });
  } else if (op.type === 'sync') {
    simpler.push({ ...op, path: '/' });
  } else if (op.type === 'create' || op.type === 'delete' || op.type === 'setData') {
    simpler.push(...(simplerParts(op) as PlanOp[]));
  }
  return simpler;
}

function simplerParts<Part extends PlanMultiPart>(part: Part): PlanMultiPart[] {
  const simpler: PlanMultiPart[] = simplerPaths(part.path).map((path) => ({ ...part, path }));
  if (part.type !== 'create' && part.version !== -1) simpler.push({ ...part, version: -1 });
  if ((part.type === 'create' || part.type === 'setData') && part.data !== '') simpler.push({ ...part, data: '' });
  if (part.type === 'create' && part.mode !== 'PERSISTENT') simpler.push({ ...part, mode: 'PERSISTENT' });
  if (part.type === 'create' && part.mode === 'EPHEMERAL_SEQUENTIAL') simpler.push({ ...part, mode: 'EPHEMERAL' });
  if (part.type === 'create') simpler.push({ type: 'setData', path: part.path, data: part.data, version: -1 });
  return simpler;
}

function simplerPaths(path: string): string[] {
  return ['/', '/a', '/b'].filter((each) => each.length < path.length);
}
