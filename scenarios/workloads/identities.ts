/** Who the clients of a workload may be, and what its access control lists by name come to. */
import type { Acl, AuthOp } from '../../protocol/op.ts';
import { encodeText } from '../../protocol/std/text-bytes.ts';
import type { PlanAcl, PlanUser } from '../../sim/record/plan.ts';

/** `user:password`, and the id that scheme digest makes of it: the user, and SHA-1 of the whole in base64. */
export const digestUsers: Readonly<Record<Exclude<PlanUser, 'stranger'>, { credentials: string; id: string }>> = {
  alice: { credentials: 'alice:apple', id: 'alice:TyehHLx5bivH04nyuPu0Zr/PNno=' },
  bob: { credentials: 'bob:banana', id: 'bob:cBHW8xFZgaomwGzSgkNnXKZzh3A=' },
  super: { credentials: 'super:secret', id: 'super:lK75jTNcA+U9vtVEw5vB51mj/w4=' },
};

/** What servers are told of the one who may do all (superDigest). */
export const SUPER_DIGEST = digestUsers.super.id;

/** Where all clients of an ensemble come from. */
const NETWORK = '10.0.0.0/16';

const ALL = 31;
const READ = 1;
const ALL_BUT_READ = 30;

const lists: Readonly<Record<PlanAcl, readonly Acl[]>> = {
  open: [world(ALL)],
  'read-only': [world(READ)],
  shared: [world(READ), user('alice', ALL)],
  alice: [user('alice', ALL)],
  bob: [user('bob', ALL)],
  'bob-reads': [user('alice', ALL), user('bob', READ)],
  creator: [{ perms: ALL, scheme: 'auth', id: '' }],
  network: [{ perms: ALL, scheme: 'ip', id: NETWORK }],
  unreadable: [world(ALL_BUT_READ)],
  locked: [user('super', ALL)],
  empty: [],
  unknown: [{ perms: ALL, scheme: 'nobody-knows', id: 'it' }],
};

export function aclNamed(name: PlanAcl): readonly Acl[] {
  return lists[name];
}

/** What a client sends to be taken for that user. */
export function authOf(who: PlanUser): AuthOp {
  if (who === 'stranger') return { type: 'auth', scheme: 'nobody-knows', auth: encodeText('stranger') };
  return { type: 'auth', scheme: 'digest', auth: encodeText(digestUsers[who].credentials) };
}

function world(perms: number): Acl {
  return { perms, scheme: 'world', id: 'anyone' };
}

function user(who: keyof typeof digestUsers, perms: number): Acl {
  return { perms, scheme: 'digest', id: digestUsers[who].id };
}
