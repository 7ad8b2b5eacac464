import { expect, test } from 'vitest';
import { makeZxid, serverId } from '../../protocol/ids.ts';
import type { QuorumPacket } from '../../protocol/messages.ts';
import { OPEN_ACL, type SetDataOp } from '../../protocol/op.ts';
import { NO_AUTH_INFO } from '../../protocol/session/auth-info.ts';
import { firstSessionId } from '../../protocol/session/session-id.ts';
import { makeTxn } from '../../protocol/txn.ts';
import { packetBytes, setDataBytes } from './packet-bytes.ts';

const zxid = makeZxid(1, 1);
const session = firstSessionId(serverId(1), 0);
const data = new Uint8Array(100);
const txn = makeTxn({ zxid, session, cxid: 1, timeMs: 0 }, { type: 'setData', path: '/', data, version: 1 });
const request = (op: SetDataOp | Extract<QuorumPacket, { type: 'REQUEST' }>['request']['op']): QuorumPacket => ({
  type: 'REQUEST',
  request: { session, cxid: 1, op, auth: NO_AUTH_INFO },
});

// type 4, zxid 8, length of data 4, number of identities 4; then the data.
test.each<[string, QuorumPacket, number]>([
  // TxnHeader 8 + 4 + 8 + 8 + 4; path 4 + 1, data 4 + 100, version 4; no digest.
  ['a PROPOSAL', { type: 'PROPOSAL', txn }, 20 + 32 + 113],
  ['an INFORM', { type: 'INFORM', txn }, 20 + 32 + 113],
  ['an ACK', { type: 'ACK', zxid }, 20],
  ['a COMMIT', { type: 'COMMIT', zxid }, 20],
  ['a ping', { type: 'PING', zxid, touched: [] }, 20],
  // Session 8 and time-out 4, twice.
  ['its answer', { type: 'PING', zxid, touched: [1, 2].map(() => ({ session, timeoutMs: 1 })) }, 20 + 24],
  // Session 8, cxid 4, type 4; path 4 + 1, data 4 + 100, version 4.
  ['a forwarded setData', request({ type: 'setData', path: '/', data, version: -1 }), 20 + 16 + 113],
  // path 4 + 2, no data 4, one ACL 4 + 4 + 4 + 5 + 4 + 6, flags 4.
  ['a forwarded create', request({ type: 'create', path: '/a', data: null, acl: OPEN_ACL, flags: 0 }), 20 + 16 + 41],
  ['a forwarded delete', request({ type: 'delete', path: '/a', version: -1 }), 20 + 16 + 10],
  // A header of 9 before each part and one at the end.
  [
    'a forwarded multi',
    request({ type: 'multi', parts: [{ type: 'check', path: '/a', version: 1 }] }),
    20 + 16 + 9 + 10 + 9,
  ],
  ['a forwarded sync', request({ type: 'sync', path: '/' }), 20 + 16 + 5],
  ['the opening of a session', request({ type: 'createSession', timeoutMs: 1 }), 20 + 16 + 4],
  ['its end', request({ type: 'closeSession' }), 20 + 16],
  ['a REVALIDATE', { type: 'REVALIDATE', session, timeoutMs: 1, valid: null }, 20 + 12],
  // The time-out is told again.
  ['its answer', { type: 'REVALIDATE', session, timeoutMs: 1, valid: true }, 20 + 13],
])('%s', (_name, packet, bytes) => {
  expect(packetBytes(packet)).toBe(bytes);
});

test('what is expected of a write is what its packets come to', () => {
  expect(setDataBytes(1, 100)).toEqual({
    proposal: packetBytes({ type: 'PROPOSAL', txn }),
    request: packetBytes(request({ type: 'setData', path: '/', data, version: -1 })),
  });
});
