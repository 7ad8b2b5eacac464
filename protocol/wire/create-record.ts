/** CreateRequest and CreateTTLRequest. */
import type { CreateOp, CreateType } from '../op.ts';
import { readAcl, writeAcl } from './acl-record.ts';
import type { JuteReader } from './jute-reader.ts';
import type { JuteWriter } from './jute-writer.ts';
import { NullError } from './wire-error.ts';

export function writeCreate(out: JuteWriter, op: CreateOp): void {
  out.ustring(op.path).buffer(op.data);
  writeAcl(out, op.acl);
  out.int(op.flags);
  if (op.type === 'createTTL') out.long(op.ttlMs ?? 0);
}

/** Of a write that looks at its path when it has a zxid. */
export function pathOfWrite(from: JuteReader): string {
  const path = from.ustring();
  if (path === null) throw new NullError('a null path', true);
  return path;
}

export function readCreate(from: JuteReader, type: CreateType): CreateOp {
  const path = pathOfWrite(from);
  const data = from.buffer();
  const acl = readAcl(from);
  const flags = from.int();
  return type === 'createTTL' ? { type, path, data, acl, flags, ttlMs: from.long() } : { type, path, data, acl, flags };
}
