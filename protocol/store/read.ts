/**
 * Reads, answered by one server from its own tree (the read part of FinalRequestProcessor). Which watch a read leaves
 * behind depends on its outcome; the caller arms it in the same step as the read, or a change in between is missed.
 */
import { ErrorCode } from '../error-code.ts';
import type { AuthId, ExistsOp, GetChildrenOp, GetDataOp, OpResult } from '../op.ts';
import { byText } from '../std/compare.ts';
import { checkAcl, NO_AUTH, Perms } from './acl.ts';
import { hasNul } from './path.ts';
import type { WatchManagerName } from './trigger.ts';
import { statOf, type Znode } from './znode.ts';

export type ReadOp = ExistsOp | GetDataOp | GetChildrenOp;

export interface ArmedWatch {
  readonly manager: WatchManagerName;
  readonly path: string;
}

export interface ReadAnswer {
  readonly err: ErrorCode;
  readonly result: OpResult | null;
  /** The watch to arm for the asking connection; null when none was asked for or the read failed. */
  readonly arms: ArmedWatch | null;
}

interface NodeSource {
  node(path: string): Znode | undefined;
}

export function readOp(tree: NodeSource, op: ReadOp, auth: readonly AuthId[] = NO_AUTH): ReadAnswer {
  const node = tree.node(op.path);
  if (op.type === 'exists') return exists(node, op, auth);
  if (node === undefined) return refusal(ErrorCode.NONODE);
  if (!checkAcl(node.acl, Perms.READ, auth)) return refusal(ErrorCode.NOAUTH);
  if (op.type === 'getData') {
    const result: OpResult = { type: 'getData', data: node.data, stat: statOf(node) };
    return { err: ErrorCode.OK, result, arms: op.watch ? { manager: 'data', path: op.path } : null };
  }
  const children = node.children === null ? [] : Array.from(node.children).sort(byText);
  const result: OpResult =
    op.type === 'getChildren'
      ? { type: 'getChildren', children }
      : { type: 'getChildren2', children, stat: statOf(node) };
  return { err: ErrorCode.OK, result, arms: op.watch ? { manager: 'child', path: op.path } : null };
}

/** The only read whose watch outlives a NONODE: it waits for the node to be created. */
function exists(node: Znode | undefined, op: ExistsOp, auth: readonly AuthId[]): ReadAnswer {
  if (hasNul(op.path)) return refusal(ErrorCode.BADARGUMENTS);
  if (node !== undefined && !checkAcl(node.acl, Perms.READ, auth)) return refusal(ErrorCode.NOAUTH);
  const arms: ArmedWatch | null = op.watch ? { manager: 'data', path: op.path } : null;
  if (node === undefined) return { err: ErrorCode.NONODE, result: null, arms };
  return { err: ErrorCode.OK, result: { type: 'exists', stat: statOf(node) }, arms };
}

function refusal(err: ErrorCode): ReadAnswer {
  return { err, result: null, arms: null };
}
