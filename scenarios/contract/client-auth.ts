/**
 * What each client has proven to be, as far as its own requests tell. A client proves it again on every connection, before
 * anything else it sends there; so whatever it asks for behind an auth has that identity, and what it asked for before
 * may have it, if it was sent late.
 */
import type { AuthId, AuthOp } from '../../protocol/op.ts';
import type { ProcessName } from '../../protocol/process.ts';
import { addressOf } from '../../protocol/session/peer-address.ts';
import { encodeBase64 } from '../../protocol/std/base64.ts';
import { sha1 } from '../../protocol/std/sha1.ts';

export class ClientAuth {
  private readonly superDigest: string;
  /** Longer by one step with each proof: every list is the beginning of those after it. */
  private readonly proven = new Map<ProcessName, readonly AuthId[]>();

  constructor(superDigest: string) {
    this.superDigest = superDigest;
  }

  /** The ids of all that this client asks for from now on. */
  of(client: ProcessName): readonly AuthId[] {
    let ids = this.proven.get(client);
    if (ids === undefined) {
      ids = [{ scheme: 'ip', id: addressOf(client) }];
      this.proven.set(client, ids);
    }
    return ids;
  }

  onAuth(client: ProcessName, op: AuthOp): void {
    const before = this.of(client);
    const more = this.provenBy(op).filter(
      ({ scheme, id }) => !before.some((known) => known.scheme === scheme && known.id === id),
    );
    if (more.length > 0) this.proven.set(client, [...before, ...more]);
  }

  /** The process is gone, and with it what it could prove. */
  onGone(client: ProcessName): void {
    this.proven.delete(client);
  }

  /** Scheme ip proves an address that every connection has from the beginning. */
  private provenBy({ scheme, auth }: AuthOp): AuthId[] {
    if (scheme !== 'digest' || auth === null) return [];
    const text = String.fromCharCode(...auth);
    const id = `${text.slice(0, `${text}:`.indexOf(':'))}:${encodeBase64(sha1(auth))}`;
    const proven: AuthId = { scheme: 'digest', id };
    return id === this.superDigest ? [{ scheme: 'super', id: '' }, proven] : [proven];
  }
}

/** Whether an auth packet of that scheme is accepted. */
export function isKnownScheme({ scheme, auth }: AuthOp): boolean {
  return scheme === 'ip' || (scheme === 'digest' && auth !== null);
}

/** The lists that come between two of one client, each a step longer. */
export function stepsBetween(from: readonly AuthId[], to: readonly AuthId[]): readonly (readonly AuthId[])[] {
  const steps: (readonly AuthId[])[] = [from];
  for (let length = from.length + 1; length <= to.length; length++) steps.push(to.slice(0, length));
  return steps;
}
