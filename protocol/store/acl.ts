/**
 * Access control lists. Only the scheme `world` is known; further schemes take their place in `isValidId` and
 * `matches`, and in the identities a connection has proven, which every check already receives.
 */
import type { Acl, AuthId } from '../op.ts';

export const Perms = { READ: 1, WRITE: 2, CREATE: 4, DELETE: 8, ADMIN: 16, ALL: 31 } as const;

/** A connection that has proven nothing. */
export const NO_AUTH: readonly AuthId[] = [];

/**
 * The list as it will be stored (PrepRequestProcessor.fixupACL): duplicates removed, first one kept. Null means
 * INVALIDACL: an empty list, an unknown scheme or a bad id.
 */
export function fixupAcl(acl: readonly Acl[] | null): readonly Acl[] | null {
  if (acl === null || acl.length === 0) return null;
  for (const entry of acl) if (!isValidId(entry)) return null;
  if (acl.length === 1) return acl;
  const kept: Acl[] = [];
  for (const entry of acl) if (!kept.some((other) => sameAcl(other, entry))) kept.push(entry);
  return kept;
}

/**
 * Whether any of the asked permissions is granted to any of the identities (ZooKeeperServer.checkACL). An empty
 * list grants everything. "Any of the asked" and not "all": that is how ZooKeeper tests the bits.
 */
export function checkAcl(acl: readonly Acl[], perms: number, auth: readonly AuthId[]): boolean {
  if (acl.length === 0) return true;
  for (const entry of acl) if ((entry.perms & perms) !== 0 && matches(entry, auth)) return true;
  return false;
}

function isValidId(entry: Acl): boolean {
  return entry.scheme === 'world' && entry.id === 'anyone';
}

function matches(entry: Acl, auth: readonly AuthId[]): boolean {
  if (entry.scheme === 'world') return entry.id === 'anyone';
  return auth.some((proven) => proven.scheme === entry.scheme && proven.id === entry.id);
}

function sameAcl(a: Acl, b: Acl): boolean {
  return a.perms === b.perms && a.scheme === b.scheme && a.id === b.id;
}
