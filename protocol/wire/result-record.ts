/**
 * The records of replies, behind their ReplyHeader {int xid, long zxid, int err}; only when err is 0, but for a
 * multiRead that fails when its reply was begun.
 */
import type { ClientOp, OpResult } from '../op.ts';
import { assertNever } from '../std/assert.ts';
import { readAcl, readIds, writeAcl, writeIds } from './acl-record.ts';
import type { JuteReader } from './jute-reader.ts';
import type { JuteWriter } from './jute-writer.ts';
import { readMultiReadResults, readMultiResults, writeMultiResults } from './multi-record.ts';
import { readStat, writeStat } from './stat-record.ts';

export function writeResult(out: JuteWriter, result: OpResult): void {
  switch (result.type) {
    case 'create':
    case 'sync':
      out.ustring(result.path);
      return;
    case 'create2':
      out.ustring(result.path);
      writeStat(out, result.stat);
      return;
    case 'exists':
    case 'setData':
    case 'setACL':
      writeStat(out, result.stat);
      return;
    case 'getData':
      out.buffer(result.data);
      writeStat(out, result.stat);
      return;
    case 'getChildren':
      out.strings(result.children);
      return;
    case 'getChildren2':
      out.strings(result.children);
      writeStat(out, result.stat);
      return;
    case 'getACL':
      writeAcl(out, result.acl);
      writeStat(out, result.stat);
      return;
    case 'getAllChildrenNumber':
      out.int(result.total);
      return;
    case 'getEphemerals':
      out.strings(result.paths);
      return;
    case 'whoAmI':
      // ClientInfo {ustring authScheme, ustring user} has the shape of an Id.
      writeIds(out, result.ids);
      return;
    case 'sasl':
      out.buffer(result.token);
      return;
    case 'addWatch':
      // ErrorResponse {int err}.
      out.int(0);
      return;
    case 'multi':
    case 'multiRead':
      writeMultiResults(out, result.results);
      return;
    default:
      assertNever(result);
  }
}

/** The result of the operation asked; null when it has none. */
export function readResult(from: JuteReader, op: ClientOp['type']): OpResult | null {
  switch (op) {
    case 'create':
      return { type: 'create', path: from.text() };
    case 'create2':
    case 'createContainer':
    case 'createTTL':
      return { type: 'create2', path: from.text(), stat: readStat(from) };
    case 'sync':
      return { type: 'sync', path: from.ustring() };
    case 'exists':
    case 'setData':
    case 'setACL':
      return { type: op, stat: readStat(from) };
    // A reconfig's reply is a GetDataResponse, with the configuration's text.
    case 'getData':
    case 'reconfig':
      return { type: 'getData', data: from.buffer(), stat: readStat(from) };
    case 'getChildren':
      return { type: 'getChildren', children: from.strings() ?? [] };
    case 'getChildren2':
      return { type: 'getChildren2', children: from.strings() ?? [], stat: readStat(from) };
    case 'getACL':
      return { type: 'getACL', acl: readAcl(from) ?? [], stat: readStat(from) };
    case 'getAllChildrenNumber':
      return { type: 'getAllChildrenNumber', total: from.int() };
    case 'getEphemerals':
      return { type: 'getEphemerals', paths: from.strings() ?? [] };
    case 'whoAmI':
      return { type: 'whoAmI', ids: readIds(from) };
    case 'sasl':
      return { type: 'sasl', token: from.buffer() };
    case 'addWatch':
      from.int();
      return { type: 'addWatch' };
    case 'multi':
      return { type: 'multi', results: readMultiResults(from) };
    case 'multiRead':
      return { type: 'multiRead', results: readMultiReadResults(from) };
    case 'delete':
    case 'deleteContainer':
    case 'ping':
    case 'auth':
    case 'setWatches':
    case 'setWatches2':
    case 'checkWatches':
    case 'removeWatches':
    case 'closeSession':
    case 'undecodable':
    case 'unknown':
      return null;
    default:
      return assertNever(op);
  }
}
