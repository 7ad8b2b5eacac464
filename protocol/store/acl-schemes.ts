/**
 * What an ACL entry or an auth packet of a scheme means (ProviderRegistry and the AuthenticationProviders). `world`
 * and `auth` are no providers: fixupAcl and checkAcl know them. A scheme that is not in the table is refused in ACLs
 * (INVALIDACL) and in auth packets (AUTHFAILED), `super` as well: nobody is granted anything under that name, who
 * has it passes every check.
 */
import type { AuthId, AuthOp } from '../op.ts';
import { encodeBase64 } from '../std/base64.ts';
import { sha1 } from '../std/sha1.ts';
import { encodeText } from '../std/text-bytes.ts';
import { decodeJavaText } from '../wire/java-text.ts';
import { isX500Name } from './x500-name.ts';
import { ipMatches, isIpExpression } from './ip-address.ts';

export interface AclScheme {
  /** Whether its ids are what the scheme `auth` stands for. */
  readonly isAuthenticated: boolean;
  /** Whether an ACL may grant to `id`. */
  isValid(id: string, release: AclRelease): boolean;
  /** Whether who has proven `id` is meant by `expression`, the id of an ACL entry. */
  matches(id: string, expression: string): boolean;
  /** What an auth packet proves; null: nothing. */
  authenticate(auth: Uint8Array | null, from: AuthSource): readonly AuthId[] | null;
  /** The part of an id that may be shown. */
  userName(id: string): string;
}

/** What releases differ in here; see compat.ts. */
export interface AclRelease {
  readonly ipv6InAcls: boolean;
  readonly x509InAcls: boolean;
}

export interface AuthSource {
  readonly peerAddress: string;
  /** Subject of the certificate that it has shown; null: it has shown none. */
  readonly certificate: string | null;
  readonly superDigest: string;
}

const SUPER: AuthId = { scheme: 'super', id: '' };

/** DigestAuthenticationProvider: ids are `user:base64(SHA1(user:password))`. */
const digest: AclScheme = {
  isAuthenticated: true,
  isValid: (id) => javaParts(id) === 2,
  matches: (id, expression) => id === expression,
  authenticate(auth, { superDigest }) {
    if (auth === null) return null;
    const id = digestOf(decodeJavaText(auth, 0, auth.length));
    const proven = { scheme: 'digest', id };
    return id === superDigest ? [SUPER, proven] : [proven];
  },
  userName: (id) => id.slice(0, (id + ':').indexOf(':')),
};

/** IPAuthenticationProvider: ids are addresses; an ACL may have `address/bits`. */
const ip: AclScheme = {
  isAuthenticated: false,
  isValid: isIpExpression,
  matches: ipMatches,
  authenticate: (_auth, { peerAddress }) => [{ scheme: 'ip', id: peerAddress }],
  userName: (id) => id,
};

/** X509AuthenticationProvider: ids are subjects of certificates, as RFC 2253 writes them. */
const x509: AclScheme = {
  isAuthenticated: true,
  isValid: (id, { x509InAcls }) => x509InAcls && isX500Name(id),
  matches: (id, expression) => id === expression,
  authenticate: (_auth, { certificate }) => (certificate === null ? null : [{ scheme: 'x509', id: certificate }]),
  userName: (id) => id,
};

const schemes: ReadonlyMap<string, AclScheme> = new Map([
  ['digest', digest],
  ['ip', ip],
  ['x509', x509],
]);

export function aclScheme(scheme: string): AclScheme | undefined {
  return schemes.get(scheme);
}

/**
 * What an auth packet adds to its connection's identities, in this order; null means AUTHFAILED. `superDigest` is that
 * of the configuration.
 */
export function authenticate(op: AuthOp, from: AuthSource): readonly AuthId[] | null {
  return schemes.get(op.scheme)?.authenticate(op.auth, from) ?? null;
}

/** The id of scheme `digest` that `user:password` proves (DigestAuthenticationProvider.generateDigest). */
export function digestOf(userAndPassword: string): string {
  const user = digest.userName(userAndPassword);
  return `${user}:${encodeBase64(sha1(encodeText(userAndPassword)))}`;
}

/** How many parts `id.split(":")` has in Java, which drops the empty ones at the end. */
function javaParts(id: string): number {
  if (id === '') return 1;
  let end = id.length;
  while (end > 0 && id.charAt(end - 1) === ':') end--;
  return end === 0 ? 0 : id.slice(0, end).split(':').length;
}
