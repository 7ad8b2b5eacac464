import { expect, test } from 'vitest';
import { makeZxid, NO_SESSION } from './ids.ts';
import { OPEN_ACL } from './op.ts';
import { makeTxn, type MultiTxnPart, type TxnBody } from './txn.ts';

const data = new Uint8Array(3);
const node = { path: '/ab', data, acl: OPEN_ACL, ephemeral: false, parentCversion: 1 };
/** ustring path, buffer data, a vector of one ACL{int perms; Id{ustring scheme; ustring id}}. */
const NODE = 4 + 3 + 4 + 3 + 4 + (4 + 4 + 5 + 4 + 6);

/** Lengths by zookeeper.jute; the header has 32 bytes. */
test.each<[TxnBody, number]>([
  [{ type: 'create', ...node }, NODE + 1 + 4],
  [{ type: 'create2', ...node }, NODE + 1 + 4],
  [{ type: 'createContainer', ...node }, NODE + 4],
  [{ type: 'createTTL', ...node, ttlMs: 5 }, NODE + 4 + 8],
  [{ type: 'delete', path: '/ab' }, 7],
  [{ type: 'deleteContainer', path: '/ü€' }, 4 + 1 + 2 + 3],
  [{ type: 'setData', path: '/ab', data: null, version: 1 }, 7 + 4 + 4],
  [{ type: 'setACL', path: '/ab', acl: [], version: 1 }, 7 + 4 + 4],
  [{ type: 'error', err: -101 }, 4],
  [{ type: 'createSession', timeoutMs: 4000 }, 4],
  [{ type: 'closeSession', paths: ['/a', '/b'] }, 4 + 6 + 6],
  [{ type: 'multi', parts: [] }, 4],
  [{ type: 'multi', parts: [{ type: 'check', path: '/ab', version: 1 }] }, 4 + 8 + 7 + 4],
])('%j', (body, length) => {
  expect(txn(body).bytes).toBe(32 + length);
});

test('whatever a transaction holds is in its digest', () => {
  const bodies: TxnBody[] = [
    { type: 'create', ...node },
    { type: 'create2', ...node },
    { type: 'create', ...node, ephemeral: true },
    { type: 'create', ...node, acl: [{ perms: 1, scheme: 'world', id: 'anyone' }] },
    { type: 'create', ...node, acl: [...OPEN_ACL, ...OPEN_ACL] },
    { type: 'createTTL', ...node, ttlMs: 1 },
    { type: 'createTTL', ...node, ttlMs: 2 },
    { type: 'delete', path: '/ab' },
    { type: 'deleteContainer', path: '/ab' },
    { type: 'setACL', path: '/ab', acl: OPEN_ACL, version: 1 },
    { type: 'setACL', path: '/ab', acl: OPEN_ACL, version: 2 },
    { type: 'multi', parts: [{ type: 'delete', path: '/ab' } satisfies MultiTxnPart] },
  ];
  expect(new Set(bodies.map((body) => txn(body).digest)).size).toBe(bodies.length);
});

function txn(body: TxnBody) {
  return makeTxn({ zxid: makeZxid(1, 1), session: NO_SESSION, cxid: 0, timeMs: 0 }, body);
}
