/**
 * Transactions: TxnHeader {long clientId, int cxid, long zxid, long time, int type}, then the record of that type.
 * As SerializeUtils.serializeTxn, without the TxnDigest that a server may put behind it.
 */
import type { ErrorCode } from '../error-code.ts';
import type { Acl, CreateType } from '../op.ts';
import { makeTxn, type CreateTxn, type MultiTxnPart, type Txn, type TxnBody } from '../txn.ts';
import { readAcl, writeAcl } from './acl-record.ts';
import type { JuteReader } from './jute-reader.ts';
import type { JuteWriter } from './jute-writer.ts';
import { OpCode } from './op-code.ts';
import { WireError } from './wire-error.ts';

export function writeTxn(out: JuteWriter, txn: Txn): void {
  out.session(txn.session).int(txn.cxid).long(txn.zxid).long(txn.timeMs).int(OpCode[txn.body.type]);
  writeBody(out, txn.body);
}

/** Made anew, so that its digest tells of what was read. */
export function readTxn(from: JuteReader): Txn {
  const session = from.session();
  const cxid = from.int();
  const zxid = from.exactZxid();
  const timeMs = from.long();
  const type = from.int();
  return makeTxn({ zxid, session, cxid, timeMs }, readBody(from, type));
}

function writeBody(out: JuteWriter, body: TxnBody | MultiTxnPart): void {
  switch (body.type) {
    case 'create':
    case 'create2':
    case 'createContainer':
    case 'createTTL':
      writeCreate(out, body);
      return;
    case 'delete':
    case 'deleteContainer':
      out.ustring(body.path);
      return;
    case 'setData':
      out.ustring(body.path).buffer(body.data).int(body.version);
      return;
    case 'setACL':
      out.ustring(body.path);
      writeAcl(out, body.acl);
      out.int(body.version);
      return;
    case 'check':
      out.ustring(body.path).int(body.version);
      return;
    case 'error':
      out.int(body.err);
      return;
    case 'createSession':
      out.int(body.timeoutMs);
      return;
    case 'closeSession':
      out.strings(body.paths);
      return;
    case 'multi':
      out.count(body.parts.length);
      for (const part of body.parts) {
        out.int(OpCode[part.type]);
        const began = out.beginBuffer();
        writeBody(out, part);
        out.endBuffer(began);
      }
      return;
  }
}

/** CreateTxn, CreateContainerTxn and CreateTTLTxn; only the first may be of an ephemeral. */
function writeCreate(out: JuteWriter, body: CreateTxn): void {
  out.ustring(body.path).buffer(body.data);
  writeAcl(out, body.acl);
  if (body.type === 'create' || body.type === 'create2') out.boolean(body.ephemeral);
  out.int(body.parentCversion);
  if (body.type === 'createTTL') out.long(body.ttlMs ?? 0);
}

function readBody(from: JuteReader, type: number): TxnBody {
  switch (type) {
    case OpCode.setACL:
      return { type: 'setACL', path: from.text(), acl: acl(from), version: from.int() };
    case OpCode.createSession:
      return { type: 'createSession', timeoutMs: from.int() };
    case OpCode.closeSession:
      return { type: 'closeSession', paths: from.strings() ?? [] };
    case OpCode.multi: {
      const parts: MultiTxnPart[] = [];
      const count = from.count();
      for (let i = 0; i < count; i++) {
        const partType = from.int();
        const content = from.nested();
        if (content === null) throw new WireError('a part of a multi is null');
        parts.push(readPart(content, partType));
      }
      return { type: 'multi', parts };
    }
    case OpCode.check:
      throw new WireError('a check is no transaction by itself');
    default:
      return readPart(from, type) as TxnBody;
  }
}

function readPart(from: JuteReader, type: number): MultiTxnPart {
  switch (type) {
    case OpCode.create:
      return readCreate(from, 'create');
    case OpCode.create2:
      return readCreate(from, 'create2');
    case OpCode.createContainer:
      return readCreate(from, 'createContainer');
    case OpCode.createTTL:
      return readCreate(from, 'createTTL');
    case OpCode.delete:
      return { type: 'delete', path: from.text() };
    case OpCode.deleteContainer:
      return { type: 'deleteContainer', path: from.text() };
    case OpCode.setData:
      return { type: 'setData', path: from.text(), data: from.buffer(), version: from.int() };
    case OpCode.check:
      return { type: 'check', path: from.text(), version: from.int() };
    case OpCode.error:
      return { type: 'error', err: from.int() as ErrorCode };
    default:
      throw new WireError(`no transaction has type ${type}`);
  }
}

function readCreate(from: JuteReader, type: CreateType): CreateTxn {
  const path = from.text();
  const data = from.buffer();
  const list = acl(from);
  const ephemeral = type === 'create' || type === 'create2' ? from.boolean() : false;
  const parentCversion = from.int();
  const body = { type, path, data, acl: list, ephemeral, parentCversion };
  return type === 'createTTL' ? { ...body, ttlMs: from.long() } : body;
}

function acl(from: JuteReader): readonly Acl[] {
  const list = readAcl(from);
  if (list === null) throw new WireError('a transaction with a null ACL');
  return list;
}
