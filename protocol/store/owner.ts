/**
 * What `ephemeralOwner` says of a node (EphemeralType): nothing, the session it goes with, or, in values that no session
 * has, that it is a container or has a time to live. Only sessions are shown to clients.
 */
import { NO_SESSION, type SessionId } from '../ids.ts';

export type NodeKind = 'persistent' | 'ephemeral' | 'container' | 'ttl';

export const CONTAINER_OWNER = '0x8000000000000000' as SessionId;
/** Milliseconds, 40 bits. */
export const TTL_MS_MAX = 1_099_511_627_775;

/** The top byte says that it is an extended type, the next two which: 0, a time to live. */
const TTL_PREFIX = '0xff0000';
const TTL_DIGITS = 10;

export function ttlOwner(ttlMs: number): SessionId {
  return (TTL_PREFIX + ttlMs.toString(16).padStart(TTL_DIGITS, '0')) as SessionId;
}

/** Of a node of kind `ttl`. */
export function ttlMsOf(owner: SessionId): number {
  return parseInt(owner.slice(TTL_PREFIX.length), 16);
}

/** `extendedTypes`: zookeeper.extendedTypesEnabled. Without, a session may look like a time to live. */
export function kindOfOwner(owner: SessionId, extendedTypes: boolean): NodeKind {
  if (owner === NO_SESSION) return 'persistent';
  if (owner === CONTAINER_OWNER) return 'container';
  return extendedTypes && isTtlOwner(owner) ? 'ttl' : 'ephemeral';
}

function isTtlOwner(owner: SessionId): boolean {
  return owner.length === TTL_PREFIX.length + TTL_DIGITS && owner.startsWith(TTL_PREFIX);
}
