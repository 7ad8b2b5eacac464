/** Requests whose record cannot be decoded, though their header can. */
import type { Compat } from '../compat.ts';
import type { UndecodableOp } from '../op.ts';

/** Op codes of the writes that 3.8 decodes when they have a zxid already; reconfig is decoded before. */
const WRITE_OP_CODES: ReadonlySet<number> = new Set([1, 2, 5, 7, 15, 19, 20, 21]);
/** multi and createSession, which have one in both releases. */
const ALWAYS_WITH_ZXID: ReadonlySet<number> = new Set([14, -10]);
const RECONFIG_OP_CODE = 16;
/** A connection whose auth packet cannot be decoded is closed without an answer. */
export const AUTH_OP_CODE = 100;

/**
 * Whether it becomes an error transaction like any failed write. Otherwise it is answered in its turn, and no zxid is
 * used up: the header ZooKeeper 3.9 makes for it, an error with the zxid of the transaction before, is not proposed here.
 */
export function undecodableTakesZxid({ opCode, takesZxid }: UndecodableOp, compat: Compat): boolean {
  return takesZxid ?? (ALWAYS_WITH_ZXID.has(opCode) || (compat.undecodableTakesZxid && WRITE_OP_CODES.has(opCode)));
}

/**
 * Whether the connection is closed in place of an answer: the real server has none, or goes wrong with it. An ensemble
 * of 3.8.0 waits without end for the transaction of a reconfig that it could not decode.
 */
export function undecodableHangsUp({ opCode, hangUp }: UndecodableOp, compat: Compat, standalone: boolean): boolean {
  return hangUp === true || (opCode === RECONFIG_OP_CODE && compat.reconfigMayHang && !standalone);
}
