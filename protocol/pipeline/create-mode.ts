/** What the flags of a create mean (org.apache.zookeeper.CreateMode). */
import type { CreateOp } from '../op.ts';
import { TTL_MS_MAX } from '../store/owner.ts';

export interface CreateMode {
  readonly ephemeral: boolean;
  readonly sequential: boolean;
  readonly container: boolean;
  readonly ttl: boolean;
}

const plain: CreateMode = { ephemeral: false, sequential: false, container: false, ttl: false };

const modes: readonly CreateMode[] = [
  plain,
  { ...plain, ephemeral: true },
  { ...plain, sequential: true },
  { ...plain, ephemeral: true, sequential: true },
  { ...plain, container: true },
  { ...plain, ttl: true },
  { ...plain, sequential: true, ttl: true },
];

/** Undefined when nobody knows the flags. */
export function createMode(flags: number): CreateMode | undefined {
  return modes[flags];
}

/** Whether the time to live of a request fits its mode (EphemeralType.validateTTL); only createTTL has any. */
export function ttlFits(mode: CreateMode, op: CreateOp): boolean {
  const ttlMs = op.type === 'createTTL' ? (op.ttlMs ?? -1) : -1;
  return mode.ttl ? ttlMs > 0 && ttlMs <= TTL_MS_MAX : ttlMs < 0;
}

/**
 * A create in a multi is not what its header says but what Op.Create makes of it: the flags decide about containers and
 * times to live. `keepsOpCode`: otherwise it is what it said; else a plain create (before ZOOKEEPER-4026).
 */
export function createInMulti(op: CreateOp, keepsOpCode: boolean): CreateOp {
  const { path, data, acl, flags } = op;
  const mode = createMode(flags) ?? plain;
  if (mode.ttl) return op;
  const otherwise = keepsOpCode && op.type !== 'createTTL' ? op.type : 'create';
  const type = mode.container ? 'createContainer' : otherwise;
  return type === op.type ? op : { type, path, data, acl, flags };
}
