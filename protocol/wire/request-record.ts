/** The records of requests, behind their RequestHeader {int xid, int type}. */
import type { CompatRelease } from '../compat.ts';
import type { ClientOp } from '../op.ts';
import { readAcl, writeAcl } from './acl-record.ts';
import { readCreate, writeCreate } from './create-record.ts';
import { decodeJavaText } from './java-text.ts';
import type { JuteReader } from './jute-reader.ts';
import type { JuteWriter } from './jute-writer.ts';
import { readMulti, readMultiRead, writeMulti } from './multi-record.ts';
import { OpCode } from './op-code.ts';
import { WireError } from './wire-error.ts';

/** AuthPacket.type: 0, and nobody looks at it. */
const AUTH_TYPE = 0;

export function writeRequest(out: JuteWriter, op: ClientOp): void {
  switch (op.type) {
    case 'setData':
      out.ustring(op.path).buffer(op.data).int(op.version);
      return;
    case 'create':
    case 'create2':
    case 'createContainer':
    case 'createTTL':
      writeCreate(out, op);
      return;
    case 'delete':
      out.ustring(op.path).int(op.version);
      return;
    case 'setACL':
      out.ustring(op.path);
      writeAcl(out, op.acl);
      out.int(op.version);
      return;
    case 'exists':
    case 'getData':
    case 'getChildren':
    case 'getChildren2':
      out.ustring(op.path).boolean(op.watch);
      return;
    case 'getACL':
    case 'getAllChildrenNumber':
    case 'sync':
      out.ustring(op.path);
      return;
    case 'getEphemerals':
      out.ustring(op.prefix);
      return;
    case 'multi':
    case 'multiRead':
      writeMulti(out, op.parts);
      return;
    case 'deleteContainer':
      // A buffer and a string look alike.
      out.ustring(op.path);
      return;
    case 'reconfig':
      out.ustring(op.joining).ustring(op.leaving).ustring(op.newMembers).long(op.fromConfig);
      return;
    case 'auth':
      out.int(AUTH_TYPE).ustring(op.scheme).buffer(op.auth);
      return;
    case 'addWatch':
      out.ustring(op.path).int(op.mode);
      return;
    case 'checkWatches':
    case 'removeWatches':
      out.ustring(op.path).int(op.watcherType);
      return;
    case 'setWatches':
    case 'setWatches2':
      out.long(op.relativeZxid).strings(op.data).strings(op.exist).strings(op.child);
      if (op.type === 'setWatches2') out.strings(op.persistent ?? []).strings(op.persistentRecursive ?? []);
      return;
    // No record; one that cannot be read is one that is missing.
    case 'ping':
    case 'whoAmI':
    case 'closeSession':
    case 'undecodable':
    case 'unknown':
      return;
  }
}

/**
 * The request in what is left of a frame; bytes behind a record are ignored, as everywhere in ZooKeeper. A record that
 * cannot be read is `undecodable`, an op code that no request has `unknown`.
 *
 * The real server reads records where it needs them: writes where the leader prepares them, reads where they are
 * answered, AuthPacket at once. So only an auth packet that cannot be read ends the connection: a WireError.
 */
export function readRequest(from: JuteReader, opCode: number, compat: CompatRelease): ClientOp {
  if (opCode === OpCode.auth) return readAuth(from);
  try {
    return readRecord(from, opCode, compat);
  } catch (error) {
    if (error instanceof WireError) return { type: 'undecodable', opCode };
    throw error;
  }
}

function readAuth(from: JuteReader): ClientOp {
  from.int();
  // A null scheme is one nobody provides, like the empty one.
  return { type: 'auth', scheme: from.ustring() ?? '', auth: from.buffer() };
}

function readRecord(from: JuteReader, opCode: number, compat: CompatRelease): ClientOp {
  switch (opCode) {
    case OpCode.setData:
      return { type: 'setData', path: pathOrNone(from), data: from.buffer(), version: from.int() };
    case OpCode.create:
      return readCreate(from, 'create');
    case OpCode.create2:
      return readCreate(from, 'create2');
    case OpCode.createContainer:
      return readCreate(from, 'createContainer');
    case OpCode.createTTL:
      return readCreate(from, 'createTTL');
    case OpCode.delete:
      return { type: 'delete', path: from.text(), version: from.int() };
    case OpCode.setACL:
      return { type: 'setACL', path: pathOrNone(from), acl: readAcl(from), version: from.int() };
    case OpCode.exists:
      return { type: 'exists', path: from.text(), watch: from.boolean() };
    case OpCode.getData:
      return { type: 'getData', path: from.text(), watch: from.boolean() };
    case OpCode.getChildren:
      return { type: 'getChildren', path: from.text(), watch: from.boolean() };
    case OpCode.getChildren2:
      return { type: 'getChildren2', path: from.text(), watch: from.boolean() };
    case OpCode.getACL:
      return { type: 'getACL', path: from.text() };
    case OpCode.getAllChildrenNumber:
      return { type: 'getAllChildrenNumber', path: from.text() };
    case OpCode.sync:
      return { type: 'sync', path: from.ustring() };
    case OpCode.getEphemerals:
      return { type: 'getEphemerals', prefix: from.ustring() };
    case OpCode.multi:
      return { type: 'multi', parts: readMulti(from, compat) };
    case OpCode.multiRead: {
      const parts = readMultiRead(from, compat);
      return parts === null ? { type: 'undecodable', opCode, replyBegun: true } : { type: 'multiRead', parts };
    }
    case OpCode.deleteContainer:
      return { type: 'deleteContainer', path: compat === '3.8' ? rawPath(from) : from.text() };
    case OpCode.reconfig:
      return {
        type: 'reconfig',
        joining: from.ustring(),
        leaving: from.ustring(),
        newMembers: from.ustring(),
        fromConfig: from.long(),
      };
    case OpCode.addWatch:
      return { type: 'addWatch', path: from.text(), mode: from.int() };
    case OpCode.checkWatches:
      return { type: 'checkWatches', path: from.text(), watcherType: from.int() };
    case OpCode.removeWatches:
      return { type: 'removeWatches', path: from.ustring(), watcherType: from.int() };
    case OpCode.setWatches:
      return {
        type: 'setWatches',
        relativeZxid: from.zxid(),
        data: list(from),
        exist: list(from),
        child: list(from),
      };
    case OpCode.setWatches2:
      return {
        type: 'setWatches2',
        relativeZxid: from.zxid(),
        data: list(from),
        exist: list(from),
        child: list(from),
        persistent: list(from),
        persistentRecursive: list(from),
      };
    case OpCode.ping:
      return { type: 'ping' };
    case OpCode.whoAmI:
      return { type: 'whoAmI' };
    case OpCode.closeSession:
      return { type: 'closeSession' };
    default:
      return { type: 'unknown', opCode };
  }
}

/** Of what validates its path first: none at all is refused as an empty one is, BADARGUMENTS. */
function pathOrNone(from: JuteReader): string {
  return from.ustring() ?? '';
}

function list(from: JuteReader): string[] {
  const strings = from.strings();
  if (strings === null) throw new WireError('a null list of watches');
  return strings;
}

/**
 * 3.8 takes all of a frame for the path, its RequestHeader included (`new String(request.request.array())`): a path
 * with NUL in it, which ends in BADARGUMENTS.
 */
function rawPath(from: JuteReader): string {
  const frame = from.whole();
  return decodeJavaText(frame, 0, frame.length);
}
