/** What reads answer, by the reference tree as it is. */
import { ErrorCode } from '../../protocol/error-code.ts';
import type { SessionId } from '../../protocol/ids.ts';
import type { AuthId, MultiReadPart, MultiReadResult, OpResult, ReadOp } from '../../protocol/op.ts';
import { maskedAcl, Perm, permits, userOf } from './model-acl.ts';
import { statOf } from './model-node.ts';
import type { ZnodeModel } from './znode-model.ts';

export interface ReadAnswer {
  readonly err: ErrorCode;
  readonly result: OpResult | null;
}

/** Whoever reads: its session, and what its connection has proven. */
export interface Reader {
  readonly session: SessionId;
  readonly ids: readonly AuthId[];
}

export function readModel(model: ZnodeModel, op: ReadOp, reader: Reader): ReadAnswer {
  switch (op.type) {
    case 'whoAmI':
      return done({ type: 'whoAmI', ids: reader.ids.map(userOf) });
    case 'getEphemerals':
      return done({ type: 'getEphemerals', paths: ephemeralsBelow(model, op.prefix, reader.session) });
    case 'multiRead':
      return done({ type: 'multiRead', results: op.parts.map((part) => readPart(model, part, reader)) });
    default:
      return readNode(model, op, reader);
  }
}

function readNode(
  model: ZnodeModel,
  op: Exclude<ReadOp, { readonly type: 'whoAmI' | 'getEphemerals' | 'multiRead' }>,
  { ids }: Reader,
): ReadAnswer {
  if (op.type === 'exists' && op.path.includes('\0')) return refused(ErrorCode.BADARGUMENTS);
  const node = model.nodes.get(op.path);
  if (node === undefined) return refused(ErrorCode.NONODE);
  const asked = op.type === 'getACL' ? Perm.READ | Perm.ADMIN : Perm.READ;
  const unasked = op.type === 'exists' && !model.rules.existsNeedsRead;
  if (!unasked && !permits(node.acl, asked, ids)) return refused(ErrorCode.NOAUTH);
  switch (op.type) {
    case 'exists':
      return done({ type: 'exists', stat: statOf(node) });
    case 'getData':
      return done({ type: 'getData', data: node.data, stat: statOf(node) });
    case 'getChildren':
      return done({ type: 'getChildren', children: [...node.children] });
    case 'getChildren2':
      return done({ type: 'getChildren2', children: [...node.children], stat: statOf(node) });
    case 'getACL': {
      const acl = permits(node.acl, Perm.ADMIN, ids) ? node.acl : maskedAcl(node.acl);
      return done({ type: 'getACL', acl, stat: statOf(node) });
    }
    case 'getAllChildrenNumber':
      return done({ type: 'getAllChildrenNumber', total: countBelow(model, op.path) });
  }
}

/** A part fails for itself. */
function readPart(model: ZnodeModel, part: MultiReadPart, reader: Reader): MultiReadResult {
  const { err, result } = readNode(model, part, reader);
  return result === null ? { type: 'error', err } : (result as MultiReadResult);
}

function ephemeralsBelow(model: ZnodeModel, prefix: string | null, session: SessionId): string[] {
  const all = model.ephemeralsOf(session);
  const trimmed = (prefix ?? '').trim();
  return trimmed === '' || trimmed === '/' ? all : all.filter((path) => path.startsWith(prefix ?? ''));
}

function countBelow(model: ZnodeModel, path: string): number {
  if (path === '/') return model.nodes.size - 1;
  let total = 0;
  for (const other of model.nodes.keys()) if (other.startsWith(`${path}/`)) total++;
  return total;
}

function done(result: OpResult): ReadAnswer {
  return { err: ErrorCode.OK, result };
}

function refused(err: ErrorCode): ReadAnswer {
  return { err, result: null };
}
