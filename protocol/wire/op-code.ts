/** The numbers of operations on the wire and in transaction headers (ZooDefs.OpCode). */
import type { ClientOp } from '../op.ts';

export const OpCode = {
  notification: 0,
  create: 1,
  delete: 2,
  exists: 3,
  getData: 4,
  setData: 5,
  getACL: 6,
  setACL: 7,
  getChildren: 8,
  sync: 9,
  ping: 11,
  getChildren2: 12,
  check: 13,
  multi: 14,
  create2: 15,
  reconfig: 16,
  checkWatches: 17,
  removeWatches: 18,
  createContainer: 19,
  deleteContainer: 20,
  createTTL: 21,
  multiRead: 22,
  auth: 100,
  setWatches: 101,
  sasl: 102,
  getEphemerals: 103,
  getAllChildrenNumber: 104,
  setWatches2: 105,
  addWatch: 106,
  whoAmI: 107,
  createSession: -10,
  closeSession: -11,
  error: -1,
} as const;

export type OpName = keyof typeof OpCode;

const names = new Map<number, OpName>(Object.entries(OpCode).map(([name, code]) => [code, name as OpName]));

/** The name of an op code; null when nobody knows it. */
export function opName(code: number): OpName | null {
  return names.get(code) ?? null;
}

/** The op code a request travels under. */
export function opCodeOf(op: ClientOp): number {
  return op.type === 'undecodable' || op.type === 'unknown' ? op.opCode : OpCode[op.type];
}
