/** What requests of a sequence are made of: names, malformed paths, data, ACLs, identities. */
import type { Acl } from '../../../protocol/op.ts';
import { OPEN_ACL } from '../../../protocol/op.ts';
import type { Dice } from './dice.ts';
import { SUPER_USER } from './testbed.ts';

/** Plain ones mostly, so that operations meet each other; the rest is legal and looks otherwise. */
const NAMES = ['a', 'b', 'c', 'd', 'e'];
const ODD_NAMES = ['ä', '日本', 'a b', '.a', 'a.', '...', '-1', 'a\u00a0', 'zookeeper_limits'];

export function nodeName(dice: Dice): string {
  return dice.chance(92) ? dice.pick(NAMES) : dice.pick(ODD_NAMES);
}

/** Paths that some operations refuse and to which others merely find nothing. */
export function badPath(dice: Dice, root: string): string {
  return dice.pick([
    '',
    'noslash',
    '//',
    `${root}/`,
    `${root}/a/`,
    `${root}//a`,
    `${root}/.`,
    `${root}/..`,
    `${root}/./a`,
    `${root}/../a`,
    `${root}/a/..`,
    `${root}/a\u0000b`,
    '\u0000',
    `${root}/\u0001`,
    `${root}/a\u001f`,
    `${root}/\u007f`,
    `${root}/\u009fa`,
    `${root}/\u{1f600}`,
    `${root}/\ue000`,
    `${root}/\ufff0`,
    `${root}/\uffff`,
    `/\u0001${root.slice(1)}`,
    `${root} `,
  ]);
}

export const SPECIAL_PATHS: readonly string[] = ['/', '/zookeeper', '/zookeeper/quota', '/zookeeper/config'];

export function nodeData(dice: Dice): string | null {
  return dice.weighted<string | null>([
    [8, ''],
    [8, null],
    [30, `v${dice.below(100)}`],
    [4, 'é\u0000\u{1f600}'],
    [2, 'x'.repeat(dice.pick([100, 1000, 5000]))],
  ]);
}

const USERS = ['alice:wonder', 'bob:builder', 'bob:other', 'carol:a:b'];
/** What DigestAuthenticationProvider makes of USERS: the user, and base64 of SHA-1 over all of it. */
const DIGESTS = [
  'alice:8y0lhh/7xkdEiwhX7vo9i+/Nmzc=',
  'bob:4rsXV9JgUbFl9ZE40xENilxlRV8=',
  'bob:OPvMIE3SHMvpuUQOlE6StbVL8VQ=',
  'carol:DeKVdLrTMtcNvMf45yvRW9Xnx+Q=',
];
const ADDRESSES = ['127.0.0.1', '127.0.0.0/8', '127.0.0.1/32', '10.0.0.1', '10.0.0.0/8', '0.0.0.0/0', '128.0.0.0/1'];

/** An ACL that is accepted, though nobody may be left who can use the node. */
export function goodAcl(dice: Dice): readonly Acl[] {
  if (dice.chance(60)) return OPEN_ACL;
  const count = 1 + dice.below(3);
  const acls = Array.from({ length: count }, () => goodEntry(dice));
  if (dice.chance(20)) acls.push(...acls.slice(0, 1));
  return acls;
}

function goodEntry(dice: Dice): Acl {
  const perms = dice.weighted([
    [40, 31],
    [20, 1],
    [30, dice.below(32)],
    [2, 64],
    [2, -1],
  ]);
  return dice.weighted<Acl>([
    [50, { perms, scheme: 'world', id: 'anyone' }],
    [25, { perms, scheme: 'digest', id: dice.pick(DIGESTS) }],
    [15, { perms, scheme: 'ip', id: dice.pick(ADDRESSES) }],
    [5, { perms, scheme: 'digest', id: 'nobody:x' }],
  ]);
}

/** Whether a server takes it whatever the connection has proven. */
export function isGoodAcl(acl: readonly Acl[] | null): boolean {
  const ids = [...DIGESTS, ...ADDRESSES, 'nobody:x', 'anyone'];
  return acl !== null && acl.length > 0 && acl.every(({ scheme, id }) => scheme !== 'auth' && ids.includes(id));
}

/** Entries that are refused, or whose fate depends on what the connection has proven. */
export function doubtfulAcl(dice: Dice): readonly Acl[] | null {
  const perms = 31;
  const entry = dice.pick<Acl>([
    { perms, scheme: 'auth', id: '' },
    { perms: 3, scheme: 'auth', id: 'whatever' },
    { perms, scheme: 'world', id: 'someone' },
    { perms, scheme: 'world', id: '' },
    { perms, scheme: 'digest', id: 'nocolon' },
    { perms, scheme: 'digest', id: 'too:many:colons' },
    { perms, scheme: 'digest', id: '' },
    { perms, scheme: 'digest', id: ':' },
    { perms, scheme: 'ip', id: '127.0.0.1/33' },
    { perms, scheme: 'ip', id: '127.0.0.1/-1' },
    { perms, scheme: 'ip', id: '127.0.0.1/x' },
    { perms, scheme: 'ip', id: '127.0.0' },
    { perms, scheme: 'ip', id: '127.0.0.256' },
    { perms, scheme: 'ip', id: 'localhost' },
    { perms, scheme: 'ip', id: '' },
    { perms, scheme: 'ip', id: '127.0.0.1/8/8' },
    { perms, scheme: 'super', id: '' },
    { perms, scheme: 'x509', id: 'CN=a' },
    { perms, scheme: '', id: '' },
    { perms, scheme: 'nosuch', id: 'a' },
  ]);
  return dice.weighted<readonly Acl[] | null>([
    [10, []],
    [10, null],
    [60, [entry]],
    [20, [...goodAcl(dice), entry]],
  ]);
}

/** An auth packet that is accepted. */
export function goodAuth(dice: Dice): { readonly scheme: string; readonly auth: string | null } {
  return dice.weighted([
    [70, { scheme: 'digest', auth: dice.pick(USERS) }],
    [6, { scheme: 'digest', auth: SUPER_USER }],
    [6, { scheme: 'digest', auth: 'super:wrong' }],
    [6, { scheme: 'digest', auth: 'nocolon' }],
    [4, { scheme: 'digest', auth: '' }],
    [8, { scheme: 'ip', auth: 'whatever' }],
    [4, { scheme: 'ip', auth: null }],
  ]);
}

/** An auth packet that ends its connection. */
export function badAuth(dice: Dice): { readonly scheme: string; readonly auth: string | null } {
  return dice.pick([
    { scheme: 'nosuch', auth: 'a:b' },
    { scheme: '', auth: '' },
    { scheme: 'world', auth: 'anyone' },
    { scheme: 'auth', auth: '' },
    { scheme: 'digest', auth: null },
    { scheme: 'super', auth: SUPER_USER },
  ]);
}
