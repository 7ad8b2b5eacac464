/**
 * What the connections of a session had proven when a request was sent, as far as its client's own requests tell. A
 * client proves it again on each connection, before anything else it sends there: so whatever was asked for behind an
 * auth of that session has its ids, and what was asked for before may have them, if it was sent late. With the session
 * it is forgotten.
 */
import type { AuthId, AuthOp } from '../../protocol/op.ts';
import type { ProcessName } from '../../protocol/process.ts';
import { addressOf, certificateOf } from '../../protocol/session/peer-address.ts';
import { encodeBase64 } from '../../protocol/std/base64.ts';
import { sha1 } from '../../protocol/std/sha1.ts';
import type { SessionRecord } from './session-record.ts';

/** One auth: when it was called, and what it proves. */
export interface Proof {
  readonly call: number;
  readonly ids: readonly AuthId[];
}

const NOTHING: readonly AuthId[] = [];

/** What is known of any connection: where it comes from, and the certificate it has shown. */
export function addressIds(client: ProcessName): readonly AuthId[] {
  const certificate = certificateOf(client);
  const address = { scheme: 'ip', id: addressOf(client) };
  return certificate === null ? [address] : [address, { scheme: 'x509', id: certificate }];
}

/** The ids that requests of the session called at `call` have at least. Each list is the beginning of later ones. */
export function provenBefore(record: SessionRecord | null, call: number): readonly AuthId[] {
  if (record === null) return NOTHING;
  if (record.proofs.length === 0) return record.address;
  const proven = [...record.address];
  for (const proof of record.proofs) {
    if (proof.call >= call) break;
    for (const { scheme, id } of proof.ids) {
      if (!proven.some((known) => known.scheme === scheme && known.id === id)) proven.push({ scheme, id });
    }
  }
  return proven;
}

/** All that a request may have had: called at `call`, returned at `ret` or not yet (-1). The first is certain. */
export function provenSteps(record: SessionRecord | null, call: number, ret: number): readonly (readonly AuthId[])[] {
  const least = provenBefore(record, call);
  const steps = [least];
  if (record === null || record.proofs.length === 0) return steps;
  const most = provenBefore(record, ret < 0 ? Infinity : ret);
  for (let length = least.length + 1; length <= most.length; length++) steps.push(most.slice(0, length));
  return steps;
}

/** What an accepted auth proves. Scheme ip proves an address that every connection has from the beginning. */
export function provenBy({ scheme, auth }: AuthOp, superDigest: string): readonly AuthId[] {
  if (scheme !== 'digest' || auth === null) return NOTHING;
  const text = String.fromCharCode(...auth);
  const id = `${text.slice(0, `${text}:`.indexOf(':'))}:${encodeBase64(sha1(auth))}`;
  const proven: AuthId = { scheme: 'digest', id };
  return id === superDigest ? [{ scheme: 'super', id: '' }, proven] : [proven];
}

/** Whether an auth packet of that scheme is accepted. */
export function isKnownScheme({ scheme, auth }: AuthOp): boolean {
  return scheme === 'ip' || (scheme === 'digest' && auth !== null);
}
