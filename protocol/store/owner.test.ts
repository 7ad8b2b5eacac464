import { expect, test } from 'vitest';
import { NO_SESSION, type SessionId } from '../ids.ts';
import { CONTAINER_OWNER, kindOfOwner, TTL_MS_MAX, ttlMsOf, ttlOwner } from './owner.ts';

test.each([
  [NO_SESSION, 'persistent', 'persistent'],
  ['0x1000a3c5e2f0000', 'ephemeral', 'ephemeral'],
  [CONTAINER_OWNER, 'container', 'container'],
  ['0x8000000000000001', 'ephemeral', 'ephemeral'],
  ['0xff00000000001388', 'ttl', 'ephemeral'],
  ['0xff00010000001388', 'ephemeral', 'ephemeral'],
  ['0xff0000', 'ephemeral', 'ephemeral'],
])('the owner %s makes a node %s, and %s without extended types', (owner, kind, kindWithout) => {
  expect(kindOfOwner(owner as SessionId, true)).toBe(kind);
  expect(kindOfOwner(owner as SessionId, false)).toBe(kindWithout);
});

test.each([
  [1, '0xff00000000000001'],
  [5000, '0xff00000000001388'],
  [TTL_MS_MAX, '0xff0000ffffffffff'],
])('a time to live of %i ms is written as %s', (ttlMs, owner) => {
  expect(ttlOwner(ttlMs)).toBe(owner);
  expect(ttlMsOf(ttlOwner(ttlMs))).toBe(ttlMs);
});
