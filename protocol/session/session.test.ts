import { describe, expect, it } from 'vitest';
import { ErrorCode } from '../error-code.ts';
import { serverId, type SessionId } from '../ids.ts';
import { ExpiryQueue } from './expiry-queue.ts';
import { firstSessionId, javaRandomBytes, nextSessionId, passwordOf, serverOfSession } from './session-id.ts';
import { SessionTracker } from './session-tracker.ts';

const S1 = '0x1' as SessionId;
const S2 = '0x2' as SessionId;
const SECOND = 1_000_000;

describe('a session id', () => {
  it('has the server in its first byte, then five bytes of milliseconds, then two to count in', () => {
    expect(firstSessionId(serverId(1), 0)).toBe('0x100000000000000');
    expect(firstSessionId(serverId(3), 0x0123456789)).toBe('0x301234567890000');
    expect(firstSessionId(serverId(255), 1)).toBe('0xff00000000010000');
  });

  it.each([1, 3, 128, 255])('tells that server %i made it', (sid) => {
    expect(serverOfSession(firstSessionId(serverId(sid), 1_767_225_600_000))).toBe(sid);
  });

  it('forgets the milliseconds beyond five bytes', () => {
    expect(firstSessionId(serverId(1), 0x2_0000_0000_01)).toBe('0x100000000010000');
  });

  it('counts by one and never is the owner of containers', () => {
    expect(nextSessionId('0x1000000000000ff' as SessionId)).toBe('0x100000000000100');
    expect(nextSessionId('0x7fffffffffffffff' as SessionId)).toBe('0x8000000000000001');
    expect(firstSessionId(serverId(128), 0)).toBe('0x8000000000000001');
  });
});

describe('a session password', () => {
  it.each([
    // The first ints of new java.util.Random(seed), low byte first: 0: -1155484576, -723955400, 1033096058,
    // -1690734402. 42: -1170105035, 234785527, -1360544799, 205897768.
    [0n, [-1155484576, -723955400, 1033096058, -1690734402]],
    [42n, [-1170105035, 234785527, -1360544799, 205897768]],
  ])('is made like the bytes of java.util.Random(%s)', (seed, ints) => {
    const hex = ints.map((int) => {
      const unsigned = (int >>> 0).toString(16).padStart(8, '0');
      return unsigned.slice(6) + unsigned.slice(4, 6) + unsigned.slice(2, 4) + unsigned.slice(0, 2);
    });
    expect(javaRandomBytes(seed, 16)).toBe(hex.join(''));
    expect(javaRandomBytes(seed, 6)).toBe(hex.join('').slice(0, 12));
  });

  it.each([
    // Printed by a Java program that calls java.util.Random with the id and the secret.
    ['0x100000000000001', '054cc74a37327db215e702e20c73f005'],
    // The generator keeps 48 bits of its seed, so the server in the first byte does not matter.
    ['0xff00000000000001', '054cc74a37327db215e702e20c73f005'],
  ])('of %s is as Java computes it', (session, password) => {
    expect(passwordOf(session as SessionId)).toBe(password);
  });

  it('belongs to its id: the generator is seeded with the id and the secret', () => {
    expect(passwordOf('0xb3415c2a' as SessionId)).toBe(javaRandomBytes(42n, 16));
    expect(passwordOf(S1)).not.toBe(passwordOf(S2));
  });
});

describe('an expiry queue', () => {
  it('rounds deadlines up to the next multiple of its interval, even one that is a multiple', () => {
    const queue = new ExpiryQueue<string>(10);
    queue.update('a', 5, 4);
    expect(queue.nextUs()).toBe(10);
    queue.update('a', 5, 5);
    expect(queue.nextUs()).toBe(20);
  });

  it('gives out what is due, earliest bucket first, and keeps the rest', () => {
    const queue = new ExpiryQueue<string>(10);
    queue.update('late', 25, 0);
    queue.update('b', 12, 0);
    queue.update('a', 11, 0);
    queue.update('early', 1, 0);
    queue.update('later', 35, 0);
    queue.remove('b');
    expect(queue.poll(9)).toEqual([]);
    expect(queue.poll(30)).toEqual(['early', 'a', 'late']);
    expect(queue.poll(30)).toEqual([]);
    expect(queue.nextUs()).toBe(40);
  });
});

describe('a session tracker', () => {
  function tracker(timeoutMs = 4000) {
    const sessions = new SessionTracker(2000);
    sessions.add(S1, timeoutMs, 0);
    return sessions;
  }

  it('expires a session more than its time-out and at most a tick more after the last touch', () => {
    const sessions = tracker();
    expect(sessions.nextExpiryUs()).toBe(6 * SECOND);
    expect(sessions.touch(S1, 4000, 3 * SECOND)).toBe(true);
    expect(sessions.expire(6 * SECOND)).toEqual([]);
    expect(sessions.nextExpiryUs()).toBe(8 * SECOND);
    expect(sessions.expire(8 * SECOND)).toEqual([S1]);
    expect(sessions.nextExpiryUs()).toBeNull();
  });

  it('keeps an expired session, closing, until its closeSession is applied', () => {
    const sessions = tracker();
    sessions.expire(6 * SECOND);
    expect(sessions.isTracked(S1)).toBe(true);
    expect(sessions.isClosing(S1)).toBe(true);
    expect(sessions.touch(S1, 4000, 7 * SECOND)).toBe(false);
    expect(sessions.expire(100 * SECOND)).toEqual([]);
    sessions.remove(S1);
    expect(sessions.isTracked(S1)).toBe(false);
  });

  it('gives the session to the server of its first request, and to another only when it reconnects there', () => {
    const sessions = tracker();
    expect(sessions.checkSession(S1, serverId(1))).toBe(ErrorCode.OK);
    expect(sessions.checkSession(S1, serverId(2))).toBe(ErrorCode.SESSIONMOVED);
    expect(sessions.setOwner(S1, serverId(2))).toBe(true);
    expect(sessions.checkSession(S1, serverId(1))).toBe(ErrorCode.SESSIONMOVED);
    expect(sessions.checkSession(S1, serverId(2))).toBe(ErrorCode.OK);
  });

  it('refuses what had moved when it came, whoever the session belongs to now', () => {
    const sessions = tracker();
    expect(sessions.hasMoved(S1, serverId(1))).toBe(false);
    sessions.setOwner(S1, serverId(2));
    expect(sessions.hasMoved(S1, serverId(1))).toBe(true);
    expect(sessions.hasMoved(S1, serverId(2))).toBe(false);
    expect(sessions.checkSession(S1, null)).toBe(ErrorCode.SESSIONMOVED);
    expect(sessions.checkSession(S2, null)).toBe(ErrorCode.SESSIONEXPIRED);
  });

  it('knows nothing of sessions that are unknown, or will soon be', () => {
    const sessions = tracker();
    expect(sessions.checkSession(S2, serverId(1))).toBe(ErrorCode.SESSIONEXPIRED);
    expect(sessions.touch(S2, 4000, 0)).toBe(false);
    expect(sessions.setOwner(S2, serverId(1))).toBe(false);
    sessions.setClosing(S1);
    expect(sessions.checkSession(S1, serverId(1))).toBe(ErrorCode.SESSIONEXPIRED);
  });

  it('lets a reconnecting client touch with a time-out of its own while keeping the stored one', () => {
    const sessions = tracker();
    sessions.touch(S1, 20_000, 0);
    expect(sessions.nextExpiryUs()).toBe(22 * SECOND);
    expect(sessions.timeoutOf(S1)).toBe(4000);
  });
});
