/** Access control as the reference model has it: who may do what, which lists are valid, and what getACL shows of them. */
import type { Acl, AuthId } from '../../protocol/op.ts';
import { isX500Name } from '../../protocol/store/x500-name.ts';

export const Perm = { READ: 1, WRITE: 2, CREATE: 4, DELETE: 8, ADMIN: 16 } as const;

export const OPEN: readonly Acl[] = [{ perms: 31, scheme: 'world', id: 'anyone' }];
export const READ_ONLY: readonly Acl[] = [{ perms: Perm.READ, scheme: 'world', id: 'anyone' }];

/** Whether somebody with these ids may: any of the asked bits is enough, and super may do all. */
export function permits(acl: readonly Acl[], asked: number, ids: readonly AuthId[]): boolean {
  if (acl.length === 0) return true;
  for (const entry of acl) {
    if ((entry.perms & asked) === 0) continue;
    if (entry.scheme === 'world' && entry.id === 'anyone') return true;
    if (ids.some((id) => matches(id, entry))) return true;
  }
  return ids.some((id) => id.scheme === 'super');
}

function matches(id: AuthId, entry: Acl): boolean {
  if (id.scheme !== entry.scheme) return false;
  if (entry.scheme === 'digest' || entry.scheme === 'x509') return id.id === entry.id;
  return entry.scheme === 'ip' && sameNetwork(id.id, entry.id);
}

/**
 * The list a request ends up with: without duplicates, `auth` replaced by what was proven; null: INVALIDACL. `x509`: the
 * server takes TLS, and lists may name subjects of certificates.
 */
export function settledAcl(asked: readonly Acl[] | null, ids: readonly AuthId[], x509 = false): readonly Acl[] | null {
  if (asked === null || asked.length === 0) return null;
  if (asked.length === 1 && isEverybody(asked[0] as Acl)) return asked;
  const settled: Acl[] = [];
  for (const [index, entry] of asked.entries()) {
    if (asked.findIndex((other) => sameEntry(other, entry)) < index) continue;
    if (entry.scheme === 'auth') {
      const proven = ids.filter(({ scheme }) => scheme === 'digest' || scheme === 'x509');
      if (proven.length === 0) return null;
      for (const { scheme, id } of proven) settled.push({ perms: entry.perms, scheme, id });
    } else if (isEverybody(entry) || isKnownId(entry) || (x509 && isSubject(entry))) {
      settled.push(entry);
    } else return null;
  }
  return settled;
}

function isEverybody(entry: Acl): boolean {
  return entry.scheme === 'world' && entry.id === 'anyone';
}

function sameEntry(a: Acl, b: Acl): boolean {
  return a.perms === b.perms && a.scheme === b.scheme && a.id === b.id;
}

function isKnownId({ scheme, id }: Acl): boolean {
  if (scheme === 'ip') return networkOf(id) !== null;
  return scheme === 'digest' && /^[^:]*:[^:]+:*$/.test(id);
}

function isSubject({ scheme, id }: Acl): boolean {
  return scheme === 'x509' && isX500Name(id);
}

/** What somebody is shown who may not administer the node: the digests are left out. */
export function maskedAcl(acl: readonly Acl[]): readonly Acl[] {
  return acl.map((entry) => (entry.scheme === 'digest' ? { ...entry, id: entry.id.replace(/:.*/, ':x') } : entry));
}

/** An address or `address/bits`, IPv4, as a number and how many of its first bits count. */
function networkOf(text: string): { readonly address: number; readonly bits: number } | null {
  const found = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})(?:\/(\d{1,9}))?$/.exec(text);
  if (found === null) return null;
  const [a, b, c, d] = found.slice(1, 5).map(Number) as [number, number, number, number];
  const bits = found[5] === undefined ? 32 : Number(found[5]);
  if (Math.max(a, b, c, d) > 255 || bits > 32) return null;
  return { address: ((a * 256 + b) * 256 + c) * 256 + d, bits };
}

function sameNetwork(address: string, expression: string): boolean {
  const from = networkOf(address);
  const network = networkOf(expression);
  if (from === null || network === null) return false;
  let size = 1;
  for (let bit = network.bits; bit < 32; bit++) size *= 2;
  return Math.floor(from.address / size) === Math.floor(network.address / size);
}

/** Scheme and user of what was proven, for whoAmI. */
export function userOf({ scheme, id }: AuthId): AuthId {
  if (scheme === 'digest') return { scheme, id: id.slice(0, id.indexOf(':')) };
  return { scheme, id: scheme === 'ip' || scheme === 'x509' ? id : '' };
}
