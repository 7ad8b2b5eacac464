/**
 * The identifiers of ZooKeeper. A zxid is a number, `epoch * 2^32 + counter`, exact while epochs stay below 2^21:
 * it compares with `<`, keys a Map and prints in JSON. Never use bit operators on one.
 */
import { assert } from './std/assert.ts';
import type { Brand } from './std/brand.ts';

/** `myid`: 1 … 255. */
export type ServerId = Brand<number, 'ServerId'>;
export type Epoch = Brand<number, 'Epoch'>;
export type Zxid = Brand<number, 'Zxid'>;
/**
 * A 64-bit session id as ZooKeeper prints it, `0x` and lower-case hexadecimal without leading zeros; `0x0` is none.
 * Text rather than bigint: it is made once and then only compared, keyed and printed.
 */
export type SessionId = Brand<string, 'SessionId'>;

const EPOCHS = 2_097_152;
const COUNTERS = 4294967296;

export const NO_SESSION = '0x0' as SessionId;
/** The zxid of an empty history. */
export const ZXID_ZERO = 0 as Zxid;

export function serverId(sid: number): ServerId {
  assert(Number.isInteger(sid) && sid >= 1 && sid <= 255, 'a server id is an integer from 1 to 255', { sid });
  return sid as ServerId;
}

export function epoch(value: number): Epoch {
  assert(Number.isInteger(value) && value >= 0 && value < EPOCHS, 'an epoch is an integer below 2^21', { value });
  return value as Epoch;
}

export function makeZxid(ofEpoch: number, counter: number): Zxid {
  assert(ofEpoch >= 0 && ofEpoch < EPOCHS && counter >= 0 && counter < COUNTERS, 'zxid parts are in range', {
    ofEpoch,
    counter,
  });
  return (ofEpoch * COUNTERS + counter) as Zxid;
}

export function epochOf(zxid: Zxid): Epoch {
  return Math.floor(zxid / COUNTERS) as Epoch;
}

export function counterOf(zxid: Zxid): number {
  return zxid % COUNTERS;
}

/** The zxid after `zxid` in the same epoch. */
export function nextZxid(zxid: Zxid): Zxid {
  return (zxid + 1) as Zxid;
}

/** As in transcripts and reports: `2:1f`, epoch in decimal, counter in hexadecimal. */
export function showZxid(zxid: Zxid): string {
  return `${epochOf(zxid)}:${counterOf(zxid).toString(16)}`;
}

/** As ZooKeeper prints it: `0x20000001f`. */
export function hexZxid(zxid: Zxid): string {
  return `0x${zxid.toString(16)}`;
}
