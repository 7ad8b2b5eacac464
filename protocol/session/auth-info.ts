/**
 * What a connection has proven of itself (ServerCnxn.authInfo): the address it comes from, and what auth packets added.
 * Immutable; each request carries the list as it was when the request arrived, to the leader too.
 */
import type { AuthId } from '../op.ts';
import type { Digested } from '../process.ts';
import { ContentHash } from '../std/hash.ts';

export interface AuthInfo extends Digested {
  readonly ids: readonly AuthId[];
}

export function authInfo(ids: readonly AuthId[]): AuthInfo {
  hash.begin();
  for (const { scheme, id } of ids) hash.text(scheme).text(id);
  return { digest: hash.end(), ids };
}

/** Scratch: begun and ended within each call, so nothing survives in it. */
const hash = new ContentHash();

/** Of what servers ask themselves, and of connections that nothing is known of. */
export const NO_AUTH_INFO: AuthInfo = authInfo([]);
