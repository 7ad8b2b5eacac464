import { describe, expect, it } from 'vitest';
import type { Acl, AuthId } from '../op.ts';
import { checkAcl, fixupAcl, maskAcl, Perms } from './acl.ts';

const NEW = { ipv6InAcls: true, x509InAcls: false };
const world = (perms: number): Acl => ({ perms, scheme: 'world', id: 'anyone' });
const digest = (perms: number, id: string): Acl => ({ perms, scheme: 'digest', id });
const auth = (perms: number): Acl => ({ perms, scheme: 'auth', id: 'ignored' });
const ANN: AuthId = { scheme: 'digest', id: 'ann:1' };
const BOB: AuthId = { scheme: 'digest', id: 'bob:2' };
const HERE: AuthId = { scheme: 'ip', id: '10.0.0.7' };
const SUPER: AuthId = { scheme: 'super', id: '' };

describe('an ACL to be stored', () => {
  it.each<[string, readonly Acl[] | null, readonly AuthId[], readonly Acl[] | null]>([
    ['null', null, [], null],
    ['empty', [], [], null],
    ['world', [world(31)], [], [world(31)]],
    ['world of somebody', [{ perms: 31, scheme: 'world', id: 'me' }], [], null],
    ['an unknown scheme', [{ perms: 31, scheme: 'sasl', id: 'me' }], [], null],
    ['super', [{ perms: 31, scheme: 'super', id: '' }], [SUPER], null],
    ['no scheme', [{ perms: 31, scheme: '', id: '' }], [], null],
    ['one bad among good ones', [world(31), digest(31, 'ann')], [], null],
    ['duplicates', [digest(1, 'a:b'), world(1), digest(1, 'a:b')], [], [digest(1, 'a:b'), world(1)]],
    ['same id, other permissions', [world(1), world(2)], [], [world(1), world(2)]],
    ['auth of nobody', [auth(31)], [], null],
    ['auth of an address', [auth(31)], [HERE], null],
    ['auth of super alone', [auth(31)], [SUPER], null],
    ['auth of two users', [auth(5)], [HERE, ANN, SUPER, BOB], [digest(5, 'ann:1'), digest(5, 'bob:2')]],
    [
      'auth beside others, which may then occur twice',
      [digest(5, 'ann:1'), auth(5), world(1)],
      [ANN],
      [digest(5, 'ann:1'), digest(5, 'ann:1'), world(1)],
    ],
  ])('%s', (_what, acl, ids, stored) => {
    expect(fixupAcl(acl, ids, NEW)).toEqual(stored);
  });
});

describe('an ACL asked', () => {
  it.each<[string, readonly Acl[], number, readonly AuthId[], boolean]>([
    ['empty', [], Perms.ADMIN, [], true],
    ['world', [world(1)], Perms.READ, [], true],
    ['world without the permission', [world(1)], Perms.WRITE, [], false],
    ['any of two permissions', [world(16)], Perms.READ | Perms.ADMIN, [], true],
    ['the user', [digest(2, 'ann:1')], Perms.WRITE, [BOB, ANN], true],
    ['another user', [digest(2, 'ann:1')], Perms.WRITE, [BOB], false],
    ['nobody', [digest(2, 'ann:1')], Perms.WRITE, [], false],
    ['the user, for something else', [digest(2, 'ann:1'), world(1)], Perms.DELETE, [ANN], false],
    ['super', [digest(2, 'ann:1')], Perms.ALL, [SUPER], true],
    ['super, where nothing is granted at all', [world(0)], Perms.ALL, [SUPER], true],
    ['a network', [{ perms: 1, scheme: 'ip', id: '10.0.0.0/8' }], Perms.READ, [HERE], true],
    ['another network', [{ perms: 1, scheme: 'ip', id: '11.0.0.0/8' }], Perms.READ, [HERE], false],
    ['an id of another scheme', [{ perms: 1, scheme: 'ip', id: '10.0.0.7' }], Perms.READ, [ANN], false],
    ['an id of a scheme nobody knows', [{ perms: 1, scheme: 'x', id: 'y' }], 1, [{ scheme: 'x', id: 'y' }], false],
  ])('%s', (_what, acl, perms, ids, granted) => {
    expect(checkAcl(acl, perms, ids)).toBe(granted);
  });
});

describe('an ACL shown to who may not ADMIN', () => {
  it('has an x for each password', () => {
    const ip = { perms: 1, scheme: 'ip', id: '10.0.0.7' };
    expect(maskAcl([digest(31, 'ann:secret'), world(1), ip, digest(1, ':'), digest(1, 'a:b\nc')])).toEqual([
      digest(31, 'ann:x'),
      world(1),
      ip,
      digest(1, ':x'),
      digest(1, 'a:x\nc'),
    ]);
  });
});
