import { describe, expect, it } from 'vitest';
import type { Acl, AuthId } from '../../protocol/op.ts';
import { maskedAcl, OPEN, Perm, permits, READ_ONLY, settledAcl, userOf } from './model-acl.ts';

const ALICE: AuthId = { scheme: 'digest', id: 'alice:one' };
const BOB: AuthId = { scheme: 'digest', id: 'bob:two' };
const HERE: AuthId = { scheme: 'ip', id: '10.0.0.7' };
const SUPER: AuthId = { scheme: 'super', id: '' };

function entry(perms: number, { scheme, id }: AuthId): Acl {
  return { perms, scheme, id };
}

describe('who may do what', () => {
  it.each<[string, readonly Acl[], number, readonly AuthId[], boolean]>([
    ['nobody is kept from a node without a list', [], Perm.ADMIN, [], true],
    ['anybody may do all of an open node', OPEN, Perm.ADMIN, [], true],
    ['anybody may read what is read-only', READ_ONLY, Perm.READ, [], true],
    ['and nobody may write it', READ_ONLY, Perm.WRITE, [ALICE, HERE], false],
    ['but super', READ_ONLY, Perm.WRITE, [HERE, SUPER], true],
    ['any of the asked bits is enough', [entry(Perm.ADMIN, ALICE)], Perm.READ | Perm.ADMIN, [ALICE], true],
    ['a digest is the whole id', [entry(31, ALICE)], Perm.READ, [{ scheme: 'digest', id: 'alice:other' }], false],
    ['a later entry may grant it', [entry(1, ALICE), entry(31, BOB)], Perm.WRITE, [BOB], true],
    ['an address is itself', [entry(31, HERE)], Perm.READ, [HERE], true],
    ['or is in a network', [entry(31, { scheme: 'ip', id: '10.0.0.0/24' })], Perm.READ, [HERE], true],
    ['or is not', [entry(31, { scheme: 'ip', id: '10.0.0.0/30' })], Perm.READ, [HERE], false],
    ['the network of no bits is all', [entry(31, { scheme: 'ip', id: '1.2.3.4/0' })], Perm.READ, [HERE], true],
  ])('%s', (_title, acl, asked, ids, may) => {
    expect(permits(acl, asked, ids)).toBe(may);
  });
});

describe('the list a node gets', () => {
  it.each<[string, readonly Acl[] | null, readonly AuthId[], readonly Acl[] | null]>([
    ['is refused when there is none', null, [], null],
    ['or an empty one', [], [], null],
    ['loses what it has twice', [...READ_ONLY, ...READ_ONLY], [], READ_ONLY],
    ['has what was proven for auth', [entry(3, { scheme: 'auth', id: '' })], [HERE, ALICE], [entry(3, ALICE)]],
    ['is refused for auth that proved nothing', [entry(3, { scheme: 'auth', id: '' })], [HERE, SUPER], null],
    ['is refused for a scheme nobody knows', [entry(3, { scheme: 'kerberos', id: 'a' })], [ALICE], null],
    ['or for super', [entry(3, SUPER)], [SUPER], null],
    ['or for somebody of the world', [entry(3, { scheme: 'world', id: 'somebody' })], [], null],
    ['or for half a digest', [entry(3, { scheme: 'digest', id: 'alice' })], [], null],
    ['or for an address out of range', [entry(3, { scheme: 'ip', id: '10.0.0.256' })], [], null],
    ['or for too many bits', [entry(3, { scheme: 'ip', id: '10.0.0.1/33' })], [], null],
  ])('%s', (_title, asked, ids, settled) => {
    expect(settledAcl(asked, ids)).toEqual(settled);
  });
});

it('shows no digest to who may not administer, and of what was proven the users', () => {
  expect(maskedAcl([entry(1, ALICE), entry(2, HERE)])).toEqual([
    entry(1, { scheme: 'digest', id: 'alice:x' }),
    entry(2, HERE),
  ]);
  expect([ALICE, HERE, SUPER].map(userOf)).toEqual([{ scheme: 'digest', id: 'alice' }, HERE, SUPER]);
});
