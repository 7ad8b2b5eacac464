/**
 * What a connection has proven of itself (ServerCnxn.authInfo): the address it comes from, and what auth packets added.
 * Immutable; each request carries the list as it was when the request arrived, to the leader too.
 *
 * The list is in the order of the set a real server keeps it in, which is neither that of the packets nor sorted:
 * whoAmI answers in it, and the scheme `auth` of an ACL is replaced by the ids in it.
 */
import type { AuthId } from '../op.ts';
import type { Digested } from '../process.ts';
import { ContentHash } from '../std/hash.ts';
import { concurrentMapOrder, javaHash } from '../std/java-hash.ts';

export interface AuthInfo extends Digested {
  readonly ids: readonly AuthId[];
}

/** `ids` in the order given. */
export function authInfo(ids: readonly AuthId[]): AuthInfo {
  hash.begin();
  for (const { scheme, id } of ids) hash.text(scheme).text(id);
  return { digest: hash.end(), ids };
}

/** Scratch: begun and ended within each call, so nothing survives in it. */
const hash = new ContentHash();

/** Of what servers ask themselves, and of connections that nothing is known of. */
export const NO_AUTH_INFO: AuthInfo = authInfo([]);

/** What one connection has proven so far. */
export class ProvenIds {
  /** As they came, each once. */
  private readonly proven: AuthId[];
  info: AuthInfo;

  constructor(first: AuthId) {
    this.proven = [first];
    // A list of its own: requests keep it when more is proven.
    this.info = authInfo([first]);
  }

  add(ids: readonly AuthId[]): void {
    const fresh = ids.filter(({ scheme, id }) => !this.proven.some((old) => old.scheme === scheme && old.id === id));
    if (fresh.length === 0) return;
    this.proven.push(...fresh);
    this.info = authInfo(concurrentMapOrder(this.proven, hashOf));
  }
}

/** Id.hashCode, as jute generates it. */
function hashOf({ scheme, id }: AuthId): number {
  return (Math.imul(37, (Math.imul(37, 17) + javaHash(scheme)) | 0) + javaHash(id)) | 0;
}
