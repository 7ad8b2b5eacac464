/**
 * A prep stage on a tree of its own, begun anew before each test: what is prepared waits in the pipeline until `settle`
 * applies it.
 */
import { errorName, ErrorCode } from '../error-code.ts';
import { makeZxid, type SessionId } from '../ids.ts';
import { CreateFlag, OPEN_ACL, type Acl, type AuthId, type CreateOp, type MultiPart, type WriteOp } from '../op.ts';
import { DataTree } from '../store/data-tree.ts';
import type { Txn, TxnBody } from '../txn.ts';
import { Prep, type PrepConfig } from './prep.ts';

export const S1 = '0x1' as SessionId;
export const S2 = '0x2' as SessionId;
export const NOTHING_ALLOWED: readonly Acl[] = [{ perms: 0, scheme: 'world', id: 'anyone' }];

export const EXTENDED: PrepConfig = { compat: '3.9', extendedTypesEnabled: true, enforceQuota: false };
export const OLD: PrepConfig = { ...EXTENDED, compat: '3.8' };
export const ANN: AuthId = { scheme: 'digest', id: 'ann:1' };

export function create(path: string, flags: number = CreateFlag.PERSISTENT, acl: readonly Acl[] = OPEN_ACL): CreateOp {
  return { type: 'create', path, data: null, acl, flags };
}
export function remove(path: string, version = -1) {
  return { type: 'delete', path, version } as const;
}
export function set(path: string, version = -1) {
  return { type: 'setData', path, data: null, version } as const;
}
export function setAcl(path: string, acl: readonly Acl[] | null = OPEN_ACL, version = -1) {
  return { type: 'setACL', path, acl, version } as const;
}
export function reap(path: string) {
  return { type: 'deleteContainer', path } as const;
}
/** A create under another op code. */
export function as(type: CreateOp['type'], path: string, flags: number = CreateFlag.PERSISTENT, ttlMs = -1): CreateOp {
  return type === 'createTTL' ? { ...create(path, flags), type, ttlMs } : { ...create(path, flags), type };
}
export function check(path: string, version = -1) {
  return { type: 'check', path, version } as const;
}
export function multi(...parts: MultiPart[]) {
  return { type: 'multi', parts } as const;
}

export let tree: DataTree;
export let prep: Prep;
export let counter: number;
export let waiting: Txn[];

/** Begins anew, with another configuration. */
export function configured(config?: PrepConfig): void {
  tree = new DataTree();
  prep = new Prep(tree, config);
  counter = 0;
  waiting = [];
}

/** On the same tree. */
export function replacePrep(other: Prep): void {
  prep = other;
}

/** Prepares a request and leaves its transaction in the pipeline. */
export function prepare(
  op: WriteOp,
  session = S1,
  sessionError: ErrorCode = ErrorCode.OK,
  auth: readonly AuthId[] = [],
): TxnBody {
  const txn = prep.prepare({ session, cxid: 1, op, auth }, makeZxid(1, ++counter), 5000, sessionError);
  waiting.push(txn);
  return txn.body;
}

/** Applies all that was prepared. */
export function settle(): void {
  for (const txn of waiting) {
    tree.apply(txn);
    prep.applied(txn.zxid);
  }
  waiting = [];
}

/** What a request came to: the error's name, or the type of the transaction. */
export function outcome(
  op: WriteOp,
  session = S1,
  sessionError: ErrorCode = ErrorCode.OK,
  auth: AuthId[] = [],
): string {
  const body = prepare(op, session, sessionError, auth);
  return body.type === 'error' ? errorName(body.err) : body.type;
}

export function slots(...parts: MultiPart[]): string[] {
  const body = prepare(multi(...parts));
  if (body.type === 'error') return [errorName(body.err)];
  if (body.type !== 'multi') return [body.type];
  return body.parts.map((part) => (part.type === 'error' ? errorName(part.err) : part.type));
}
