import { describe, expect, test } from 'vitest';
import { encodeText } from '../std/text-bytes.ts';
import { aclScheme, authenticate, digestOf } from './acl-schemes.ts';

const PEER = '10.0.0.7';
const auth = (scheme: string, text: string | null) =>
  ({ type: 'auth', scheme, auth: text === null ? null : encodeText(text) }) as const;

const from = (superDigest = '', certificate: string | null = null) => ({
  peerAddress: PEER,
  certificate,
  superDigest,
});

describe('an auth packet', () => {
  // As DigestAuthenticationProvider.generateDigest of a live 3.8.0 has them.
  test.each([
    ['super:test', 'super:D/InIHSb7yEEbrWz8b9l71RjZJU='],
    ['super:password', 'super:DyNYQEQvajljsxlhf5uS4PJ9R28='],
    ['a:b:c', 'a:cLzgnoJ6mP5qz3w+mwvPE2vDgu0='],
    ['nocolon', 'nocolon:Ra+cHr2ZoHvBjtNArFGNGlVie4g='],
    [':empty', ':d28FdgWGP7/+uHX3M9UcKTYVL90='],
    ['', ':2jmj7l5rSw0yVb/vlWAYkK/YBwk='],
    ['jürgen:grüße', 'jürgen:QbRCm62eJyALLUtnVlOddn6fl7c='],
  ])('of digest proves the user with a hash of user and password: %s', (text, id) => {
    expect(authenticate(auth('digest', text), from())).toEqual([{ scheme: 'digest', id }]);
    expect(digestOf(text)).toBe(id);
  });

  test('equal to superDigest proves super beside it', () => {
    expect(authenticate(auth('digest', 'super:test'), from('super:D/InIHSb7yEEbrWz8b9l71RjZJU='))).toEqual([
      { scheme: 'super', id: '' },
      { scheme: 'digest', id: 'super:D/InIHSb7yEEbrWz8b9l71RjZJU=' },
    ]);
  });

  test('of ip proves where it comes from, whatever it says', () => {
    expect(authenticate(auth('ip', 'nonsense'), from())).toEqual([{ scheme: 'ip', id: PEER }]);
  });

  test.each([
    ['world', 'anyone'],
    ['auth', ''],
    ['super', ''],
    ['sasl', 'x'],
    ['', ''],
    ['digest', null],
  ])('of %s with %j fails', (scheme, text) => {
    expect(authenticate(auth(scheme, text), from())).toBeNull();
  });
});

test('of x509 proves the subject of the certificate that was shown, and nothing without one', () => {
  const subject = 'CN=ann,O=Example';
  expect(authenticate(auth('x509', null), from('', subject))).toEqual([{ scheme: 'x509', id: subject }]);
  expect(authenticate(auth('x509', subject), from())).toBeNull();
});

const NEW = { ipv6InAcls: true, x509InAcls: false };
const OLD = { ipv6InAcls: false, x509InAcls: false };
const TLS = { ipv6InAcls: true, x509InAcls: true };

/** As X500Principal of Java 17 takes them. */
test.each([
  ['CN=ann', true],
  ['CN=ann,OU=a+UID=7,O=Example\\, Inc.,C=DE', true],
  ['cn = ann ; o = "Example, Inc."', true],
  ['1.2.840.113549.1.9.1=#160161', true],
  ['', true],
  ['CN=', true],
  ['ann', false],
  ['CN=ann,', false],
  ['XX=ann', false],
  ['CN=a"b', false],
  ['CN=ann\\', false],
  ['CN=a\\b', false],
  ['CN=a=b', true],
  [' ', false],
])('the x509 id %j is valid where certificates are shown: %s', (id, valid) => {
  expect(aclScheme('x509')?.isValid(id, TLS)).toBe(valid);
  expect(aclScheme('x509')?.isValid(id, NEW)).toBe(false);
});

describe('the id of an ACL entry', () => {
  test.each([
    ['digest', 'a:b', true, true],
    ['digest', ':b', true, true],
    ['digest', 'a:b:', true, true],
    ['digest', 'a:', false, false],
    ['digest', 'a', false, false],
    ['digest', '', false, false],
    ['digest', ':', false, false],
    ['digest', 'a:b:c', false, false],
    ['ip', '10.0.0.7', true, true],
    ['ip', '10.0.0.0/8', true, true],
    ['ip', '10.0.0.0/0', true, true],
    ['ip', '10.0.0.0/32', true, true],
    ['ip', '010.+1.0.0/+8', true, true],
    ['ip', '10.0.0.0/33', false, false],
    ['ip', '10.0.0.0/-1', false, false],
    ['ip', '10.0.0.0/', false, false],
    ['ip', '10.0.0.0/8/8', false, false],
    ['ip', '10.0.0', false, false],
    ['ip', '10.0.0.0.', false, false],
    ['ip', '10.0.0.256', false, false],
    ['ip', '10.0.0.-1', false, false],
    ['ip', '10.0.0.x', false, false],
    ['ip', '', false, false],
    ['ip', 'localhost', false, false],
    ['ip', '::1', true, false],
    ['ip', '::', true, false],
    ['ip', '2001:db8::/32', true, false],
    ['ip', '2001:db8::/129', false, false],
    ['ip', '1:2:3:4:5:6:7:8', true, false],
    ['ip', '1:2:3:4:5:6:7', false, false],
    ['ip', '1:2:3:4::5:6:7:8', false, false],
    ['ip', '1::2::3', false, false],
    ['ip', '1:::2', false, false],
    ['ip', '12345::', false, false],
    ['ip', 'g::', false, false],
  ])('%s:%s is valid: %s; in 3.8: %s', (scheme, id, valid, validBefore) => {
    expect([aclScheme(scheme)?.isValid(id, NEW), aclScheme(scheme)?.isValid(id, OLD)]).toEqual([valid, validBefore]);
  });

  test.each([
    ['10.0.0.7', '10.0.0.7', true],
    ['10.0.0.7', '10.0.0.8', false],
    ['10.0.0.7', '10.0.0.0/24', true],
    ['10.0.1.7', '10.0.0.0/24', false],
    ['10.0.1.7', '10.0.0.0/23', true],
    ['10.0.2.7', '10.0.0.0/23', false],
    ['192.168.0.1', '10.0.0.0/0', true],
    ['10.0.0.7', '10.0.0.9/8', true],
    ['10.0.0.7', '::1', false],
    ['0:0:0:0:0:0:0:1', '::1', true],
    ['0:0:0:0:0:0:0:1', '10.0.0.7', false],
    ['2001:db8:0:0:0:0:0:9', '2001:db8::/32', true],
    ['2001:db9:0:0:0:0:0:9', '2001:db8::/32', false],
    ['2001:db9:0:0:0:0:0:9', '2001:db8::/31', true],
    ['c7', '10.0.0.7', false],
  ])('ip %s is meant by %s: %s', (id, expression, expected) => {
    expect(aclScheme('ip')?.matches(id, expression)).toBe(expected);
  });

  test('digest is meant only by the same', () => {
    expect(aclScheme('digest')?.matches('a:b', 'a:b')).toBe(true);
    expect(aclScheme('digest')?.matches('a:b', 'a:c')).toBe(false);
  });
});
