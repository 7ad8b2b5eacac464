/** ACL and Id (org.apache.zookeeper.data). */
import type { Acl, AuthId } from '../op.ts';
import type { JuteReader } from './jute-reader.ts';
import type { JuteWriter } from './jute-writer.ts';
import { WireError } from './wire-error.ts';

export function writeAcl(out: JuteWriter, acl: readonly Acl[] | null): void {
  if (acl === null) {
    out.count(-1);
    return;
  }
  out.count(acl.length);
  for (const { perms, scheme, id } of acl) out.int(perms).ustring(scheme).ustring(id);
}

/** A list as it was sent. */
export interface SentAcl {
  readonly acl: readonly Acl[] | null;
  /** The server falls over a null when it has looked at these entries, which are not all there are. */
  readonly stumbles: boolean;
}

/** An entry with the nulls it came with. */
interface SentEntry {
  readonly perms: number;
  readonly scheme: string | null;
  readonly id: string | null;
}

/**
 * The list of a request. A null scheme is as good as an empty one, both are refused with INVALIDACL, and so is a null
 * id where the scheme does not look at it. Where it does, and where two entries are compared, a null is an exception.
 */
export function readSentAcl(from: JuteReader): SentAcl {
  const count = from.count();
  if (count === -1) return { acl: null, stumbles: false };
  const sent: SentEntry[] = [];
  for (let i = 0; i < count; i++) sent.push({ perms: from.int(), scheme: from.ustring(), id: from.ustring() });
  if (sent.some((entry, i) => stumblesOverDuplicates(entry, sent.slice(0, i)))) return { acl: [], stumbles: true };
  const end = sent.findIndex(({ scheme, id }) => id === null && scheme !== null && LOOKED_AT.has(scheme));
  const sound = end < 0 ? sent : sent.slice(0, end);
  const acl = sound.map(({ perms, scheme, id }) => ({ perms, scheme: scheme ?? '', id: id ?? '' }));
  return { acl, stumbles: end >= 0 };
}

/** The list of a transaction, a snapshot or a reply, where no null can be. */
export function readAcl(from: JuteReader): readonly Acl[] | null {
  const { acl, stumbles } = readSentAcl(from);
  if (stumbles) throw new WireError('a null in an ACL');
  return acl;
}

/** Schemes that look at the id of an entry. */
const LOOKED_AT: ReadonlySet<string> = new Set(['world', 'digest', 'ip']);

/** Whether it is called on to compare a null with one of those before it (ACL.equals and Id.equals). */
function stumblesOverDuplicates({ perms, scheme, id }: SentEntry, before: readonly SentEntry[]): boolean {
  return before.some((other) => other.perms === perms && (scheme === null || (id === null && other.scheme === scheme)));
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
