/** ACL and Id (org.apache.zookeeper.data). */
import type { Acl, AuthId } from '../op.ts';
import type { JuteReader } from './jute-reader.ts';
import type { JuteWriter } from './jute-writer.ts';
import { NullError } from './wire-error.ts';

export function writeAcl(out: JuteWriter, acl: readonly Acl[] | null): void {
  if (acl === null) {
    out.count(-1);
    return;
  }
  out.count(acl.length);
  for (const { perms, scheme, id } of acl) out.int(perms).ustring(scheme).ustring(id);
}

/**
 * A null scheme reads as an empty one: both are refused with INVALIDACL. So does a null id where the scheme does not
 * look at it; where it does, the real server dies of it.
 */
export function readAcl(from: JuteReader): Acl[] | null {
  const count = from.count();
  if (count === -1) return null;
  const acl: Acl[] = [];
  for (let i = 0; i < count; i++) {
    const perms = from.int();
    const scheme = from.ustring() ?? '';
    const id = from.ustring();
    if (id === null && (scheme === 'world' || scheme === 'digest' || scheme === 'ip')) {
      throw new NullError(`an ACL of scheme ${scheme} with a null id`, true);
    }
    acl.push({ perms, scheme, id: id ?? '' });
  }
  return acl;
}

export function writeIds(out: JuteWriter, ids: readonly AuthId[]): void {
  out.count(ids.length);
  for (const { scheme, id } of ids) out.ustring(scheme).ustring(id);
}

export function readIds(from: JuteReader): AuthId[] {
  const ids: AuthId[] = [];
  const count = from.count();
  for (let i = 0; i < count; i++) ids.push({ scheme: from.text(), id: from.text() });
  return ids;
}
