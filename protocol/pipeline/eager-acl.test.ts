import { expect, test } from 'vitest';
import { compatOf } from '../compat.ts';
import { errorName } from '../error-code.ts';
import { makeZxid, NO_SESSION } from '../ids.ts';
import { OPEN_ACL, type Acl, type Op } from '../op.ts';
import { NO_AUTH_INFO } from '../session/auth-info.ts';
import { DataTree } from '../store/data-tree.ts';
import { makeTxn } from '../txn.ts';
import { eagerAclError } from './eager-acl.ts';

const READ_ONLY: readonly Acl[] = [{ perms: 1, scheme: 'world', id: 'anyone' }];
const tree = new DataTree();
for (const [index, path] of ['/locked', '/locked/kid', '/locked/kid/x'].entries()) {
  const acl = path === '/locked' ? READ_ONLY : OPEN_ACL;
  const body = { type: 'create', path, data: null, acl, ephemeral: false, parentCversion: -1 } as const;
  tree.apply(makeTxn({ zxid: makeZxid(1, index + 1), session: NO_SESSION, cxid: 0, timeMs: 0 }, body));
}

const make = { data: null, flags: 0, acl: OPEN_ACL };

test.each<[Op, string]>([
  [{ type: 'create', path: '/locked/a', ...make }, 'NOAUTH'],
  [{ type: 'create2', path: '/locked/a', ...make }, 'NOAUTH'],
  [{ type: 'createContainer', path: '/locked/a', ...make }, 'OK'],
  [{ type: 'createTTL', path: '/locked/a', ...make, ttlMs: 5 }, 'OK'],
  [{ type: 'create', path: '/locked/a', ...make, acl: [] }, 'INVALIDACL'],
  [{ type: 'create', path: '/none/a', ...make, acl: null }, 'INVALIDACL'],
  [{ type: 'create', path: 'bad', ...make, acl: [] }, 'OK'],
  [{ type: 'create', path: '/zookeeper', ...make, acl: [] }, 'OK'],
  [{ type: 'create', path: '/none/a', ...make }, 'OK'],
  [{ type: 'create', path: '/a', ...make }, 'OK'],
  [{ type: 'delete', path: '/locked/kid', version: -1 }, 'NOAUTH'],
  [{ type: 'delete', path: '/locked/kid/x', version: 9 }, 'OK'],
  [{ type: 'delete', path: '/zookeeper/config', version: -1 }, 'OK'],
  [{ type: 'setData', path: '/locked', data: null, version: 9 }, 'NOAUTH'],
  [{ type: 'setData', path: '/none', data: null, version: -1 }, 'OK'],
  [{ type: 'setACL', path: '/locked', acl: OPEN_ACL, version: -1 }, 'NOAUTH'],
  [{ type: 'setACL', path: '/locked', acl: [], version: -1 }, 'INVALIDACL'],
  [{ type: 'setACL', path: '/none', acl: OPEN_ACL, version: -1 }, 'OK'],
  [{ type: 'multi', parts: [{ type: 'delete', path: '/locked/kid', version: -1 }] }, 'OK'],
])('%j: %s', (op, expected) => {
  const request = { connection: 1, session: NO_SESSION, cxid: 1, op, auth: NO_AUTH_INFO, arrivedUs: 0 };
  expect(errorName(eagerAclError(tree, request, compatOf('3.9')))).toBe(expected);
});
