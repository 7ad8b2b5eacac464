/** The letters by which `cons` names the operation a connection was answered last (lastOp in FinalRequestProcessor). */
import { ErrorCode } from '../error-code.ts';
import type { Op } from '../op.ts';

const letters: Readonly<Record<Op['type'], string>> = {
  create: 'CREA',
  create2: 'CREA',
  createContainer: 'CREA',
  createTTL: 'CREA',
  delete: 'DELE',
  deleteContainer: 'DELE',
  setData: 'SETD',
  setACL: 'SETA',
  multi: 'MULT',
  reconfig: 'RECO',
  closeSession: 'CLOS',
  createSession: 'SESS',
  exists: 'EXIS',
  getData: 'GETD',
  getChildren: 'GETC',
  getChildren2: 'GETC',
  getACL: 'GETA',
  getAllChildrenNumber: 'GETACN',
  getEphemerals: 'GETE',
  whoAmI: 'HOMI',
  multiRead: 'MLTR',
  sync: 'SYNC',
  ping: 'PING',
  addWatch: 'ADDW',
  removeWatches: 'REMW',
  checkWatches: 'CHKW',
  setWatches: 'SETW',
  setWatches2: 'STW2',
  auth: 'NA',
  sasl: 'NA',
  undecodable: 'NA',
  unknown: 'NA',
};

/** A write that failed goes without a name. */
export function lastOpOf(type: Op['type'], err: ErrorCode): string {
  if (err === ErrorCode.OK) return letters[type];
  switch (type) {
    case 'exists':
    case 'getData':
    case 'getChildren':
    case 'getChildren2':
    case 'getACL':
    case 'getAllChildrenNumber':
    case 'getEphemerals':
    case 'multiRead':
    case 'addWatch':
    case 'removeWatches':
    case 'checkWatches':
      return letters[type];
    default:
      return 'NA';
  }
}
