/**
 * MultiOperationRecord and MultiResponse: parts behind headers {int type, boolean done, int err}, then a header that
 * is done. Of a header that is done only that counts.
 */
import { CreateFlag, type CreateOp, type CreateType } from '../op.ts';
import type { MultiPart, MultiReadPart, MultiReadResult, MultiResult } from '../op.ts';
import type { CompatRelease } from '../compat.ts';
import type { ErrorCode } from '../error-code.ts';
import { readSentCreate, writeCreate } from './create-record.ts';
import type { JuteReader } from './jute-reader.ts';
import type { JuteWriter } from './jute-writer.ts';
import { OpCode } from './op-code.ts';
import { readStat, writeStat } from './stat-record.ts';
import { NullError, WireError, type NullOutcome } from './wire-error.ts';

function writeHeader(out: JuteWriter, type: number, err: number): void {
  out.int(type).boolean(false).int(err);
}

function writeEnd(out: JuteWriter): void {
  out.int(-1).boolean(true).int(-1);
}

/** The type of the next part, or null at the end. */
function readHeader(from: JuteReader): number | null {
  const type = from.int();
  const done = from.boolean();
  from.int();
  return done ? null : type;
}

/** What the client's library puts into the headers of a request. */
const REQUEST_ERR = -1;

// --- requests ------------------------------------------------------------------------------------------------

export function writeMulti(out: JuteWriter, parts: readonly (MultiPart | MultiReadPart)[]): void {
  for (const part of parts) {
    writeHeader(out, OpCode[part.type], REQUEST_ERR);
    switch (part.type) {
      case 'create':
      case 'create2':
      case 'createContainer':
      case 'createTTL':
        writeCreate(out, part);
        break;
      case 'setData':
        out.ustring(part.path).buffer(part.data).int(part.version);
        break;
      case 'delete':
      case 'check':
        out.ustring(part.path).int(part.version);
        break;
      case 'getData':
      case 'getChildren':
        out.ustring(part.path).boolean(part.watch);
        break;
    }
  }
  writeEnd(out);
}

/**
 * `first`: the header of the first part, where it was read already. A null is found when all of it has been read. One
 * for a path, 3.8 finds before the multi has a transaction: a zxid is lost, and an ensemble waits for it.
 */
export function readMulti(from: JuteReader, compat: CompatRelease, first = readHeader(from)): MultiPart[] {
  const parts: MultiPart[] = [];
  let outcome: NullOutcome | null = null;
  const pathOf = (sent: string | null): string => {
    if (sent === null) outcome = compat === '3.8' ? { hangUp: true } : { takesZxid: true };
    return sent ?? '';
  };
  const readPart = (type: CreateType): CreateOp => {
    const { op, nullAt } = readSentCreate(from, type);
    if (nullAt === 'path') pathOf(null);
    else if (nullAt === 'acl') outcome ??= { takesZxid: true };
    return partOfCreate(op, type, compat);
  };
  for (let type = first; type !== null; type = readHeader(from)) {
    switch (type) {
      case OpCode.create:
        parts.push(readPart('create'));
        break;
      case OpCode.create2:
        parts.push(readPart('create2'));
        break;
      case OpCode.createContainer:
        parts.push(readPart('createContainer'));
        break;
      case OpCode.createTTL:
        parts.push(readPart('createTTL'));
        break;
      case OpCode.delete:
        parts.push({ type: 'delete', path: pathOf(from.ustring()), version: from.int() });
        break;
      case OpCode.setData:
        parts.push({ type: 'setData', path: pathOf(from.ustring()), data: from.buffer(), version: from.int() });
        break;
      case OpCode.check:
        parts.push({ type: 'check', path: pathOf(from.ustring()), version: from.int() });
        break;
      default:
        throw new WireError(`no op of type ${type} in a multi`);
    }
  }
  if (outcome !== null) throw new NullError('a null in a multi', outcome);
  return parts;
}

/**
 * A create in a multi is not what its header says but what Op.Create makes of it: the flags decide about containers
 * and, in 3.8, about everything. Flags nobody knows, those of a TTL without one and a null ACL end the whole multi in
 * 3.9 (CreateOptions); in 3.8 they are refused where the part is prepared.
 */
function partOfCreate(op: CreateOp, header: CreateType, compat: CompatRelease): CreateOp {
  const isKnown = op.flags >= 0 && op.flags <= CreateFlag.PERSISTENT_SEQUENTIAL_WITH_TTL;
  // Refused in its slot, whatever it is taken for.
  if (header === 'createTTL' && !isKnown) return op;
  if (compat === '3.8' || header === 'createTTL') return typeByFlags(op, 'create');
  if (op.flags === CreateFlag.PERSISTENT_WITH_TTL || op.flags === CreateFlag.PERSISTENT_SEQUENTIAL_WITH_TTL) {
    throw new WireError('flags of a TTL where there is none');
  }
  if (op.flags < 0 || op.flags > CreateFlag.CONTAINER) throw new WireError(`invalid flag ${op.flags} for create mode`);
  if (op.acl === null) throw new NullError('a create without an ACL in a multi', { takesZxid: false });
  return typeByFlags(op, header);
}

function typeByFlags(op: CreateOp, otherwise: CreateType): CreateOp {
  const { path, data, acl, flags } = op;
  switch (flags) {
    case CreateFlag.PERSISTENT_WITH_TTL:
    case CreateFlag.PERSISTENT_SEQUENTIAL_WITH_TTL:
      return op;
    case CreateFlag.CONTAINER:
      return { type: 'createContainer', path, data, acl, flags };
    default:
      return { type: otherwise, path, data, acl, flags };
  }
}

/**
 * Whether a part asked for a watch is lost: Op.getData and Op.getChildren have none. Null: it could be read, but is a
 * multi of writes.
 */
export function readMultiRead(from: JuteReader, compat: CompatRelease): MultiReadPart[] | null {
  const parts: MultiReadPart[] = [];
  const first = readHeader(from);
  if (first !== null && first !== OpCode.getData && first !== OpCode.getChildren) {
    readMulti(from, compat, first);
    return null;
  }
  for (let type: number | null = first; type !== null; type = readHeader(from)) {
    if (type !== OpCode.getData && type !== OpCode.getChildren) {
      throw new WireError(`no op of type ${type} in a multiRead`);
    }
    const path = from.text();
    from.boolean();
    parts.push({ type: type === OpCode.getData ? 'getData' : 'getChildren', path, watch: false });
  }
  return parts;
}

// --- results -------------------------------------------------------------------------------------------------

export function writeMultiResults(out: JuteWriter, results: readonly (MultiResult | MultiReadResult)[]): void {
  for (const result of results) {
    writeHeader(out, OpCode[result.type], result.type === 'error' ? result.err : 0);
    switch (result.type) {
      case 'create':
        out.ustring(result.path);
        break;
      case 'create2':
        out.ustring(result.path);
        writeStat(out, result.stat);
        break;
      case 'setData':
        writeStat(out, result.stat);
        break;
      case 'getData':
        out.buffer(result.data);
        writeStat(out, result.stat);
        break;
      case 'getChildren':
        out.strings(result.children);
        break;
      case 'error':
        out.int(result.err);
        break;
      case 'delete':
      case 'check':
        break;
    }
  }
  writeEnd(out);
}

export function readMultiResults(from: JuteReader): MultiResult[] {
  const results: MultiResult[] = [];
  for (let type = readHeader(from); type !== null; type = readHeader(from)) {
    switch (type) {
      case OpCode.create:
        results.push({ type: 'create', path: from.text() });
        break;
      case OpCode.create2:
        results.push({ type: 'create2', path: from.text(), stat: readStat(from) });
        break;
      case OpCode.delete:
        results.push({ type: 'delete' });
        break;
      case OpCode.check:
        results.push({ type: 'check' });
        break;
      case OpCode.setData:
        results.push({ type: 'setData', stat: readStat(from) });
        break;
      case OpCode.error:
        results.push({ type: 'error', err: from.int() as ErrorCode });
        break;
      default:
        throw new WireError(`no result of type ${type} in a multi`);
    }
  }
  return results;
}

export function readMultiReadResults(from: JuteReader): MultiReadResult[] {
  const results: MultiReadResult[] = [];
  for (let type = readHeader(from); type !== null; type = readHeader(from)) {
    switch (type) {
      case OpCode.getData:
        results.push({ type: 'getData', data: from.buffer(), stat: readStat(from) });
        break;
      case OpCode.getChildren:
        results.push({ type: 'getChildren', children: from.strings() ?? [] });
        break;
      case OpCode.error:
        results.push({ type: 'error', err: from.int() as ErrorCode });
        break;
      default:
        throw new WireError(`no result of type ${type} in a multiRead`);
    }
  }
  return results;
}
