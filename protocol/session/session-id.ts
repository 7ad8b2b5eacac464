/**
 * Session ids and their passwords. Both are functions of the id alone, so nothing about a password is ever stored:
 * every server can check one. It keeps a client from reaching into another's session by accident, not by intent.
 */
import type { ServerId, SessionId } from '../ids.ts';

/** What a password is derived from besides the id (ZooKeeperServer.superSecret). */
const SECRET = 0xb3415c00n;
const PASSWORD_BYTES = 16;
/** As ephemeralOwner this value means a container, so no session has it (EphemeralType.CONTAINER_EPHEMERAL_OWNER). */
const CONTAINER_OWNER = 0x8000000000000000n;

/**
 * Where a server that starts at `clockMs` begins counting: its sid in the top byte, then five bytes of milliseconds,
 * then two bytes to count in (SessionTrackerImpl.initializeNextSessionId).
 */
export function firstSessionId(sid: ServerId, clockMs: number): SessionId {
  const time = BigInt.asUintN(64, BigInt(Math.floor(clockMs)) << 24n) >> 8n;
  return sessionId(skipContainer(time | (BigInt(sid) << 56n)));
}

/** The server that made a session: the top byte of its id. */
export function serverOfSession(session: SessionId): number {
  return Number(BigInt(session) >> 56n);
}

export function nextSessionId(session: SessionId): SessionId {
  return sessionId(skipContainer(BigInt.asUintN(64, BigInt(session) + 1n)));
}

/** Sixteen bytes as lower-case hexadecimal: those of a java.util.Random seeded with the id and the secret. */
export function passwordOf(session: SessionId): string {
  return javaRandomBytes(BigInt(session) ^ SECRET, PASSWORD_BYTES);
}

/**
 * `new java.util.Random(seed).nextBytes(count)` as hexadecimal: a 48-bit linear congruential generator of which each
 * step gives its upper 32 bits, written low byte first.
 */
export function javaRandomBytes(seed: bigint, count: number): string {
  let state = BigInt.asUintN(48, seed ^ LCG_MULTIPLIER);
  let hex = '';
  for (let i = 0; i < count; i++) {
    if (i % 4 === 0) state = BigInt.asUintN(48, state * LCG_MULTIPLIER + LCG_INCREMENT);
    const byte = Number((state >> BigInt(16 + 8 * (i % 4))) & 0xffn);
    hex += byte.toString(16).padStart(2, '0');
  }
  return hex;
}

const LCG_MULTIPLIER = 0x5deece66dn;
const LCG_INCREMENT = 0xbn;

function skipContainer(id: bigint): bigint {
  return id === CONTAINER_OWNER ? id + 1n : id;
}

function sessionId(id: bigint): SessionId {
  return `0x${id.toString(16)}` as SessionId;
}
