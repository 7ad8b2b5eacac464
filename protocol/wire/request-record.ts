/** The records of requests, behind their RequestHeader {int xid, int type}. */
import type { CompatRelease } from '../compat.ts';
import type { ClientOp, SetAclOp, Stumble, UndecodableOp } from '../op.ts';
import { readSentAcl, writeAcl } from './acl-record.ts';
import { readCreate, stumbling, writeCreate } from './create-record.ts';
import { decodeJavaText } from './java-text.ts';
import type { JuteReader } from './jute-reader.ts';
import type { JuteWriter } from './jute-writer.ts';
import { readMulti, readMultiRead, writeMulti } from './multi-record.ts';
import { OpCode } from './op-code.ts';
import { NullError, WireError } from './wire-error.ts';

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
    case 'sasl':
      out.buffer(op.token);
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
    case 'unknown':
      return;
    case 'undecodable':
      writeUndecodable(out, op);
      return;
  }
}

/** One that reads as the same: no record at all, or one with the null that a server falls over when it does. */
function writeUndecodable(out: JuteWriter, op: UndecodableOp): void {
  const { opCode, takesZxid, stumbles, hangUp } = op;
  if (op.replyBegun === true) writeMulti(out, [{ type: 'delete', path: '', version: 0 }]);
  if (stumbles !== undefined) {
    writeStumbling(out, stumbles);
    return;
  }
  if (takesZxid === undefined && hangUp === undefined) return;
  switch (opCode) {
    case OpCode.multi:
      if (takesZxid === false) out.int(OpCode.create).boolean(false).int(-1).ustring('').buffer(null).count(-1).int(0);
      else out.int(OpCode.delete).boolean(false).int(-1).ustring(null).int(0).int(-1).boolean(true).int(-1);
      return;
    case OpCode.createSession:
      out.int(0);
      return;
    case OpCode.setWatches2:
      out.long(0).count(0).count(0).count(0).count(1).ustring(null).count(0);
      return;
    default:
      out.ustring(null).int(0);
  }
}

/** The request again, with its null. */
function writeStumbling(out: JuteWriter, { at, op }: Stumble): void {
  out.ustring(at === 'path' ? null : op.path);
  if (op.type !== 'setACL') out.buffer(op.data);
  const acl = op.acl ?? [];
  if (at === 'path') {
    writeAcl(out, op.acl);
  } else {
    out.count(acl.length + 1);
    for (const { perms, scheme, id } of acl) out.int(perms).ustring(scheme).ustring(id);
    // No entry before has these permissions, so that it is compared with none.
    out
      .int(Math.max(0, ...acl.map(({ perms }) => perms + 1)))
      .ustring('world')
      .ustring(null);
  }
  out.int(op.type === 'setACL' ? op.version : op.flags);
  if (op.type === 'createTTL') out.long(op.ttlMs ?? 0);
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
  if (opCode === OpCode.sasl) return readSasl(from);
  try {
    return readRecord(from, opCode, compat);
  } catch (error) {
    if (error instanceof NullError) return { type: 'undecodable', opCode, ...error.outcome };
    if (error instanceof WireError) return { type: 'undecodable', opCode };
    throw error;
  }
}

function readSasl(from: JuteReader): ClientOp {
  const token = from.buffer();
  if (token === null) throw new WireError('a null token');
  return { type: 'sasl', token };
}

function readAuth(from: JuteReader): ClientOp {
  from.int();
  // A null scheme is one nobody provides, like the empty one.
  return { type: 'auth', scheme: from.ustring() ?? '', auth: from.buffer() };
}

function readRecord(from: JuteReader, opCode: number, compat: CompatRelease): ClientOp {
  switch (opCode) {
    case OpCode.setData:
      return { type: 'setData', path: refusedPath(from), data: from.buffer(), version: from.int() };
    case OpCode.create:
      return readCreate(from, 'create');
    case OpCode.create2:
      return readCreate(from, 'create2');
    case OpCode.createContainer:
      return readCreate(from, 'createContainer');
    case OpCode.createTTL:
      return readCreate(from, 'createTTL');
    case OpCode.delete:
      return { type: 'delete', path: pathOfDelete(from), version: from.int() };
    case OpCode.setACL:
      return readSetAcl(from);
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
      return { type: 'addWatch', path: addedPath(from, compat), mode: from.int() };
    case OpCode.checkWatches:
      return { type: 'checkWatches', path: watchedPath(from, compat), watcherType: from.int() };
    case OpCode.removeWatches:
      return { type: 'removeWatches', path: unmatchedPath(from), watcherType: from.int() };
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
        persistent: addedPaths(from, compat),
        persistentRecursive: addedPaths(from, compat),
      };
    case OpCode.ping:
      return { type: 'ping' };
    case OpCode.whoAmI:
      return { type: 'whoAmI' };
    case OpCode.closeSession:
      return { type: 'closeSession' };
    case OpCode.createSession:
      // A server that is sent one makes a second handshake of it, which is not for clients to have.
      from.int();
      throw new NullError('a session that a client makes', { hangUp: true });
    default:
      return { type: 'unknown', opCode };
  }
}

/** PathUtils.validatePath refuses null as it refuses an empty path: BADARGUMENTS. */
function refusedPath(from: JuteReader): string {
  return from.ustring() ?? '';
}

/** A delete looks at its session, and then at its path. */
function pathOfDelete(from: JuteReader): string {
  const path = from.ustring();
  if (path === null) throw new NullError('a null path', { takesZxid: true });
  return path;
}

function readSetAcl(from: JuteReader): SetAclOp {
  const path = refusedPath(from);
  const { acl, stumbles } = readSentAcl(from);
  const op: SetAclOp = { type: 'setACL', path, acl, version: from.int() };
  if (stumbles) throw stumbling({ at: 'acl', op });
  return op;
}

/** There may be a watch on null; like one on an empty path it never fires. */
function unmatchedPath(from: JuteReader): string {
  return from.ustring() ?? '';
}

/** What a watch is added on: 3.8 takes null, and fails when it is to close the connection. */
function addedPath(from: JuteReader, compat: CompatRelease): string {
  const path = from.ustring();
  if (path === null && compat === '3.8') throw new NullError('a watch on null', { hangUp: true });
  return path ?? '';
}

/** What checkWatches looks for: as a key, null is one like others in 3.9 and ends in an exception in 3.8. */
function watchedPath(from: JuteReader, compat: CompatRelease): string {
  return compat === '3.8' ? from.text() : unmatchedPath(from);
}

function addedPaths(from: JuteReader, compat: CompatRelease): string[] {
  const count = from.count();
  if (count === -1) throw new WireError('a null list of watches');
  const paths: string[] = [];
  for (let i = 0; i < count; i++) paths.push(addedPath(from, compat));
  return paths;
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
