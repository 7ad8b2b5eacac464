/** What the flags of a create ask for (CreateMode), and what kind of node comes of it. */
import { ErrorCode } from '../../protocol/error-code.ts';
import { NO_SESSION, type SessionId } from '../../protocol/ids.ts';
import type { CreateOp } from '../../protocol/op.ts';
import type { Nature } from './model-node.ts';

/** Milliseconds. */
const TTL_MAX = 0xffffffffff;

/** What is wrong with the flags of a create, or its time to live, before anything is looked at. */
export function unfitMode(op: CreateOp, extendedTypes: boolean): ErrorCode {
  if (!isCreateMode(op.flags)) return ErrorCode.BADARGUMENTS;
  const ttlMs = op.type === 'createTTL' ? (op.ttlMs ?? -1) : -1;
  if (op.flags < 5) return ttlMs >= 0 ? ErrorCode.BADARGUMENTS : ErrorCode.OK;
  if (!extendedTypes) return ErrorCode.UNIMPLEMENTED;
  return ttlMs > 0 && ttlMs <= TTL_MAX ? ErrorCode.OK : ErrorCode.BADARGUMENTS;
}

/**
 * A create of a multi is what its flags make of it: with those of a container, a container; with a time to live it does
 * not have, plain. Otherwise it keeps its op code since ZOOKEEPER-4026, and was a plain create before. Null: the whole
 * multi cannot be read.
 */
export function createInMulti(op: CreateOp, keepsOpCode: boolean): CreateOp | null {
  const isTtl = op.flags === 5 || op.flags === 6;
  if (op.type !== 'createTTL' && (isTtl || (keepsOpCode && (!isCreateMode(op.flags) || op.acl === null)))) return null;
  if (isTtl) return op;
  const { path, data, acl, flags } = op;
  const kept = keepsOpCode && op.type !== 'createTTL' ? op.type : 'create';
  return { type: flags === 4 ? 'createContainer' : kept, path, data, acl, flags };
}

/** The op code, not the flag, makes a container or gives a time to live. */
export function natureOf(op: CreateOp, session: SessionId): Nature {
  if (op.type === 'createContainer') return { owner: NO_SESSION, container: true, ttlMs: null };
  if (op.type === 'createTTL') return { owner: NO_SESSION, container: false, ttlMs: op.ttlMs ?? -1 };
  return { owner: isEphemeral(op.flags) ? session : NO_SESSION, container: false, ttlMs: null };
}

export function isCreateMode(flags: number): boolean {
  return Number.isInteger(flags) && flags >= 0 && flags <= 6;
}

export function isEphemeral(flags: number): boolean {
  return flags === 1 || flags === 3;
}

export function isSequential(flags: number): boolean {
  return flags === 2 || flags === 3 || flags === 6;
}
