/**
 * Access control lists: what may be stored, and what a stored one grants. Schemes other than `world` and `auth` are in
 * acl-schemes.ts.
 */
import type { Acl, AuthId } from '../op.ts';
import { aclScheme, type AclRelease } from './acl-schemes.ts';

export const Perms = { READ: 1, WRITE: 2, CREATE: 4, DELETE: 8, ADMIN: 16, ALL: 31 } as const;

/** A connection that has proven nothing. */
export const NO_AUTH: readonly AuthId[] = [];

/**
 * The list as it will be stored (PrepRequestProcessor.fixupACL): duplicates removed, first one kept; then `auth` made
 * into every authenticated id of who asks. Null means INVALIDACL: an empty list, an unknown scheme, a bad id, `auth`
 * of somebody who has proven nothing.
 */
export function fixupAcl(
  acl: readonly Acl[] | null,
  auth: readonly AuthId[],
  release: AclRelease,
): readonly Acl[] | null {
  if (acl === null || acl.length === 0) return null;
  if (acl.length === 1 && isWorld(acl[0] as Acl)) return acl;
  const kept: Acl[] = [];
  for (const entry of withoutDuplicates(acl)) {
    if (entry.scheme === 'auth') {
      const before = kept.length;
      for (const { scheme, id } of auth) {
        if (aclScheme(scheme)?.isAuthenticated === true) kept.push({ perms: entry.perms, scheme, id });
      }
      if (kept.length === before) return null;
    } else {
      if (!isWorld(entry) && aclScheme(entry.scheme)?.isValid(entry.id, release) !== true) return null;
      kept.push(entry);
    }
  }
  return kept;
}

/**
 * Whether any of the asked permissions is granted to any of the identities (ZooKeeperServer.checkACL). An empty
 * list grants everything, and so does the identity `super`. "Any of the asked" and not "all": that is how ZooKeeper
 * tests the bits.
 */
export function checkAcl(acl: readonly Acl[], perms: number, auth: readonly AuthId[]): boolean {
  if (acl.length === 0) return true;
  for (const entry of acl) if ((entry.perms & perms) !== 0 && grantsTo(entry, auth)) return true;
  for (const { scheme } of auth) if (scheme === 'super') return true;
  return false;
}

/** The list as it is shown to who may not ADMIN: passwords of the scheme digest are an `x`. */
export function maskAcl(acl: readonly Acl[]): readonly Acl[] {
  return acl.map((entry) => (entry.scheme === 'digest' ? { ...entry, id: maskId(entry.id) } : entry));
}

/** `id.replaceAll(":.*", ":x")` of Java, whose dot stops at the ends of lines. */
function maskId(id: string): string {
  return id.replace(/:[^\n\r\u0085\u2028\u2029]*/g, ':x');
}

function grantsTo(entry: Acl, auth: readonly AuthId[]): boolean {
  if (isWorld(entry)) return true;
  const scheme = aclScheme(entry.scheme);
  if (scheme === undefined) return false;
  for (const proven of auth) {
    if (proven.scheme === entry.scheme && scheme.matches(proven.id, entry.id)) return true;
  }
  return false;
}

function isWorld(entry: Acl): boolean {
  return entry.scheme === 'world' && entry.id === 'anyone';
}

function withoutDuplicates(acl: readonly Acl[]): readonly Acl[] {
  if (acl.length === 1) return acl;
  const kept: Acl[] = [];
  for (const entry of acl) if (!kept.some((other) => sameAcl(other, entry))) kept.push(entry);
  return kept;
}

function sameAcl(a: Acl, b: Acl): boolean {
  return a.perms === b.perms && a.scheme === b.scheme && a.id === b.id;
}
